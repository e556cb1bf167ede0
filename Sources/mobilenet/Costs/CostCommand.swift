import ArgumentParser
import Architecture
import CostAnalysis
import NetworkGraph
import Reporting

struct CostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost", abstract: "Parameters and MACs of every row, layer or part.",
    discussion: """
      Counts are exact. A convolution with a Dk x Dk kernel from M to N channels and a DF x DF output \
      has Dk Dk M N weights and Dk Dk M N DF DF multiply-accumulates; a depthwise one has Dk Dk M and \
      Dk Dk M DF DF, a pointwise (1x1) one M N and M N DF DF.

        mobilenet cost mobilenet-v2 --by layer
        mobilenet cost ssdlite-mobilenet-v3-large --by part
        mobilenet cost mobilenet-v1 --by kind
        mobilenet cost mobilenet-v1 --width 0.5 --resolution 160
        mobilenet cost mobilenet-v3-small --format json
        mobilenet cost mobilenet-v2 --convention fvcore

      The width multiplier alpha scales parameters and MACs by about alpha^2. The resolution \
      multiplier rho scales MACs by about rho^2 and does not change the parameters.
      """)

  @OptionGroup var network: NetworkOptions

  @Option(name: .long, help: "What each line is; kind: of operation.")
  var by: Division = .row

  @OptionGroup var convention: ConventionOptions
  @OptionGroup var numbers: CountedPrecisionOptions
  @OptionGroup var output: OutputOptions

  /// What a line of the table is.
  enum Division: String, CaseIterable, ExpressibleByArgument {
    case part, row, block, layer, kind

    /// The grain of a cost table; kinds of operations have a table of their own.
    var grain: CostGrain? { CostGrain(rawValue: rawValue) }
  }

  func validate() throws {
    guard by != .kind || convention.name == nil else {
      throw ValidationError("--by kind counts exactly; it does not go with --convention")
    }
  }

  func run() throws {
    let convention = try convention.convention(network.tables.library())
    var graph = try network.graph()
    graph.precision = numbers.precision
    guard let grain = by.grain else { return output.say([KindReport.table(graph)]) }
    let report = CostReport(graph, by: grain, convention: convention)
    output.say([report.table()])
  }
}
