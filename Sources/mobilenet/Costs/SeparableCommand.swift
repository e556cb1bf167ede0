import ArgumentParser
import Reporting

struct SeparableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "separable", abstract: "What separable convolutions save, block by block.",
    discussion: """
      A depthwise convolution and the pointwise one after it, together a depthwise-separable \
      convolution, cost 1/N + 1/Dk^2 of the standard convolution that they replace: N channels come \
      out, and the window is Dk x Dk.

        mobilenet separable mobilenet-v1
      """)

  @OptionGroup var network: NetworkOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let graph = try network.graph()
    output.say([SeparableReport.table(graph)])
  }
}
