import ArgumentParser
import CostAnalysis
import Reporting

struct MemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory",
    abstract: "Which tensors live when, the peak, and the weights.",
    discussion: """
      The schedule behind the peak of the activations, block by block or layer by layer, and how many \
      values the weights have in training, with moving statistics, folded, and in fewer bits.

        mobilenet memory mobilenet-v2
        mobilenet memory mobilenet-v3-small --by layer --resolution 160
      """)

  @OptionGroup var network: NetworkOptions

  @Option(name: .long, help: "What a line is.")
  var by: LayerDivision = .block

  @OptionGroup var output: OutputOptions

  func run() throws {
    let report = MemoryReport(try network.graph(), by: by.grain)
    output.say([report.schedule(), report.weights()])
  }
}
