import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// A network as a flat figure: its blocks from left to right, as wide as the square root of their
/// channels, as high as the square root of their maps' height, in the colors of what they are;
/// over each the entries of the table and its part of the costs.
public enum ArchitectureFigure {
  /// The figure, 1280 x 720 points if the network finds room there and larger if not.
  public static func scene(graph: Graph, measuring: some TextMeasuring) -> Scene {
    let layout = ArchitectureLayout(graph, measuring: measuring)
    let key = ArchitectureKey(layout.outline, unit: layout.plan.unit)
    var scene = Scene(size: layout.canvas)
    scene.add(contentsOf: title(graph, on: layout.canvas, measuring))
    scene.add(contentsOf: layout.primitives())
    scene.add(contentsOf: key.primitives(on: layout.canvas, measuring: measuring))
    return scene
  }

  /// What the network is, how it is scaled, and what it costs.
  private static func title(
    _ graph: Graph, on canvas: Size, _ measuring: some TextMeasuring
  ) -> [Primitive] {
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
      source: FigureTitle.source(of: spec.reference)
    ).primitives(width: canvas.width, measuring: measuring)
  }
}
