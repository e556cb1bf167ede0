import ArgumentParser
import Architecture
import CostAnalysis
import NetworkGraph
import Reporting
import TableReading

struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Which networks fit a budget, and why others do not.",
    discussion: """
      Every network, dialect, width and resolution within the budget that no other makes pointless: \
      of each network the greatest that fit, and with published accuracies those that nothing cheaper \
      surpasses. Accuracies are published ones, with their source, or none.

        mobilenet fit --macs 150M --params 3M
        mobilenet fit --macs 60M --peak 1MiB
        mobilenet fit ssdlite-mobilenet-v3-large --macs 500M --resolution 192...320:32
      """)

  @Argument(help: "Networks, NAME or NAME@DIALECT; all classifiers in all dialects if none.")
  var names: [String] = []

  @Option(name: .long, parsing: .unconditional, help: "Multiply-accumulates at most: 150M.")
  var macs: String?

  @Option(name: .customLong("params"), parsing: .unconditional, help: "Parameters at most: 3M.")
  var parameters: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: "Bytes of activations at most, in 32-bit floating point: 1MiB.")
  var peak: String?

  @Option(
    name: [.customLong("width"), .customLong("alpha")], parsing: .unconditional,
    help: "Width multipliers to try.")
  var widths: String = "0.25,0.35,0.5,0.75,1,1.3,1.4"

  @Option(
    name: .customLong("resolution"), parsing: .unconditional, help: "Resolutions to try.")
  var resolutions: String = "96...256:32"

  @OptionGroup var output: OutputOptions
  @OptionGroup var tables: TableOptions

  func run() throws {
    _ = try output.parsed()
    let budget = Budget(
      macs: try macs.map { try Amount.parse($0, in: Amount.counts, option: "--macs") },
      parameters: try parameters.map {
        try Amount.parse($0, in: Amount.counts, option: "--params")
      },
      peakActivationBytes: try peak.map { try Amount.parse($0, in: Amount.bytes, option: "--peak") }
    )
    guard budget != Budget() else {
      throw Failure.usage("a budget is needed: --macs, --params or --peak, or several of them")
    }
    let widths = try Steps.numbers(widths, option: "--width")
    let resolutions = try Steps.wholeNumbers(resolutions, option: "--resolution")
    let library = try tables.library()
    let published = try library.published()
    var candidates: [Candidate] = []
    for spec in try specs(library, published) {
      candidates += try costs(spec, widths, resolutions).map { cost in
        // The first in the tables is the authors' own.
        Candidate(
          name: spec.name, cost: cost,
          accuracy: published.accuracies(
            of: spec.name, width: cost.width, resolution: cost.resolution,
            classes: (nil, spec.variables["classes"])
          ).first { $0.metric != .top5 })
      }
    }
    let fit = BudgetFit(candidates, in: budget)
    try output.say(FitReport.tables(fit, budget))
    if fit.chosen.isEmpty {
      throw Failure.check("no network meets the budget; the nearest are printed")
    }
  }

  /// The named networks, or all classifiers in every dialect that costs something else by 1 % or
  /// more; of dialects that cost the same, one that has published figures.
  private func specs(
    _ library: TableLibrary, _ published: [PublishedFigure]
  ) throws -> [ArchitectureSpec] {
    guard names.isEmpty else { return try names.map { try library.architecture(named: $0) } }
    var specs: [ArchitectureSpec] = []
    for name in library.architectureNames {
      let spec = try library.architecture(named: name)
      let graph = try Graph(expanding: spec)
      guard graph.isClassifier else { continue }
      var seen = [ScaledCost(graph)]
      specs.append(spec)
      let dialects = library.dialects(of: spec.family).map { "\(name)@\($0)" }
      let printed = dialects.filter { name in
        published.contains { $0.network.name == name && !$0.accuracies.isEmpty }
      }
      for dialect in printed + dialects.filter({ !printed.contains($0) }) {
        let other = try library.architecture(named: dialect)
        let cost = ScaledCost(try Graph(expanding: other))
        if !seen.contains(where: { $0.isNear(cost) }) {
          seen.append(cost)
          specs.append(other)
        }
      }
    }
    return specs
  }

  private func costs(
    _ spec: ArchitectureSpec, _ widths: [Double], _ resolutions: [Int]
  ) throws -> [ScaledCost] {
    let own = spec.rules.width.rounding == .undefined ? [spec.nominalWidth] : widths
    let smallest = try Graph(expanding: spec).smallestResolution
    return try spec.sweep(
      widths: own, resolutions: resolutions.filter { $0 >= smallest })
  }
}

extension Graph {
  /// Whether the answer is one vector of scores.
  fileprivate var isClassifier: Bool {
    guard spec.heads.isEmpty, let answer = outputs.first else { return false }
    return nodes[answer.node].shape.isVector
  }
}

extension ScaledCost {
  /// Whether another cost is the same but for less than a hundredth.
  fileprivate func isNear(_ other: Self) -> Bool {
    func near(_ left: Int, _ right: Int) -> Bool {
      100 * abs(left - right) < max(left, right)
    }
    return near(macs, other.macs) && near(parameters, other.parameters)
      && near(peakActivationBytes, other.peakActivationBytes)
  }
}
