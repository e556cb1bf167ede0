import ArgumentParser
import Reporting

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "The table as its paper prints it, with shapes.",
    discussion: """
      Every row as the paper has it: the input it claims, the operator, and the columns that \
      describe it (t or exp: expansion; c or out: output channels; n: repeats; SE: \
      squeeze-and-excitation; NL: activation, RE ReLU, R6 ReLU6, HS h-swish; s: stride). The shapes \
      that follow from the rows stand beside the claims. A star marks a misprint of the source, \
      explained below the table. Of a detector the boxes follow: their sizes, how answers move them, \
      and which remain.

        mobilenet show mobilenet-v3-large
        mobilenet show mobilenet-v2 --costs --format latex --standalone
      """)

  @OptionGroup var network: NetworkOptions

  @Flag(name: .long, help: "With the parameters and multiply-accumulates of every row.")
  var costs = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let graph = try network.graph()
    output.say([ShowReport.table(graph, costs: costs)] + BoxesReport.tables(graph))
  }
}
