import ArgumentParser
import Reporting

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "The table as its paper prints it, with inferred shapes.",
    discussion: """
      Every row as the paper has it: the input it claims, the operator, and the columns that \
      describe it (t or exp: expansion; c or out: output channels; n: repeats; SE: \
      squeeze-and-excitation; NL: activation, RE ReLU, R6 ReLU6, HS h-swish; s: stride). The shapes \
      that follow from the rows stand beside the claims. A star marks a misprint of the source, \
      explained below the table.
      """)

  @OptionGroup var network: NetworkOptions
  @OptionGroup var format: FormatOptions

  func run() throws {
    let table = ShowReport.table(try network.graph())
    Console.say(try format.text(table))
  }
}

/// How tables are printed.
struct FormatOptions: ParsableArguments {
  @Option(name: .long, help: "text, markdown, csv or latex.")
  var format: String = "text"

  func text(_ table: ReportTable) throws -> String {
    guard let format = TableFormat(rawValue: format) else {
      throw Failure.usage("unknown format '\(format)'; it must be text, markdown, csv or latex")
    }
    return table.rendered(as: format, style: Console.style)
  }
}
