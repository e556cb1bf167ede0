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
      --full counts at full size. Last the engine runs at full size, and the result of every \
      block is compared with the one that the plain kernels made.

      Exit code 1 if anything differs.
      """)

  @Argument(help: "An architecture or NAME@DIALECT.")
  var name: String?

  @Flag(name: .long, help: "All architectures.")
  var all = false

  @Flag(name: .long, help: "Count multiply-accumulates at full size too.")
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
    var reports: [VerificationReport] = []
    var skipped: [String] = []
    for name in names {
      do {
        reports.append(try report(on: weights.model(name, scaling: scaling, of: library)))
      } catch let error as ScalingError where all {
        skipped.append("skipped \(name): \(error)\n")
      }
    }
    if !skipped.isEmpty { Console.say(skipped.joined()) }
    let table = all ? VerificationReport.table(reports) : reports.first?.table()
    if let table { Console.say(table.rendered(as: .text, style: Console.style)) }
    let failures = reports.flatMap { $0.failures() }
    if !failures.isEmpty { throw Failure.check(failures.joined(separator: "\n")) }
  }

  private func report(on model: Model) throws -> VerificationReport {
    try Limits.requireReference(model.graph)
    return VerificationReport(try Verification(model, countingFull: full, engine: engine.table()))
  }
}

extension Verification {
  /// The verification by the cost rules; counted at the smallest resolution that the strides
  /// divide, unless `countingFull`.
  init(_ model: Model, countingFull: Bool, engine: KernelTable) throws {
    let graph = model.graph
    var counting: ShapedGraph?
    let side = min(graph.shapes[0].height, graph.shapes[0].width)
    let product = graph.graph.strideProduct
    let smallest = product < side ? product : graph.graph.smallestResolution
    if !countingFull, smallest < side {
      var scaling = graph.graph.scaling
      scaling.resolution = smallest
      let smaller = try ShapedGraph(expanding: graph.graph.spec, scaling: scaling)
      counting = model.isFolded ? smaller.folded().graph : smaller
    }
    try self.init(
      graph, weights: model.weights, countingGraph: counting, engine: engine
    ) { graph, node in
      graph.graph.nodes[node].operation.multiplyAccumulates(output: graph.shapes[node])
    }
  }
}
