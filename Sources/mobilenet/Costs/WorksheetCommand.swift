import ArgumentParser
import Reporting

struct WorksheetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worksheet", abstract: "A cost table with blanks for students, with key.",
    discussion: """
      The same seed gives the same blanks on every machine.

        mobilenet worksheet mobilenet-v1 --seed 7
        mobilenet worksheet mobilenet-v1 --seed 7 --key
        mobilenet worksheet mobilenet-v2 --format latex --standalone
      """)

  @OptionGroup var network: NetworkOptions

  @Option(name: .long, parsing: .unconditional, help: "Chooses the blanks.")
  var seed: UInt64 = 1

  @Flag(name: .long, help: "Print the answers instead.")
  var key = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let worksheet = Worksheet(try network.graph(), seed: seed)
    output.say([key ? worksheet.key() : worksheet.questions()])
  }
}
