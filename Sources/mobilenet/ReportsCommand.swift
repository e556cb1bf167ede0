import ArgumentParser
import CairoRendering
import CostAnalysis
import Figures
import NetworkGraph
import Reporting

struct ReportsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reports", abstract: "Write the cost tables and figures of all architectures.",
    discussion: """
      Markdown tables and SVG figures of every architecture, the same bytes each time. SVG depends on the versions of Cairo and the font, which --versions prints.
      """)

  @Option(name: [.long, .short], help: ArgumentHelp("The folder.", valueName: "dir"))
  var output: String = "Reports"

  @Flag(name: .long, help: "Print the versions that figures depend on, and write nothing.")
  var versions = false

  @OptionGroup var tables: TableOptions

  func run() throws {
    if versions { return Console.say(CairoRenderer.versionDescription) }
    try Files.makeFolder(output)
    let metrics = try CairoTextMetrics()
    try Figure.write(
      ActivationFigure.scene(measuring: metrics), to: output + "/activations.svg")
    try Files.write(
      Array((CairoRenderer.versionDescription + "\n").utf8), to: output + "/figures.versions.txt")
    let library = try tables.library()
    for name in library.architectureNames {
      let graph = try ShapedGraph(expanding: try library.architecture(named: name))
      try Files.write(Array(markdown(graph).utf8), to: output + "/\(name).md")
      try Figure.write(
        ArchitectureFigure.scene(graph: graph, measuring: metrics), to: output + "/\(name).svg")
      try Figure.write(
        BlockFigure.scene(graph: graph, measuring: metrics), to: output + "/\(name)-block.svg")
    }
    Console.say(output)
  }

  private func markdown(_ graph: ShapedGraph) -> String {
    let spec = graph.graph.spec
    let tables = [
      ("The table", ShowReport.table(graph)),
      ("Cost by part", CostReport(graph, by: .part).table()),
      ("What its maps see", ReachReport(graph, cells: 4).table()),
      ("Cost by row", CostReport(graph, by: .row).table()),
      ("Cost by block", CostReport(graph, by: .block).table()),
      ("Cost by layer", CostReport(graph, by: .layer).table()),
      ("Standard against separable", SeparableReport.table(graph)),
    ]
    let sections = tables.map { "## \($0)\n\n" + $1.rendered(as: .markdown) }
    let figures = "![\(spec.title)](\(spec.name).svg)\n\n![Its block](\(spec.name)-block.svg)\n"
    return (["# \(spec.title)\n", figures] + sections).joined(separator: "\n")
  }
}
