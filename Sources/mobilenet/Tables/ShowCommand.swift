import ArgumentParser
import Reporting

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "The paper's table, with inferred shapes.",
    discussion: """
      Every row in the paper's columns (t or exp: expansion; c or out: output channels; n: repeats; \
      SE: squeeze-and-excitation; NL: activation, RE ReLU, R6 ReLU6, HS h-swish; s: stride). Beside \
      the claimed input shapes are those inferred from the rows. A star marks a misprint of the \
      source, explained below the table. For a detector, the boxes follow: their sizes, how they are \
      decoded, and non-maximum suppression.

        mobilenet show mobilenet-v3-large
        mobilenet show mobilenet-v2 --costs --format latex --standalone
      """)

  @OptionGroup var network: NetworkOptions

  @Flag(name: .long, help: "Add the parameters and multiply-accumulates of every row.")
  var costs = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let graph = try network.graph()
    output.say([ShowReport.table(graph, costs: costs)] + BoxesReport.tables(graph))
  }
}
