import ArgumentParser
import Reporting

struct SeparableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "separable", abstract: "What separable convolutions save, block by block.",
    discussion: """
      A depthwise convolution with a Dk x Dk kernel and the pointwise convolution to N channels after \
      it form a depthwise-separable convolution. It costs 1/N + 1/Dk^2 of the standard convolution \
      that it replaces.

        mobilenet separable mobilenet-v1
      """)

  @OptionGroup var network: NetworkOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let graph = try network.graph()
    output.say([SeparableReport.table(graph)])
  }
}
