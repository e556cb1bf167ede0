import ArgumentParser
import Reporting

struct ReachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach",
    abstract: "Receptive fields, and the smallest detectable object.",
    discussion: """
      For every feature map that the heads use: its size, its stride in pixels, the theoretical \
      receptive field (along the widest path), and, by a rule of thumb, the smallest object: if an \
      object must cover CELLS x CELLS cells of the map, then on a 19x19 map it must be at least \
      CELLS/19 of the picture's side. For a classifier, the last map of each size is listed.

        mobilenet reach ssdlite-mobilenet-v3-large
        mobilenet reach mobilenet-v1 --resolution 300 --cells 2
        mobilenet reach mobilenet-v2 --by row

      --by row prints the receptive field, effective stride and padding of every row.
      """)

  @OptionGroup var network: NetworkOptions

  @Option(
    name: .long, parsing: .unconditional,
    help: "How many cells of a map's side an object must cover.")
  var cells: Int = 4

  @Option(name: .long, help: "What each line is; map: of the heads.")
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
