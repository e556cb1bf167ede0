import ArgumentParser
import CostAnalysis
import Reporting

struct MultiplierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "multiplier", abstract: "What a width multiplier really does, after rounding.",
    discussion: """
      Channels are rounded, so in each row a width multiplier acts as a slightly different one. Shows \
      it row by row, and how far the costs are from alpha^2 rho^2. --by layer shows expansions and \
      gates separately.

        mobilenet multiplier mobilenet-v2 --width 1.3
        mobilenet multiplier mobilenet-v3-large --width 0.75 --resolution 192 --by layer
      """)

  @OptionGroup var network: NetworkOptions

  @Option(name: .long, help: "What each line is.")
  var by: LayerDivision = .row

  @OptionGroup var output: OutputOptions

  func run() throws {
    let multipliers = try EffectiveMultipliers(network.graph(), by: by.grain)
    output.say([MultiplierReport.table(multipliers)])
  }
}
