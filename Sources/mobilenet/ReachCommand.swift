import ArgumentParser
import Reporting

struct ReachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach",
    abstract: "What a detector's maps see, and the smallest object they tell.",
    discussion: """
      For every map that the heads stand on: its size, how far its places lie apart in the picture, \
      how much of the picture one of them sees (the theoretical receptive field: windows, strides and \
      dilations along the widest way), and the smallest object by a rule of thumb: if it takes \
      CELLS x CELLS places to tell the parts of an object, then on a map of 19 x 19 places no object \
      below CELLS/19 of the picture is told. In a classifier the last map of each size takes the \
      place of the heads' maps.

        mobilenet reach ssdlite-mobilenet-v3-large
        mobilenet reach mobilenet-v1 --resolution 300 --cells 2
      """)

  @OptionGroup var network: NetworkOptions

  @Option(
    name: .long, parsing: .unconditional,
    help: "How many places of a map's side an object must cover.")
  var cells: Int = 4

  @Option(name: .long, help: "text, markdown, csv, latex or json.")
  var format: String = "text"

  private static let cellCounts = 1...16_384

  func run() throws {
    guard Self.cellCounts.contains(cells) else {
      throw Failure.usage(
        "--cells must be from \(Self.cellCounts.lowerBound) to \(Self.cellCounts.upperBound),"
          + " not \(cells)")
    }
    let table = TableFormat(rawValue: format)
    guard format == "json" || table != nil else {
      throw Failure.usage(
        "unknown format '\(format)'; it must be text, markdown, csv, latex or json")
    }
    let report = ReachReport(try network.graph(), cells: cells)
    Console.say(
      try table.map { report.table().rendered(as: $0, style: Console.style) }
        ?? JSONText.encode(report.json()))
  }
}
