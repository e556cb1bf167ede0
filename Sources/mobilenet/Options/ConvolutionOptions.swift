import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph

/// One convolution by its numbers; wherever one is compared with a separable one.
struct ConvolutionOptions: ParsableArguments {
  @Option(name: .long, parsing: .unconditional, help: "Kernel size Dk.")
  var kernel: Int?

  @Option(name: .long, parsing: .unconditional, help: "Input channels M.")
  var inChannels: Int?

  @Option(name: .long, parsing: .unconditional, help: "Output channels N.")
  var outChannels: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Size of the input, such as 12x12.", valueName: "HxW"),
    transform: { try MapSize($0) })
  var size: MapSize?

  @Option(name: .long, parsing: .unconditional, help: "Stride. (default: 1)")
  var stride: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: "valid, same, symmetric or a number. (default: symmetric)",
    completion: .list(["valid", "same", "symmetric"]),
    transform: { try Padding(notation: $0) })
  var padding: Padding?

  func validate() throws {
    let numbers: [(String, Int?, Int)] = [
      ("--kernel", kernel, 255), ("--in-channels", inChannels, 1_000_000),
      ("--out-channels", outChannels, 1_000_000), ("--size", size?.height, 16_384),
      ("--size", size?.width, 16_384), ("--stride", stride, 255),
    ]
    for (name, value, bound) in numbers {
      if let value, !(1...bound).contains(value) {
        throw ValidationError("\(name) must be from 1 to \(bound), not \(value)")
      }
    }
  }

  /// Whether any is given.
  var isGiven: Bool {
    kernel != nil || inChannels != nil || outChannels != nil || size != nil || stride != nil
      || padding != nil
  }

  /// The comparison; what is not given is as in the middle of MobileNetV1, 3x3 from 512 to 512 channels
  /// on 14x14 places.
  func comparison() throws -> SeparableComparison {
    try SeparableComparison(
      kernel: PerAxis(kernel ?? 3), outputChannels: outChannels ?? 512,
      stride: PerAxis(stride ?? 1), padding: padding ?? .symmetric,
      input: Shape(
        height: size?.height ?? 14, width: size?.width ?? 14, channels: inChannels ?? 512))
  }
}
