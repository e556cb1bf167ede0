import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
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

  @Option(name: .long, parsing: .unconditional, help: "Kernel size Dk.")
  var kernel: Int

  @Option(name: .long, parsing: .unconditional, help: "Input channels M.")
  var inChannels: Int

  @Option(name: .long, parsing: .unconditional, help: "Output channels N.")
  var outChannels: Int

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Size of the input, such as 12x12.", valueName: "HxW"),
    transform: { try MapSize($0) })
  var size: MapSize

  @Option(name: .long, parsing: .unconditional, help: "Stride.")
  var stride: Int = 1

  @Option(
    name: .long, parsing: .unconditional, help: "valid, same, symmetric or a number.",
    completion: .list(["valid", "same", "symmetric"]),
    transform: { try Padding(notation: $0) })
  var padding: Padding = .symmetric

  @OptionGroup var output: OutputOptions
  /// Taken wherever a command is, though a single layer needs none.
  @OptionGroup var tables: TableOptions

  func validate() throws {
    for (name, value, bound) in [
      ("--kernel", kernel, 255), ("--in-channels", inChannels, 1_000_000),
      ("--out-channels", outChannels, 1_000_000), ("--size", size.height, 16_384),
      ("--size", size.width, 16_384), ("--stride", stride, 255),
    ] where !(1...bound).contains(value) {
      throw ValidationError("\(name) must be from 1 to \(bound), not \(value)")
    }
  }

  func run() throws {
    let comparison = try SeparableComparison(
      kernel: PerAxis(kernel), outputChannels: outChannels, stride: PerAxis(stride),
      padding: padding,
      input: Shape(height: size.height, width: size.width, channels: inChannels))
    output.say([SeparableReport.table(comparison)])
  }
}
