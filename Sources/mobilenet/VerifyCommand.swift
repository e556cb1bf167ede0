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
      The kernels run the network with seeded weights, and the shape of every tensor is compared \
      with the one that the table gives; so is every input shape that the table claims. Then the \
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

  @OptionGroup var engine: EngineOptions
  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var tables: TableOptions

  func run() throws {
    guard all != (name != nil) else {
      throw Failure.usage("name one architecture, or give --all")
    }
    let library = try tables.library()
    let names = name.map { [$0] } ?? library.architectureNames
    var reports: [VerificationReport] = []
    var skipped: [String] = []
    for name in names {
      let spec = try library.architecture(named: name)
      do {
        reports.append(try report(on: spec))
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

  private func report(on spec: ArchitectureSpec) throws -> VerificationReport {
    let graph = try ShapedGraph(expanding: spec, scaling: scaling.scaling(of: spec))
    try Limits.requireReference(graph)
    return VerificationReport(try Verification(graph, countingFull: full, engine: engine.table()))
  }
}

extension Verification {
  /// The verification by the cost rules; counted at the smallest resolution that the strides
  /// divide, unless `countingFull`.
  init(_ graph: ShapedGraph, countingFull: Bool, engine: KernelTable) throws {
    var counting: ShapedGraph?
    let side = min(graph.shapes[0].height, graph.shapes[0].width)
    let product = graph.graph.strideProduct
    let smallest = product < side ? product : graph.graph.smallestResolution
    if !countingFull, smallest < side {
      var scaling = graph.graph.scaling
      scaling.resolution = smallest
      counting = try ShapedGraph(expanding: graph.graph.spec, scaling: scaling)
    }
    try self.init(graph, countingGraph: counting, engine: engine) { graph, node in
      graph.graph.nodes[node].operation.multiplyAccumulates(output: graph.shapes[node])
    }
  }
}
