import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

extension ArchitectureFigure {
  /// Where a block stands in a figure: its glyph with the entries over it.
  package struct Place: Hashable, Sendable {
    /// Index into the graph's blocks.
    package var block: Int
    /// The column from its heading to below its glyph, in points of the scene.
    package var area: Rect
    /// The glyph.
    package var glyph: Rect
  }

  /// The figure alone, without title and legend, laid out in so many points of width, with the places of
  /// its blocks: for a page that has a title and a legend of its own and answers to pointing.
  package static func strip(
    graph: Graph, width: Double, measuring: some TextMeasuring
  ) -> (scene: Scene, places: [Place]) {
    var outline = ArchitectureOutline(graph)
    let cost = graph.totalCost()
    let strip = ArchitectureStrip(outline, total: cost.macs, parameters: cost.parameters.total)
    let heads = outline.heads
    outline.heads = []
    let margin = 4.0
    let layout = ArchitectureLayout(
      outline, strip, width: max(width, 200) - 2 * margin, measuring: measuring)
    let list = HeadList(heads, strip)
    let room = layout.canvas.width
    var scene = Scene(
      size: Size(room + 2 * margin, layout.bottom + list.height(width: room, measuring) + 16))
    let marks =
      layout.primitives() + list.marks(on: layout)
      + list.primitives(width: room, measuring).map { $0.translated(y: layout.bottom) }
    scene.add(contentsOf: marks.map { $0.translated(x: margin, y: 8) })
    let places = layout.glyphs.map { glyph in
      let line = layout.lines[glyph.line]
      let slot = layout.plan.slots[glyph.stop] ?? Interval(glyph.box.minX, glyph.box.maxX)
      return Place(
        block: outline.stops[glyph.stop].block,
        area: Rect(
          x: slot.start + margin, y: line.top + 4, width: slot.end - slot.start,
          height: line.laneBottom - line.top + 14),
        glyph: Rect(
          x: glyph.box.x + margin, y: glyph.box.y + 8, width: glyph.box.width,
          height: glyph.box.height))
    }
    return (scene, places)
  }

  /// What the colors of the figure stand for, as its legend names it, for each kind of row and of layer
  /// by the name that reports print.
  package static let colors: [(kind: String, title: String, palette: Palette)] =
    BlockKind.allCases.map { kind in
      let category = FigureCategory(kind)
      return (kind.rawValue, category.legendText, category.palette)
    }
    + OperationKind.allCases.map { kind in
      let category = FigureCategory(kind)
      return (kind.rawValue, category.legendText, category.palette)
    }
}
