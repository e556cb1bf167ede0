import ArgumentParser
import Reporting

struct BridgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bridge", abstract: "Why tools that count operations disagree.",
    discussion: """
      What each tool counts for the network, and the way there from the exact count, step by step.

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
