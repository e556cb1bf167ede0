import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
import Reporting
import TableReading

struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Which networks fit a budget, and why others do not.",
    discussion: """
      Tries every network, dialect, width and resolution. Where an accuracy is published, it lists \
      those that nothing cheaper beats; of the others, the largest that fit. Accuracies are never \
      estimated; each has its source.

        mobilenet fit --macs 150M --params 3M
        mobilenet fit --macs 60M --peak 1MiB
        mobilenet fit ssdlite-mobilenet-v3-large --macs 500M --resolution 192...320:32
      """)

  @Argument(
    help: "Networks, NAME or NAME@DIALECT. (default: all classifiers in all dialects)",
    completion: .networks)
  var names: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: "At most so many multiply-accumulates, such as 150M.",
    transform: { try Amount.counts.parse($0) })
  var macs: Int?

  @Option(
    name: .customLong("params"), parsing: .unconditional,
    help: "At most so many parameters, such as 3M.",
    transform: { try Amount.counts.parse($0) })
  var parameters: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: "At most so much memory for activations (see --precision), such as 1MiB.",
    transform: { try Amount.bytes.parse($0) })
  var peak: Int?

  @Option(
    name: [.customLong("width"), .customLong("alpha")], parsing: .unconditional,
    help: "Width multipliers to try. (default: 0.25,0.35,0.5,0.75,1,1.3,1.4)",
    transform: { try NumberList($0) })
  var widths: NumberList?

  @Option(
    name: [.customLong("resolution"), .customLong("res")], parsing: .unconditional,
    help: ArgumentHelp(
      "Resolutions to try, such as 224 or 192x640. (default: 96...256:32)",
      discussion:
        "The default says the shorter side; the longer one follows the table's own proportions."),
    transform: { try ResolutionList($0) })
  var resolutions: ResolutionList?

  @OptionGroup var numbers: CountedPrecisionOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var tables: TableOptions

  private var budget: Budget {
    Budget(macs: macs, parameters: parameters, peakActivationBytes: peak)
  }

  func validate() throws {
    guard budget != Budget() else {
      throw ValidationError("give a budget: --macs, --params, --peak, or several of them")
    }
  }

  func run() throws {
    let candidates = try FitSearch(tables.library()).candidates(
      names, widths: widths?.numbers ?? [0.25, 0.35, 0.5, 0.75, 1, 1.3, 1.4],
      resolutions: resolutions?.resolutions, precision: numbers.precision)
    let fit = BudgetFit(candidates, in: budget)
    output.say(FitReport.tables(fit, budget, in: numbers.precision))
    if fit.chosen.isEmpty {
      throw Failure.check("no network fits the budget; the nearest are listed")
    }
  }
}
