import Architecture
import ArgumentParser
import CostAnalysis
import Inference
import KernelInterface
import Models
import NetworkGraph
import Reporting

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Run a network and check every shape and every count.",
    discussion: """
      The kernels run the network with seeded weights or those of a checkpoint, and the shape of every \
      tensor is compared with the one that the table gives; so is every input shape that the table claims. Then the \
      same kernels run with a scalar that counts its multiplications, and every count is compared \
      with the cost rule. Counting happens at the smallest resolution that the strides divide; \
      --full counts at full size. Last the engine runs too, and the result of every block is \
      compared with the one that the plain kernels made.

      A network of more than 6 billion multiply-accumulates runs at the largest resolution that \
      its strides divide and at which it has fewer, if there is one; --full runs it at its own.

      Exit code 1 if anything differs.
      """)

  @Argument(help: "An architecture or NAME@DIALECT.", completion: .networks)
  var name: String?

  @Flag(name: .long, help: "All architectures.")
  var all = false

  @Flag(name: .long, help: "Run and count multiply-accumulates at full size.")
  var full = false

  @OptionGroup var weights: WeightOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var tables: TableOptions

  func run() throws {
    guard all != (name != nil) else {
      throw Failure.usage("name one architecture, or give --all")
    }
    guard weights.isSeeded || !all else {
      throw Failure.usage("--weights are those of one architecture, not of --all")
    }
    let library = try tables.library()
    let names = name.map { [$0] } ?? library.architectureNames
    let kernels = try engine.table()
    var models: [Model] = []
    var skipped: [String] = []
    for name in names {
      do {
        models.append(try weights.model(name, scaling, in: library))
      } catch GraphError.scaling(let error) where all {
        skipped.append("skipped \(name): \(error)\n")
      }
    }
    // Networks do not depend on each other: one a core.
    let reports = try models.mapConcurrently { [full] model in
      Result { try Self.report(on: model, full: full, engine: kernels) }
    }.map { try $0.get() }
    if !skipped.isEmpty { Console.say(skipped.joined()) }
    let table = all ? VerificationReport.table(reports) : reports.first?.table()
    if let table { Console.say(table.rendered(as: .text, style: Console.style)) }
    let failures = reports.flatMap { $0.failures() }
    if !failures.isEmpty { throw Failure.check(failures.joined(separator: "\n")) }
  }

  private static func report(
    on model: Model, full: Bool, engine: KernelTable
  ) throws -> VerificationReport {
    let reduced = full ? nil : model.reducedForReference()
    let verification = try Verification(
      reduced ?? model, countingFull: full, engine: engine, memory: Machine.memory)
    return VerificationReport(verification, reducedFrom: reduced == nil ? nil : model.graph)
  }
}
