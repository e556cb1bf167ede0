import ArgumentParser
import Reporting

/// How tables are printed; wherever a command prints some.
struct OutputOptions: ParsableArguments {
  @Option(name: .long, help: "text, markdown, csv, latex or json.")
  var format: String = "text"

  @Flag(name: .long, help: "With latex: a document that compiles, not a fragment.")
  var standalone = false

  /// What a table is printed as.
  enum Format {
    case table(TableFormat)
    case json
  }

  /// The format. Throws if there is none of that name.
  func parsed() throws -> Format {
    guard !standalone || format == "latex" else {
      throw Failure.usage("--standalone goes with --format latex")
    }
    if format == "json" { return .json }
    guard let format = TableFormat(rawValue: format) else {
      throw Failure.usage(
        "unknown format '\(format)'; it must be text, markdown, csv, latex or json")
    }
    return .table(format)
  }

  /// Prints tables, in JSON as one object.
  func say(_ tables: [ReportTable]) throws {
    switch try parsed() {
    case .json: Console.say(ReportTable.json(tables))
    case .table(.csv): Console.say(ReportTable.csv(tables))
    case .table(let format):
      if standalone { return Console.say(LaTeXDocument.text(tables)) }
      let texts = tables.map { $0.rendered(as: format, style: Console.style) }
      Console.say(texts.joined(separator: "\n"))
    }
  }
}
