import ArgumentParser
import Architecture
import CostAnalysis
import NetworkGraph
import Reporting

struct CostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost", abstract: "What every part, row, block or layer costs.",
    discussion: """
      Counts are exact: a convolution with a Dk x Dk window from M to N channels over a map of \
      DF x DF places has Dk Dk M N weights and costs Dk Dk M N DF DF multiply-accumulates; a \
      depthwise one Dk Dk M and Dk Dk M DF DF; a 1x1 (pointwise) one M N and M N DF DF.

        mobilenet cost mobilenet-v2 --by layer
        mobilenet cost ssdlite-mobilenet-v3-large --by part
        mobilenet cost mobilenet-v1 --by kind
        mobilenet cost mobilenet-v1 --width 0.5 --resolution 160
        mobilenet cost mobilenet-v3-small --format json
        mobilenet cost mobilenet-v2 --convention fvcore

      Width alpha scales parameters and costs by about alpha^2; resolution rho scales costs by \
      about rho^2 and parameters not at all.
      """)

  @OptionGroup var network: NetworkOptions

  @Option(name: .long, help: "What a line is; kind: of operation.")
  var by: Division = .row

  @OptionGroup var convention: ConventionOptions
  @OptionGroup var output: OutputOptions

  /// What a line of the table stands for.
  enum Division: String, CaseIterable, ExpressibleByArgument {
    case part, row, block, layer, kind

    /// The grain of a cost table; kinds of operations have a table of their own.
    var grain: CostGrain? { CostGrain(rawValue: rawValue) }
  }

  func validate() throws {
    guard by != .kind || convention.name == nil else {
      throw ValidationError("--by kind has the exact count, without --convention")
    }
  }

  func run() throws {
    let convention = try convention.convention(network.tables.library())
    let graph = try network.graph()
    guard let grain = by.grain else { return output.say([KindReport.table(graph)]) }
    let report = CostReport(graph, by: grain, convention: convention)
    output.say([report.table()])
  }
}
