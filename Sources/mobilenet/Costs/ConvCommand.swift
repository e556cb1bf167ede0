import ArgumentParser
import Reporting

struct ConvCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conv", abstract: "One convolution, standard and separable.",
    discussion: """
      A convolution with a Dk x Dk kernel from M to N channels, compared with the depthwise and the \
      pointwise convolution that can replace it.

        mobilenet conv --kernel 5 --in-channels 3 --out-channels 256 --size 12x12 \\
          --padding valid
      """)

  @OptionGroup var convolution: ConvolutionOptions
  @OptionGroup var output: OutputOptions
  /// Taken wherever a command is, though a single layer needs none.
  @OptionGroup var tables: TableOptions

  func validate() throws {
    let missing = [
      ("--kernel", convolution.kernel == nil), ("--in-channels", convolution.inChannels == nil),
      ("--out-channels", convolution.outChannels == nil), ("--size", convolution.size == nil),
    ].filter { $0.1 }.map { $0.0 }
    guard missing.isEmpty else {
      throw ValidationError("give \(missing.joined(separator: ", ")) as well")
    }
  }

  func run() throws {
    output.say([SeparableReport.table(try convolution.comparison())])
  }
}
