import ArgumentParser
import Inference
import Models
import NetworkGraph
import Reporting
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

  @OptionGroup var overwriting: OverwriteOptions
  @OptionGroup var faults: FaultOptions

  func run() throws {
    let inputs = options.files + [image]
    if let output { try overwriting.check(output, reading: inputs) }
    let model = try options.model(faults)
    let spec = model.graph.spec
    let path = output ?? "\(spec.name).safetensors"
    try overwriting.check(path, reading: inputs)
    guard !model.isFolded else {
      throw Failure.file("'\(options.weights)' has no batch norms: they are already folded")
    }
    guard !model.graph.foldableNorms.isEmpty else {
      throw Failure.usage("'\(spec.name)' has no batch norms to fold")
    }
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
    var heading: [String] = []
    if options.weightOptions.isSeeded {
      heading.append("Seeded weights (from a formula, not trained).")
    }
    heading += [
      NetworkSummary(model.graph).heading,
      "weights \(model.source)   picture \(image)   written \(path)",
    ]
    Console.say(
      FoldingReport.table(comparison, of: model.graph, heading: heading)
        .rendered(as: .text, style: Console.style))
  }
}
