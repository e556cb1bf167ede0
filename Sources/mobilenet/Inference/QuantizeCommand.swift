import ArgumentParser
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import ONNXExport
import Reporting
import WeightFiles

struct QuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize", abstract: "Round weights and activations, and see what is lost.",
    discussion: """
      Simulates integers by floating-point numbers that lie on their levels. Batch norms are folded \
      first. Weights are rounded symmetrically, with a step for each tensor or for each filter; \
      activations asymmetrically, between the least and the largest value on the given pictures. For \
      every layer: the signal-to-noise ratio of its result and the ranges of its filters; for the \
      network: the classes before and after. Layers are shown at the first number of bits.

      --equalize scales channels across layers first (arXiv 1906.04721): every ReLU6 becomes a ReLU, \
      and it is said what that alone changes. Without --weights, nothing here means anything.

      --output FILE writes the network with integers of 8 bits: as safetensors, which 'run', 'detect', \
      'segment', 'bench' and 'verify' take as --weights, or as FILE.onnx with QuantizeLinear and \
      DequantizeLinear. The levels are those of the pictures' ranges, with a step for each filter. The mean \
      error of each filter is taken off its bias (section 4.2 there), unless --no-bias-correction is given. \
      What integers change in the answers on the pictures is printed.

        mobilenet quantize mobilenet-v2 --weights Data/mobilenet_v2-b0353104.pth \\
          --image Data/coffee.png --image Data/chelsea.png --bits 8,6,4 --equalize
      """)

  @OptionGroup var options: ModelOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A PNG, JPEG or WebP picture, or 'seeded'; several times for several.", valueName: "file"),
    completion: .file())
  var image: [String] = []

  @OptionGroup var orientation: OrientationOptions

  @Option(
    name: .long,
    help: ArgumentHelp("Bits of weights and activations, from 2 to 16.", valueName: "list"),
    transform: { try BitList($0) })
  var bits = BitList.usual

  @Option(name: .long, help: "Which weights share a step. (default: both, compared)")
  var per: WeightGranularity?

  @Option(name: .long, help: "Round nothing else. (default: both)")
  var only: QuantizationStudy.Part?

  @Flag(name: .long, help: "Equalize the weights across layers, too.")
  var equalize = false

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp("Write the network in integers to this file.", valueName: "file"),
    completion: .file())
  var path: String?

  @Flag(
    name: .customLong("no-bias-correction"),
    help: "With --output: leave the mean errors of rounded weights in.")
  var keepsBiases = false

  @OptionGroup var overwriting: OverwriteOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard only != .activations || per == nil else {
      throw ValidationError("--per goes with weights, so not with --only activations")
    }
    guard !image.isEmpty else {
      throw ValidationError("give a picture to calibrate with: --image FILE, or --image seeded")
    }
    guard path != nil || !keepsBiases else {
      throw ValidationError("--no-bias-correction goes with --output")
    }
  }

  func run() throws {
    if let path { try overwriting.check(path, reading: options.files + image) }
    let model = try options.model()
    guard model.quantized == nil else {
      throw Failure.file("'\(options.weights)' is quantized already")
    }
    try RunLimit.require(model.graph, memory: Machine.memory)
    let pictures = try image.map { try Picture.load($0, orientation, for: model.graph) }
    let network = try model.network().folded()
    let trial = try QuantizationTrial(
      network, pictures, bits: bits.numbers,
      // Activations have one step a tensor anyway.
      granularities: only == .activations ? [.tensor] : per.map { [$0] } ?? [.tensor, .channel],
      only: only, equalizing: equalize, kernels: engine.table(), threads: threads.count)
    let isSeeded = options.weightOptions.isSeeded && model.graph.spec.imported == nil
    var heading: [String] = []
    if isSeeded {
      heading.append("Seeded weights (from a formula, not trained): the numbers mean nothing.")
    }
    heading += [
      NetworkSummary(model.graph).heading,
      "weights \(model.source)" + InspectCommand.list(of: image),
    ]
    output.say(
      QuantizationReport(
        trial, images: image, weights: options.weights,
        labels: try options.tables.classNames.names(of: model.graph), isSeeded: isSeeded
      ).tables(heading: heading))
    if let path { try write(model, pictures, to: path) }
  }

  /// Writes the network in integers, and says what they change.
  private func write(_ model: Model, _ pictures: [Tensor<Float>], to path: String) throws {
    let (kernels, naming) = (try engine.table(), model.graph.spec.naming)
    let quantized = try model.quantizedNetwork(
      on: pictures, equalizing: equalize, correcting: !keepsBiases, kernels: kernels,
      threads: threads.count)
    let comparison = try IntegerComparison(
      quantized, try model.network(), pictures, kernels: kernels, threads: threads.count)
    let bytes =
      path.hasSuffix(".onnx")
      ? try ONNXExport.model(of: quantized, naming: naming)
      : try SafetensorsWriter.file(quantized.tensors(naming: naming))
    try Files.write(bytes, to: path)
    // Tables for programs stay alone on standard output.
    let text = "\(path): \(bytes.count) bytes, \(comparison.words)"
    if output.format == .text { Console.say(text) } else { Console.complain(text) }
  }
}

extension WeightGranularity: ExpressibleByArgument {}

extension QuantizationStudy.Part: ExpressibleByArgument {}
