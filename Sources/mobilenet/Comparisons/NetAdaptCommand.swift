import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
import Reporting

struct NetAdaptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "netadapt", abstract: "Proposals of a NetAdapt step; MnasNet's reward.",
    discussion: """
      Shrinks each expansion, and each bottleneck width together with all blocks that share it, just \
      enough to save the given share of the multiply-accumulates, or of the time predicted for \
      --device. In networks without inverted residuals, the convolutions' filters shrink.

        mobilenet netadapt mobilenet-v3-large --reduce 1%
        mobilenet netadapt mobilenet-v2 --reduce 2% --device raspberry-pi-4

      --accuracy, --latency and --target compute the reward that MnasNet maximizes: accuracy \
      (latency / target)^exponent; the exponent is -0.07, for MobileNetV3-Small it was -0.15.

        mobilenet netadapt mobilenet-v3-small --accuracy 67.4 --latency 15.8 --target 20
      """)

  @Argument(help: "An architecture or NAME@DIALECT.", completion: .networks)
  var name: String

  @Option(
    name: .long, parsing: .unconditional,
    help: "The share to save, such as 2% or 0.02. (default: 1%)",
    transform: { try Share($0) })
  var reduce: Share = Share(percent: 1)

  @Option(
    name: [.long, .customLong("res")], parsing: .unconditional,
    help: "Height and width of the picture in pixels: 224, or 192x640.")
  var resolution: Resolution?

  @Option(name: .long, parsing: .unconditional, help: "A measured accuracy.")
  var accuracy: Double?

  @Option(name: .long, parsing: .unconditional, help: "A measured latency.")
  var latency: Double?

  @Option(name: .long, parsing: .unconditional, help: "The target latency.")
  var target: Double?

  @Option(name: .long, parsing: .unconditional, help: "The reward's exponent.")
  var exponent: Double = MnasNetReward.mnasNetExponent

  @OptionGroup var device: DeviceOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var tables: TableOptions

  func run() throws {
    let reward = try reward()
    let library = try tables.library()
    let request = try library.request(name)
    let spec = try library.architecture(named: request.name)
    let scaling = Scaling(width: request.width, resolution: resolution)
    let graph = try Graph(expanding: spec, scaling: scaling)
    let device = device.isGiven ? try device.device(library) : nil
    let proposals = try spec.netAdaptProposals(reducingBy: reduce.fraction, scaling: scaling) {
      graph in
      device.map { Roofline(graph, on: $0).seconds } ?? Double(graph.totalCost().macs)
    }
    guard !proposals.isEmpty else {
      throw Failure.usage(
        "'\(spec.name)' has no widths to shrink: neither inverted residuals nor convolutions with"
          + " a number of filters")
    }
    var table = NetAdaptReport.table(
      graph, proposals, reduction: reduce.fraction, on: device)
    if let reward {
      table.facts["reward"] = .number(reward.value)
      table.footer.append(
        "MnasNet's reward: \(reward.accuracy) x (\(reward.latency) / \(reward.target))^\(reward.exponent)"
          + " = \(Numbers.fixed(reward.value, 4))")
    }
    output.say([table])
  }

  private func reward() throws -> MnasNetReward? {
    guard accuracy != nil || latency != nil || target != nil else { return nil }
    guard let accuracy, let latency, let target, accuracy >= 0, latency > 0, target > 0,
      exponent.isFinite
    else {
      throw Failure.usage(
        "the reward needs --accuracy, --latency and --target, all above 0")
    }
    return MnasNetReward(
      accuracy: accuracy, latency: latency, target: target, exponent: exponent)
  }
}
