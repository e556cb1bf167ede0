import ArgumentParser
import Architecture
import CostAnalysis
import NetworkGraph
import Reporting

struct CostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost", abstract: "What every part, row, block or layer costs.",
    discussion: """
      Counts are exact: a convolution with a Dk x Dk window from M to N channels over a map of \
      DF x DF places has Dk Dk M N weights and costs Dk Dk M N DF DF multiply-accumulates; a \
      depthwise one Dk Dk M and Dk Dk M DF DF; a 1x1 (pointwise) one M N and M N DF DF. A \
      depthwise-separable convolution, the two together, costs 1/N + 1/Dk^2 of the standard one.

        mobilenet cost mobilenet-v2 --by layer
        mobilenet cost ssdlite-mobilenet-v3-large --by part
        mobilenet cost mobilenet-v1 --by kind
        mobilenet cost mobilenet-v1 --width 0.5 --resolution 160
        mobilenet cost mobilenet-v3-small --format json
        mobilenet cost mobilenet-v1 --separable
        mobilenet cost mobilenet-v2 --convention fvcore
        mobilenet cost mobilenet-v2 --bridge
        mobilenet cost conv --kernel 5 --in-channels 3 --out-channels 256 \\
          --size 12x12 --padding valid

      Width alpha scales parameters and costs by about alpha^2; resolution rho scales costs by \
      about rho^2 and parameters not at all.
      """)

  @Argument(help: "An architecture or NAME@DIALECT; or 'conv' for a single layer.")
  var name: String

  @Option(
    name: .long,
    help: "part (backbone, neck, extras, head), row, block, layer or kind (of operation).")
  var by: String = "row"

  @Flag(name: .long, help: "Each separable block against the standard convolution it replaces.")
  var separable = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Count as this tool does, such as fvcore or thop; --bridge lists all. (default: paper)"))
  var convention: String?

  @Flag(
    name: .long, help: "What tools count for the network, and the way there from the exact count.")
  var bridge = false

  @OptionGroup var output: OutputOptions
  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup(title: "Options for 'conv'") var layer: LayerOptions

  func run() throws {
    let isByKind = by == "kind"
    guard let grain = isByKind ? .row : CostGrain(rawValue: by) else {
      throw Failure.usage(
        "unknown division '\(by)'; --by must be part, row, block, layer or kind")
    }
    _ = try output.parsed()
    if name == "conv" {
      guard by == "row", !separable, !bridge, convention == nil, scaling.isEmpty else {
        throw Failure.usage(
          "--by, --separable, --convention, --bridge, --width, --resolution, --rho and --classes go"
            + " with a network")
      }
      let comparison = try layer.comparison()
      return try output.say([SeparableReport.table(comparison)])
    }
    try layer.requireNone()
    let library = try tables.library()
    let convention = try convention.map { try library.convention(named: $0) }
    guard !(separable || isByKind) || convention == nil && !bridge else {
      throw Failure.usage(
        "--separable and --by kind have the exact count, without --convention and --bridge")
    }
    guard !bridge || by == "row" else {
      throw Failure.usage("--bridge is about the whole network, without --by")
    }
    let spec = try library.architecture(named: name)
    let graph = try Graph(expanding: spec, scaling: scaling.scaling(of: spec))
    if separable { return try output.say([SeparableReport.table(graph)]) }
    if isByKind { return try output.say([KindReport.table(graph)]) }
    if bridge {
      let conventions = try convention.map { [$0] } ?? library.conventions()
      return try output.say(BridgeReport(graph, conventions: conventions).tables())
    }
    try output.say([CostReport(graph, by: grain, convention: convention).table()])
  }
}

/// A single convolution.
struct LayerOptions: ParsableArguments {
  @Option(name: .long, parsing: .unconditional, help: "Side Dk of the window.")
  var kernel: Int?

  @Option(name: .long, parsing: .unconditional, help: "Input channels M.")
  var inChannels: Int?

  @Option(name: .long, parsing: .unconditional, help: "Output channels N.")
  var outChannels: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Size of the input, such as 12x12.", valueName: "HxW"))
  var size: String?

  @Option(name: .long, parsing: .unconditional, help: "Stride of the window. (default: 1)")
  var stride: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: "valid, same, symmetric or a number. (default: symmetric)")
  var padding: String?

  func comparison() throws -> SeparableComparison {
    let extents = (size ?? "").split(separator: "x", omittingEmptySubsequences: false).map {
      Int($0)
    }
    guard let kernel, let inChannels, let outChannels, extents.count == 2,
      let height = extents[0], let width = extents[1]
    else {
      throw Failure.usage(
        "'cost conv' needs --kernel, --in-channels, --out-channels and --size HxW, such as 12x12")
    }
    for (name, value, bound) in [
      ("--kernel", kernel, 255), ("--in-channels", inChannels, 1_000_000),
      ("--out-channels", outChannels, 1_000_000), ("--size", height, 16_384),
      ("--size", width, 16_384), ("--stride", stride ?? 1, 255),
    ] where !(1...bound).contains(value) {
      throw Failure.usage("\(name) must be from 1 to \(bound), not \(value)")
    }
    return try SeparableComparison(
      kernel: kernel, outputChannels: outChannels, stride: stride ?? 1, padding: try paddingValue(),
      input: Shape(height: height, width: width, channels: inChannels))
  }

  func requireNone() throws {
    if kernel != nil || inChannels != nil || outChannels != nil || size != nil || stride != nil
      || padding != nil
    {
      throw Failure.usage(
        "--kernel, --in-channels, --out-channels, --size, --stride and --padding go with"
          + " 'cost conv'")
    }
  }

  private func paddingValue() throws -> Padding {
    switch padding {
    case nil, "symmetric": return .symmetric
    case "valid": return .valid
    case "same": return .same
    case let text?:
      guard let margin = Int(text), (0...1024).contains(margin) else {
        throw Failure.usage("padding '\(text)' must be valid, same, symmetric or a number")
      }
      return .explicit(margin)
    }
  }
}
