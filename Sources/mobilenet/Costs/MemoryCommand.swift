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
        mobilenet memory mobilenet-v2 --precision int8 --batch 8
      """)

  @OptionGroup var network: NetworkOptions

  @Option(name: .long, help: "What each line is.")
  var by: LayerDivision = .block

  @Option(
    name: .long, parsing: .unconditional, help: "Pictures that go through the network together.")
  var batch = 1

  @OptionGroup var numbers: CountedPrecisionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...65_536).contains(batch) else {
      throw ValidationError("--batch must be from 1 to 65536, not \(batch)")
    }
  }

  func run() throws {
    var graph = try network.graph()
    graph.precision = numbers.precision
    let report = MemoryReport(graph, by: by.grain, batch: batch)
    output.say([report.schedule(), report.weights()])
  }
}
