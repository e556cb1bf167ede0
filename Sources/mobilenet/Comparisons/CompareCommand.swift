import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
import Reporting
import TableReading

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Totals of several networks side by side.",
    discussion: """
      Totals, multiply-accumulates by kind of layer, and the published accuracy if there is one. \
      Each network may have its own multipliers: NAME:ALPHA, NAME:ALPHA/PIXELS, NAME:/PIXELS.

        mobilenet compare mobilenet-v1 mobilenet-v2 mobilenet-v3-large mobilenet-v3-small
        mobilenet compare mobilenet-v1:0.75 mobilenet-v2 mobilenet-v3-large:0.75/192
      """)

  @Argument(help: "Two networks or more.", completion: .networks)
  var names: [String]

  @Option(name: .long, parsing: .unconditional, help: "Number of classes of every network.")
  var classes: Int?

  @OptionGroup var output: OutputOptions
  @OptionGroup var tables: TableOptions

  func run() throws {
    guard names.count > 1 else { throw Failure.usage("give two or more networks") }
    let library = try tables.library()
    var networks = Networks(library)
    let published = try library.published()
    let entries = try names.map { name in
      var request = try NetworkRequest(notation: name)
      request.classes = classes
      let graph = try networks.graph(request)
      let scaling = graph.scaling
      let accuracies = (library.isNamed(graph.spec) ? published : []).accuracies(
        of: graph.spec.name, width: scaling.width ?? 1, resolution: graph.input.resolution,
        classes: (classes, graph.spec.variables["classes"]))
      return CompareReport.Entry(name: name, graph: graph, accuracy: accuracies.first)
    }
    output.say([CompareReport.table(entries)])
  }
}

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Two networks row by row: differences and their cost.",
    discussion: """
      Rows are aligned so that as little as possible differs. --rows compares a part of both tables, \
      by names or numbers. Each network may have its own multipliers: NAME:ALPHA/PIXELS.

        mobilenet diff mobilenet-v2 mobilenet-v2@expand-always
        mobilenet diff mobilenet-v3-large@original-last-stage mobilenet-v3-large --rows last..classifier
        mobilenet diff mobilenet-v3-large@stem-32 mobilenet-v3-large --rows stem..bneck1
      """)

  @Argument(help: "The first network.", completion: .networks)
  var first: String

  @Argument(help: "The second network.", completion: .networks)
  var second: String

  @Option(
    name: .long, help: ArgumentHelp("Only these rows of both tables.", valueName: "from..to"),
    transform: { try RowRange($0) })
  var rows: RowRange?

  @Flag(name: .long, help: "List equal rows one by one, too.")
  var all = false

  @OptionGroup var output: OutputOptions
  @OptionGroup var tables: TableOptions

  func run() throws {
    let library = try tables.library()
    var networks = Networks(library)
    let compared = try [first, second].map { name in
      try range(of: library.graph(notation: name, &networks).comparedRows(), named: name)
    }
    let diff = TableDiff(compared[0], compared[1])
    output.say([DiffReport.table(diff, names: (first, second), all: all)])
  }

  /// The rows that are asked for.
  private func range(of rows: [ComparedRow], named name: String) throws -> [ComparedRow] {
    guard let asked = self.rows else { return rows }
    let places = try [asked.first, asked.last].map { text in
      guard
        let place = rows.firstIndex(where: {
          $0.name == text || $0.number.map { "\($0)" } == text
        })
      else {
        let hint =
          nearest(to: text, among: rows.map(\.name))
          .map { "; did you mean '\($0)'?" }
          ?? "; its rows are \(rows.map(\.name).joined(separator: ", "))"
        throw Failure.usage("'\(name)' has no row '\(text)'\(hint)")
      }
      return place
    }
    guard places[0] <= places[1] else {
      throw Failure.usage("--rows '\(asked)': in '\(name)' the first row comes after the second")
    }
    return Array(rows[places[0]...places[1]])
  }
}
