import ArgumentParser
import CostAnalysis
import NetworkGraph
import Reporting
import TableReading

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "One row's arithmetic, with every factor.",
    discussion: """
      Fills in every factor of Dk Dk M N DF DF, computes the size of each map, shows what a separable \
      convolution saves, and the row's share of the network.

        mobilenet explain mobilenet-v2 3
        mobilenet explain mobilenet-v3-large bneck4 --width 0.75
        mobilenet explain mobilenet-v1 separable7
      """)

  @OptionGroup var network: NetworkOptions

  @Argument(help: "A row by number or name, a block (bottleneck2.1), or a layer (bneck4.expand).")
  var row: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    let graph = try network.graph()
    let layers = graph.layers(named: row)
    guard !layers.isEmpty else {
      let names = graph.rows.filter { $0.kind != .input }.map(\.name)
      let numbers = graph.rows.compactMap(\.number)
      let hint =
        nearest(to: row, among: names + graph.blocks.map(\.name))
        .map { "; did you mean '\($0)'?" } ?? ""
      let range = numbers.min().map { "\($0) to \(numbers.max() ?? $0)" } ?? ""
      throw Failure.usage(
        "'\(graph.spec.name)' has no row '\(row)'\(hint.isEmpty ? "; rows are numbers from \(range), or \(names.joined(separator: ", "))" : hint)"
      )
    }
    output.say([ExplainReport.table(graph, layers)])
  }
}
