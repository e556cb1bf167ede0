import ArgumentParser
import Reporting

struct BridgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bridge", abstract: "Why other tools print other numbers.",
    discussion: """
      What each tool prints for the network, and how it gets there from the exact count, term by term.

        mobilenet bridge mobilenet-v2
        mobilenet bridge mobilenet-v2 --convention fvcore
      """)

  @OptionGroup var network: NetworkOptions
  @OptionGroup var convention: ConventionOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = try network.tables.library()
    let conventions =
      try convention.convention(library).map { [$0] } ?? library.conventions().filter { $0.isTool }
    let report = BridgeReport(try network.graph(), conventions: conventions)
    output.say(report.tables())
  }
}
