import ArgumentParser
import CairoRendering
import Figures

struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw", abstract: "Draw the architecture or its building block.",
    discussion: """
      Wider blocks have more channels, taller ones larger maps; arcs are residual connections. --block \
      shows the layers inside the network's building block.

        mobilenet draw mobilenet-v3-large --output v3.pdf
        mobilenet draw mobilenet-v2 --block --output bottleneck.png
      """)

  @OptionGroup var network: NetworkOptions

  @Flag(name: .long, help: "Draw the building block instead.")
  var block = false

  @Option(
    name: [.long, .short],
    help: ArgumentHelp(
      "The file; .svg, .pdf or .png gives the format. (default: NAME.svg)",
      valueName: "file"), completion: .file())
  var output: String?

  @OptionGroup var overwriting: OverwriteOptions

  func run() throws {
    let graph = try network.graph()
    let path = output ?? "\(graph.spec.name)\(block ? "-block" : "").svg"
    try overwriting.check(path, reading: network.tables.files)
    _ = try Figure.format(of: path)
    let metrics = try CairoTextMetrics()
    let scene =
      block
      ? BlockFigure.scene(graph: graph, measuring: metrics)
      : ArchitectureFigure.scene(graph: graph, measuring: metrics)
    try Figure.write(scene, to: path)
    Console.say(path: path)
  }
}
