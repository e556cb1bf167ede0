import ArgumentParser
import CostAnalysis
import Reporting

struct MemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory",
    abstract: "Live activations, their peak, and the weights' size.",
    discussion: """
      Which activations are alive at each step, where their peak is, and how large the weights are: \
      trainable, with moving statistics, folded, and quantized.

        mobilenet memory mobilenet-v2
        mobilenet memory mobilenet-v3-small --by layer --resolution 160
      """)

  @OptionGroup var network: NetworkOptions

  @Option(name: .long, help: "What each line is.")
  var by: LayerDivision = .block

  @OptionGroup var output: OutputOptions

  func run() throws {
    let report = MemoryReport(try network.graph(), by: by.grain)
    output.say([report.schedule(), report.weights()])
  }
}
