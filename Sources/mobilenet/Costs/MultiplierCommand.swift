import ArgumentParser
import CostAnalysis
import Reporting

struct MultiplierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "multiplier", abstract: "What a width multiplier really does, row by row.",
    discussion: """
      Channels are rounded, so that a width multiplier acts as another one in each row. Beside it the \
      law that costs follow alpha^2 rho^2, and which rows deviate from it. By layer the expansions \
      and gates stand by themselves.

        mobilenet multiplier mobilenet-v2 --width 1.3
        mobilenet multiplier mobilenet-v3-large --width 0.75 --resolution 192 --by layer
      """)

  @OptionGroup var network: NetworkOptions

  @Option(name: .long, help: "What a line is.")
  var by: LayerDivision = .row

  @OptionGroup var output: OutputOptions

  func run() throws {
    let multipliers = try EffectiveMultipliers(network.graph(), by: by.grain)
    output.say([MultiplierReport.table(multipliers)])
  }
}
