import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
import Reporting

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Costs over a grid of widths and resolutions.",
    discussion: """
      A range is FROM...TO:STEP, or a list with commas: 0.5,0.75,1.

        mobilenet sweep mobilenet-v2 --width 0.25...1.4:0.05 --resolution 96...256:32
        mobilenet sweep ssdlite-mobilenet-v3-large --resolution 256,320,512 --format csv
      """)

  @Argument(help: "An architecture or NAME@DIALECT.", completion: .networks)
  var name: String

  @Option(
    name: [.customLong("width"), .customLong("alpha")], parsing: .unconditional,
    help: "Width multipliers. (default: the table's own)",
    transform: { try NumberList($0) })
  var widths: NumberList?

  @Option(
    name: [.customLong("resolution"), .customLong("res")], parsing: .unconditional,
    help: "Heights and widths of the picture: 224, or 192x640. (default: the table's own)",
    transform: { try ResolutionList($0) })
  var resolutions: ResolutionList?

  @Option(name: .long, parsing: .unconditional, help: "Number of classes.")
  var classes: Int?

  @OptionGroup var output: OutputOptions
  @OptionGroup var tables: TableOptions

  /// The most points of a grid.
  private static let mostPoints = 1_000_000

  func run() throws {
    let library = try tables.library()
    let request = try library.request(name)
    for width in widths?.numbers ?? [] { _ = try library.request(name, width: width) }
    let spec = try library.architecture(named: request.name)
    let widths = widths?.numbers ?? [request.width ?? spec.nominalWidth]
    let resolutions = resolutions?.resolutions ?? [spec.input.resolution]
    guard widths.count * resolutions.count <= Self.mostPoints else {
      throw Failure.usage(
        "\(widths.count) widths times \(resolutions.count) resolutions are more than"
          + " \(Self.mostPoints) configurations")
    }
    let costs = try spec.sweep(widths: widths, resolutions: resolutions, classes: classes)
    output.say([SweepReport.table(spec, costs)])
  }
}
