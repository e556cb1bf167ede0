import ArgumentParser
import CostAnalysis
import Inference
import Models
import NetworkGraph
import Reporting
import TableReading
import WeightFiles

struct FoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fold", abstract: "Merge the batch norms into the convolutions.",
    discussion: """
      Merges every batch norm into the convolution before it, which gets a bias:

        w' = gamma w / sqrt(var + epsilon)
        b' = beta + gamma (b - mean) / sqrt(var + epsilon)

      Writes a safetensors file that 'mobilenet run', 'detect', 'segment', 'verify', 'export' and \
      'bench' accept as --weights. A convolution's bias is named after its weight, with 'bias' for \
      'weight'; all other tensors keep their names. Then both forms run on the picture, node by node, and \
      the largest difference of each layer's result is printed.

        mobilenet fold mobilenet-v2 --weights Data/mobilenet_v2-b0353104.pth \\
          --output v2.safetensors

      With --channel LAYER:CHANNEL it shows the merging of one channel, number by number, and writes \
      no file. Layers are named as 'explain' and 'cost --by layer' name them; channels count from 0.

        mobilenet fold ssd-mobilenet-v1 --channel conv9:7
      """)

  @OptionGroup var options: ModelOptions

  @Option(
    name: .long, help: ArgumentHelp("A PNG, JPEG or WebP picture, or 'seeded'.", valueName: "file"),
    completion: .file())
  var image: String = "seeded"

  @OptionGroup var orientation: OrientationOptions

  @Option(
    name: [.long, .short],
    help: ArgumentHelp("The file. (default: NAME.safetensors)", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Show one channel's numbers, and write nothing.", valueName: "layer:channel"),
    transform: { try LayerChannel($0) })
  var channel: LayerChannel?

  @OptionGroup var overwriting: OverwriteOptions
  @OptionGroup var faults: FaultOptions
  @OptionGroup var format: OutputOptions

  func validate() throws {
    if channel == nil, format.format != .text {
      throw ValidationError("--format goes with --channel")
    }
    if channel != nil, output != nil || overwriting.force || faults.areAllowed {
      throw ValidationError(
        "--channel writes no file, so --output, --force and --allow-nonfinite do not go with it")
    }
    if channel != nil, image != "seeded" {
      throw ValidationError("--channel runs nothing, so --image does not go with it")
    }
  }

  func run() throws {
    if let channel { return try show(channel) }
    let inputs = options.files + [image]
    if let output { try overwriting.check(output, reading: inputs) }
    let model = try options.model(faults)
    let spec = model.graph.spec
    let path = output ?? "\(spec.name).safetensors"
    try overwriting.check(path, reading: inputs)
    try requireNorms(model)
    try RunLimit.require(model.graph, memory: Machine.memory)
    let network = try model.network()
    let folded = network.folded()
    let picture = try Picture.load(image, orientation, for: model.graph)
    let comparison = try FoldingComparison(
      network, folded, picture, threads: ThreadOptions.allCores)
    let tensors = folded.graph.parameterTensors(naming: spec.naming).map { tensor in
      let values = folded.weights[tensor.node, tensor.role] ?? []
      return (tensor.name, tensor.storedShape, tensor.stored(values))
    }
    try Files.write(SafetensorsWriter.file(tensors), to: path)
    let heading = heading(
      model, "weights \(model.source)   picture \(image)   written \(path)")
    Console.say(
      FoldingReport.table(comparison, of: model.graph, heading: heading)
        .rendered(as: .text, style: Console.style))
  }

  private func requireNorms(_ model: Model) throws {
    guard !model.isFolded else {
      throw Failure.file("'\(options.weights)' has no batch norms: they are already folded")
    }
    guard !model.graph.foldableNorms.isEmpty else {
      throw Failure.usage("'\(model.graph.spec.name)' has no batch norms to fold")
    }
  }

  private func heading(_ model: Model, _ line: String) -> [String] {
    let seeded =
      options.weightOptions.isSeeded ? ["Seeded weights (from a formula, not trained)."] : []
    return seeded + [NetworkSummary(model.graph).heading, line]
  }

  // MARK: One channel

  private func show(_ asked: LayerChannel) throws {
    let model = try options.model()
    try requireNorms(model)
    let layer = try node(named: asked.layer, in: model.graph)
    let channels = model.graph.nodes[layer].shape.channels
    guard asked.channel < channels else {
      throw Failure.usage(
        "'\(asked.layer)' has no channel \(asked.channel); its channels are 0 to \(channels - 1)")
    }
    let folding = try ChannelFolding(
      of: layer, channel: asked.channel, in: try model.network())
    let isForPrograms = format.format == .json || format.format == .csv
    format.say(
      ChannelFoldingReport.tables(
        folding, of: model.graph, heading: heading(model, "weights \(model.source)"),
        all: isForPrograms))
  }

  /// The layer of a name, whose norm can be folded. Throws what is possible.
  private func node(named name: String, in graph: Graph) throws -> Int {
    let folded = Set(graph.foldableNorms.values)
    let layers = graph.layers(named: name)
    let withNorm = layers.filter { folded.contains($0.nodes[0]) }
    if withNorm.count == 1 { return withNorm[0].nodes[0] }
    let names =
      (withNorm.isEmpty ? graph.layers().filter { folded.contains($0.nodes[0]) } : withNorm)
      .map { $0.name }
    let known = names.joined(separator: ", ")
    if withNorm.count > 1 {
      throw Failure.usage("'\(name)' has several layers with a batch norm: \(known)")
    }
    guard layers.isEmpty else {
      throw Failure.usage("'\(name)' has no batch norm to merge; layers that have are \(known)")
    }
    let hint = nearest(to: name, among: graph.layers().map { $0.name } + graph.rows.map { $0.name })
    throw Failure.usage(
      "'\(graph.spec.name)' has no layer '\(name)'; "
        + (hint.map { "did you mean '\($0)'?" } ?? "layers with a batch norm are \(known)"))
  }
}
