import ArgumentParser
import Reporting

/// How tables are printed; wherever a command prints some.
struct OutputOptions: ParsableArguments {
  @Option(name: .long, help: "Output format.")
  var format: Format = .text

  @Flag(name: .long, help: "With --format latex: a complete document.")
  var standalone = false

  /// What a table is printed as.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, markdown, csv, latex, json
  }

  func validate() throws {
    guard !standalone || format == .latex else {
      throw ValidationError("--standalone needs --format latex")
    }
  }

  /// Prints tables, in JSON as one object.
  func say(_ tables: [ReportTable]) {
    switch format {
    case .text: say(tables, as: .text)
    case .markdown: say(tables, as: .markdown)
    case .csv: Console.say(ReportTable.csv(tables))
    case .latex where standalone: Console.say(LaTeXDocument.text(tables))
    case .latex: say(tables, as: .latex)
    case .json: Console.say(ReportTable.json(tables))
    }
  }

  private func say(_ tables: [ReportTable], as format: TableFormat) {
    let texts = tables.map { $0.rendered(as: format, style: Console.style) }
    Console.say(texts.joined(separator: "\n"))
  }
}

/// How an answer that is no table is printed.
struct AnswerOptions: ParsableArguments {
  @Option(name: .long, help: "Output format.")
  var format: Format = .text

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }
}
