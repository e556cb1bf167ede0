import Architecture
import ArgumentParser
import CostAnalysis
import Inference
import KernelInterface
import Models
import NetworkGraph
import Reporting
import TableReading

struct NetAdaptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "netadapt", abstract: "NetAdapt's proposals and its loop; MnasNet's reward.",
    discussion: """
      Shrinks each expansion, and each bottleneck width together with all blocks that share it, just \
      enough to save the given share of the multiply-accumulates, or of the time predicted for \
      --device. In networks without inverted residuals, the convolutions' filters shrink.

        mobilenet netadapt mobilenet-v3-large --reduce 1%
        mobilenet netadapt mobilenet-v2 --reduce 2% --device raspberry-pi-4

      --steps runs the loop. In place of training, a proxy chooses: the channels with the largest norms \
      keep their weights, and the answers to the pictures are compared with the full network's. With \
      --device here, times are measured. --output writes the result as a table, whose path every command \
      takes for a name, --output-weights the weights that are left, --figure the steps as a figure.

        mobilenet netadapt mobilenet-v2 --reduce 3% --steps 5 --image Data/coffee.png \\
          --weights Data/mobilenet_v2-b0353104.pth --output narrow.yaml
        mobilenet cost narrow.yaml

      --accuracy, --latency and --target compute the reward that MnasNet maximizes: accuracy \
      (latency / target)^w, w being --within or --beyond.

        mobilenet netadapt mobilenet-v3-small --accuracy 67.4 --latency 15.8 --target 20
      """)

  @Argument(help: "An architecture or NAME@DIALECT.", completion: .networks)
  var name: String

  @Option(
    name: .long, parsing: .unconditional,
    help: "The share to save, in each step, such as 2% or 0.02. (default: 1%)",
    transform: { try Share($0) })
  var reduce: Share = Share(percent: 1)

  @Option(
    name: [.long, .customLong("res")], parsing: .unconditional,
    help: "Height and width of the picture in pixels: 224, or 192x640.")
  var resolution: Resolution?

  @OptionGroup var loop: LoopOptions
  @OptionGroup var reward: RewardOptions
  @OptionGroup var device: DeviceOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let rewards = try reward.table()
    let library = try tables.library()
    let request = try library.request(name)
    guard loop.steps == nil else {
      return output.say([try search(request, library)] + rewards)
    }
    let spec = try library.architecture(named: request.name)
    let scaling = Scaling(width: request.width, resolution: resolution)
    let graph = try Graph(expanding: spec, scaling: scaling)
    let device = device.isGiven ? try device.device(library) : nil
    let proposals = try spec.netAdaptProposals(reducingBy: reduce.fraction, scaling: scaling) {
      graph in
      device.map { Roofline(graph, on: $0).seconds } ?? Double(graph.totalCost().macs)
    }
    try Self.requireWidths(proposals, spec)
    let table = NetAdaptReport.table(
      graph, proposals, reduction: reduce.fraction, on: device)
    output.say([table] + rewards)
  }

  private static func requireWidths(
    _ proposals: [NetAdaptProposal], _ spec: ArchitectureSpec
  ) throws {
    guard !proposals.isEmpty else {
      throw Failure.usage(
        "'\(spec.name)' has no widths to shrink: neither inverted residuals nor convolutions with"
          + " a number of filters")
    }
  }

  /// What led to a result.
  private func options(steps: Int) -> String {
    var options = "--reduce \(reduce) --steps \(steps)"
    if let resolution { options += " --resolution \(resolution)" }
    if let name = device.name { options += " --device \(name)" }
    if let gflops = device.gflops { options += " --gflops \(gflops)" }
    if let bandwidth = device.bandwidth { options += " --bandwidth \(bandwidth)" }
    return options
  }

  /// Runs the loop and writes what is asked for; the table of its steps.
  private func search(
    _ request: NetworkRequest, _ library: TableLibrary
  ) throws -> ReportTable {
    let images = loop.image.isEmpty ? ["seeded"] : loop.image
    let inputs =
      tables.files + (loop.weights.isSeeded ? [] : [loop.weights.path])
      + images.filter { $0 != "seeded" } + (Files.exists(name) ? [name] : [])
    try loop.checkFiles(reading: inputs, library)
    let spec = try library.architecture(named: request.name)
    guard request.width ?? spec.nominalWidth == spec.nominalWidth else {
      throw Failure.usage("--steps searches at a table's own width; '\(name)' says another")
    }
    try Self.requireWidths(
      spec.netAdaptProposals(reducingBy: reduce.fraction) { Double($0.totalCost().macs) }, spec)
    let model = try loop.weights.model(
      request.name, Multipliers(resolution: resolution), in: library)
    guard !model.isFolded else {
      throw Failure.file(
        "'\(loop.weights.path)' has its batch norms folded; the loop needs them as the table has them"
      )
    }
    try RunLimit.require(model.graph, memory: Machine.memory)
    let pictures = try images.map { try Picture.load($0, loop.orientation, for: model.graph) }
    let network = try model.network().withSingleRows()
    let budget: NetAdaptTrace.Budget =
      !device.isGiven
      ? .macs
      : device.name == DeviceOptions.here ? .measured : .predicted(try device.device(library))
    var search = try NetAdaptSearch(
      network, pictures, budget: budget, reduction: reduce.fraction, kernels: engine.table(),
      threads: threads.count)
    try search.run(steps: loop.steps ?? 1)
    if search.trace.steps.isEmpty, case .unreachable(_, let largest) = search.trace.end {
      throw Failure.check(
        "no width of '\(spec.name)' saves \(reduce) alone; the most that one saves is"
          + " \(Numbers.fixed(100 * largest, 2))%")
    }
    try loop.write(
      NetAdaptResult(
        search, of: spec, name: request.name, library: library,
        options: options(steps: search.trace.steps.count),
        weights: loop.weights.isSeeded ? nil : model.source, images: images))
    return NetAdaptReport.table(
      search.trace,
      heading: ["weights \(model.source)" + InspectCommand.list(of: images)],
      images: images, isSeeded: loop.weights.isSeeded)
  }
}
