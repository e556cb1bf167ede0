import ArgumentParser
import Architecture
import CostAnalysis
import Inference
import KernelInterface
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

  @Argument(help: "An architecture or NAME@DIALECT.")
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
        models.append(try weights.model(name, scaling: scaling, of: library))
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
    var reduced = model
    let smaller = full ? nil : model.graph.reduced(toMACs: Limits.patientMACs)
    if let smaller { reduced.graph = model.isFolded ? smaller.folded().graph : smaller }
    try Limits.requireReference(reduced.graph)
    let verification = try Verification(reduced, countingFull: full, engine: engine)
    return VerificationReport(verification, reducedFrom: smaller == nil ? nil : model.graph)
  }
}

extension Verification {
  /// The verification by the cost rules; counted at the smallest resolution that the strides
  /// divide, unless `countingFull`.
  init(_ model: Model, countingFull: Bool, engine: KernelTable) throws {
    let graph = model.graph
    var counting: Graph?
    if !countingFull {
      let divided = graph.dividedResolutions
      let smallest = graph.smallestResolution
      let sides = divided.isEmpty && smallest < graph.side ? [smallest] : divided
      // Windows without padding may fit no small picture.
      let smaller = sides.lazy.compactMap { try? graph.resized(to: $0) }.first
      counting = model.isFolded ? smaller?.folded().graph : smaller
    }
    try self.init(
      graph, weights: model.weights, countingGraph: counting, engine: engine
    ) { graph, node in
      graph.nodes[node].operation.multiplyAccumulates(output: graph.nodes[node].shape)
    }
  }
}

extension Graph {
  /// The shorter side of the picture.
  fileprivate var side: Int { min(input.height, input.width) }

  /// Resolutions below the network's own that all strides divide, the smallest first.
  fileprivate var dividedResolutions: [Int] {
    let product = strideProduct
    return Array(stride(from: product, to: side, by: product))
  }

  /// The network at the largest resolution that its strides divide and at which it has no more than
  /// so many multiply-accumulates; nothing if it has no more as it is, if its resolution was asked
  /// for, or if no smaller one will do.
  fileprivate func reduced(toMACs limit: Int) -> Graph? {
    guard scaling.resolution == nil, totalCost().macs > limit else { return nil }
    return dividedResolutions.reversed().lazy.compactMap { try? resized(to: $0) }
      .first { $0.totalCost().macs <= limit }
  }
}
