import ArgumentParser
import CairoRendering
import Figures

struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw", abstract: "The architecture, or its building block, as a figure.",
    discussion: """
      Blocks stand in the order of the table: wider ones have more channels, higher ones larger \
      maps; arcs are residual connections. --block shows the inside of the network's building \
      block: where it widens, filters depthwise, gates and narrows.

        mobilenet draw mobilenet-v3-large --output v3.pdf
        mobilenet draw mobilenet-v2 --block --output bottleneck.png
      """)

  @OptionGroup var network: NetworkOptions

  @Flag(name: .long, help: "The close-up of the building block.")
  var block = false

  @Option(
    name: [.long, .short],
    help: ArgumentHelp(
      "The file; its ending .svg, .pdf or .png says the type. (default: NAME.svg)",
      valueName: "file"), completion: .file())
  var output: String?

  func run() throws {
    let graph = try network.graph()
    let path = output ?? "\(graph.spec.name)\(block ? "-block" : "").svg"
    _ = try Figure.format(of: path)
    let metrics = try CairoTextMetrics()
    let scene =
      block
      ? BlockFigure.scene(graph: graph, measuring: metrics)
      : ArchitectureFigure.scene(graph: graph, measuring: metrics)
    try Figure.write(scene, to: path)
    Console.say(path)
  }
}
