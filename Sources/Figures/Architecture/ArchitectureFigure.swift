import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// A network as a flat figure: its blocks from left to right, as wide as the square root of their
/// channels, as high as the square root of their maps' height, in the colors of what they are;
/// over each the entries of the table and its part of the costs.
public enum ArchitectureFigure {
  /// The figure, 1280 x 720 points if the network finds room there and larger if not.
  public static func scene(
    graph: Graph, on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    guard canvas == .slide else { return narrow(graph, canvas, measuring) }
    let layout = ArchitectureLayout(graph, measuring: measuring)
    let key = ArchitectureKey(layout.outline, unit: layout.plan.unit)
    var scene = Scene(size: layout.canvas)
    scene.add(
      contentsOf: title(graph).primitives(width: layout.canvas.width, measuring: measuring))
    scene.add(contentsOf: layout.primitives())
    scene.add(contentsOf: key.primitives(on: layout.canvas, measuring: measuring))
    return scene
  }

  /// The figure where there is no room for cards: heads are listed below.
  private static func narrow(
    _ graph: Graph, _ canvas: FigureCanvas, _ measuring: some TextMeasuring
  ) -> Scene {
    var outline = ArchitectureOutline(graph)
    let cost = graph.totalCost()
    let strip = ArchitectureStrip(outline, total: cost.macs, parameters: cost.parameters.total)
    let heads = outline.heads
    outline.heads = []
    let layout = ArchitectureLayout(
      outline, strip, width: canvas.width - 2 * canvas.margin, measuring: measuring)
    let list = HeadList(heads, strip)
    let key = ArchitectureKey(outline, unit: layout.plan.unit).key
    let frame = FigureFrame(
      canvas: canvas, title: title(graph),
      key: FigureKey(
        entries: key.entries + list.entries
          + [FigureKey.Entry(width: 0, swatch: [], text: "glyph width: √channels, height: √size")]))
    return frame.scene(
      height: { layout.bottom + list.height(width: $0, measuring) + 8 }, measuring: measuring
    ) { room in
      let marks =
        layout.primitives() + list.marks(on: layout)
        + list.primitives(width: room.width, measuring).map { $0.translated(y: layout.bottom) }
      return marks.map { $0.translated(x: room.minX, y: room.minY + 8) }
    }
  }

  /// What the network is, how it is scaled, and what it costs.
  private static func title(_ graph: Graph) -> FigureTitle {
    let cost = graph.totalCost()
    let spec = graph.spec
    var facts = [
      "\(FigureNumber.short(cost.parameters.total)) parameters",
      "\(FigureNumber.short(cost.macs)) multiply-accumulates (MACs)",
      "input \(graph.input.spaced)",
    ]
    if let width = graph.printedWidth { facts.append("width multiplier \(width)") }
    if let classes = graph.classes {
      facts.append("\(FigureNumber.grouped(classes)) classes")
    }
    return FigureTitle(
      title: FigureTitle.title(of: spec), facts: facts,
      source: FigureTitle.source(of: spec.reference))
  }
}
