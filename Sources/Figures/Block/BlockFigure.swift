import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// One block of a network from near: its layers from top to bottom as the papers draw them, as wide
/// as the square root of their channels, with the shapes between them and their costs beside them.
public enum BlockFigure {
  /// The block that shows best what the network is built of, on 1280 x 720 points, or on a larger
  /// canvas if it has very many layers or branches.
  public static func scene(graph: Graph, measuring: some TextMeasuring) -> Scene {
    guard let block = graph.characteristicBlock() else {
      return Scene(size: FigureStyle.slide)
    }
    return scene(graph: graph, block: block, measuring: measuring)
  }

  /// A block by its index in the graph; the characteristic one if there is none of that index or it
  /// is the picture.
  public static func scene(
    graph: Graph, block: Int, measuring: some TextMeasuring
  ) -> Scene {
    guard graph.blocks.indices.contains(block), graph.blocks[block].kind != .input
    else {
      return scene(graph: graph, measuring: measuring)
    }
    let outline = BlockOutline(block, of: graph)
    let key = key(outline).layout(
      width: FigureStyle.slide.width - 2 * FigureStyle.margin, measuring: measuring)
    let top = 116.0
    let below = 40 + 16 + key.size.height + FigureStyle.bottomMargin
    let style = BlockStyle(
      layers: outline.layers.count, height: FigureStyle.slide.height - top - below)
    var size = Size(
      FigureStyle.slide.width, max(FigureStyle.slide.height, top + style.height + below))
    var frame = Rect(
      x: FigureStyle.margin, y: top + (size.height - top - below - style.height) / 2,
      width: size.width - 2 * FigureStyle.margin, height: style.height)
    let lack = BlockLayout.lack(of: outline, style, in: frame, measuring: measuring)
    size.width += lack
    frame.width += lack
    let layout = BlockLayout(outline, style, in: frame, measuring: measuring)
    var scene = Scene(size: size)
    scene.add(contentsOf: title(graph, outline).primitives(width: size.width, measuring: measuring))
    scene.add(contentsOf: layout.primitives(measuring: measuring))
    scene.add(
      contentsOf: key.primitives.map {
        $0.translated(
          x: FigureStyle.margin, y: size.height - FigureStyle.bottomMargin - key.size.height)
      })
    return scene
  }

  /// Which block of which row it is.
  private static func title(_ graph: Graph, _ outline: BlockOutline) -> FigureTitle {
    let spec = graph.spec
    let block = graph.blocks[outline.block]
    let stop = ArchitectureOutline.Stop(outline.block, of: graph, cost: Cost())
    let row = graph.rows[block.row]
    let category = graph.category(ofBlock: outline.block).legendText
    let cost = outline.layers.reduce(Cost()) { $0 + $1.cost }
    let total = graph.totalCost()
    let rows = stop.rowLabel.contains("–") ? "Table rows" : "Table row"
    let place = row.number == nil ? row.name : "\(rows) \(stop.rowLabel)"
    var facts = row.number == nil ? [] : [block.name]
    facts.append(
      category + (stop.hasSqueezeExcite ? " with squeeze-and-excitation" : ""))
    for (name, share) in [
      (
        "parameters", FigureNumber.percent(cost.parameters.total, of: total.parameters.total)
      ),
      ("MACs", FigureNumber.percent(cost.macs, of: total.macs)),
    ] {
      if !share.isEmpty { facts.append("\(share) % of the network’s \(name)") }
    }
    if let width = graph.printedWidth { facts.append("width multiplier \(width)") }
    return FigureTitle(
      title: "\(place) of \(FigureTitle.title(of: spec))", facts: facts,
      source: FigureTitle.source(of: spec.reference))
  }

  private static func key(_ outline: BlockOutline) -> FigureKey {
    let categories = Set(outline.layers.map { $0.category })
    let symbols = Set(outline.layers.compactMap { $0.symbol })
    var entries = FigureCategory.allCases
      .filter { $0 != .weightless && categories.contains($0) }.map { FigureKey.Entry($0) }
    entries += GlyphSymbol.allCases.filter { symbols.contains($0) }.map { symbol in
      FigureKey.Entry(
        width: 18, swatch: symbol.primitives(at: Point(9, 0), radius: 8), text: symbol.legendText)
    }
    if outline.layers.contains(where: { $0.isShortcut }) {
      entries.append(
        FigureKey.Entry(
          .line(from: Point(0, 0), to: Point(28, 0)), FigureStyle.residual,
          text: "residual connection"))
    }
    entries.append(FigureKey.Entry(width: 0, swatch: [], text: "widths: √channels"))
    return FigureKey(entries: entries)
  }
}
