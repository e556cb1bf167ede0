import ArgumentParser
import Reporting

struct ReachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach",
    abstract: "How much of the picture a detector's maps see.",
    discussion: """
      For every map that the heads stand on: its size, how far its places lie apart in the picture, \
      how much of the picture one of them sees (the theoretical receptive field: windows, strides and \
      dilations along the widest way), and the smallest object by a rule of thumb: if it takes \
      CELLS x CELLS places to tell the parts of an object, then on a map of 19 x 19 places no object \
      below CELLS/19 of the picture is told. In a classifier the last map of each size takes the \
      place of the heads' maps.

        mobilenet reach ssdlite-mobilenet-v3-large
        mobilenet reach mobilenet-v1 --resolution 300 --cells 2
        mobilenet reach mobilenet-v2 --by row

      --by row: receptive field, effective stride and padding of every row's result.
      """)

  @OptionGroup var network: NetworkOptions

  @Option(
    name: .long, parsing: .unconditional,
    help: "How many places of a map's side an object must cover.")
  var cells: Int = 4

  @Option(name: .long, help: "What a line is; map: of the heads.")
  var by: Division = .map

  @OptionGroup var output: OutputOptions

  enum Division: String, CaseIterable, ExpressibleByArgument {
    case map, row
  }

  private static let cellCounts = 1...16_384

  func validate() throws {
    guard Self.cellCounts.contains(cells) else {
      throw ValidationError(
        "--cells must be from \(Self.cellCounts.lowerBound) to \(Self.cellCounts.upperBound),"
          + " not \(cells)")
    }
  }

  func run() throws {
    switch by {
    case .map:
      output.say([ReachReport(try network.graph(), cells: cells).table()])
    case .row: output.say([ReachReport.rowTable(try network.graph())])
    }
  }
}
