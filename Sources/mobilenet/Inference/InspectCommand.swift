import ArgumentParser
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import Reporting

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Do depthwise kernels die? Their ranges and norms.",
    discussion: """
      For every depthwise layer: how many kernels are nearly zero, the least, the median and the \
      largest of the kernels' largest magnitudes with the batch norm folded, and norms whose gamma or \
      variance is nearly zero; then a histogram of all kernels. With --image, also how many channels \
      never change over the pictures. Without --weights, the weights come from a formula.

        mobilenet inspect mobilenet-v2 --weights Data/mobilenet_v2-b0353104.pth
        mobilenet inspect mobilenet-v2 --weights Data/mobilenet_v2-b0353104.pth \\
          --image Data/coffee.png --image Data/chelsea.png
      """)

  @OptionGroup var options: ModelOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A PNG, JPEG or WebP picture, or 'seeded'; several times for several.", valueName: "file"),
    completion: .file())
  var image: [String] = []

  @OptionGroup var orientation: OrientationOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    // Before its weights are read, if the network is known by then.
    if let name = options.name {
      try requireDepthwise(
        options.tables.library().graph(namedOrIn: name, at: options.scaling.multipliers))
    }
    let model = try options.model()
    let graph = model.graph
    try requireDepthwise(graph)
    try RunLimit.require(graph, memory: Machine.memory)
    let pictures = try image.map { try Picture.load($0, orientation, for: graph) }
    let inspection = try DepthwiseInspection(
      model.network(), pictures, kernels: engine.table(), threads: threads.count)
    let isSeeded = options.weightOptions.isSeeded && graph.spec.imported == nil
    var heading: [String] = []
    if isSeeded {
      heading.append("Seeded weights (from a formula, not trained): the numbers mean nothing.")
    }
    heading += [
      NetworkSummary(graph).heading,
      "weights \(model.source)" + Self.list(of: image),
    ]
    output.say(
      InspectionReport(
        inspection, of: graph, weights: options.weights, images: image, isSeeded: isSeeded
      ).tables(heading: heading))
  }

  /// The pictures, behind the weights.
  static func list(of images: [String]) -> String {
    images.isEmpty
      ? "" : "   \(images.count == 1 ? "picture" : "pictures") " + images.joined(separator: ", ")
  }

  private func requireDepthwise(_ graph: Graph) throws {
    guard graph.nodes.contains(where: { $0.operation.layer?.isDepthwise == true }) else {
      throw Failure.usage("'\(graph.spec.name)' has no depthwise layers to inspect")
    }
  }
}
