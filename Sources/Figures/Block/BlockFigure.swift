import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// One block of a network from near: its layers from top to bottom as the papers draw them, as wide
/// as the square root of their channels, with the shapes between them and their costs beside them.
public enum BlockFigure {
  /// The block that shows best what the network is built of, on 1280 x 720 points, or on a larger
  /// canvas if it has very many layers or branches.
  public static func scene(
    graph: Graph, on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    guard let block = graph.characteristicBlock() else {
      return Scene(size: FigureStyle.slide)
    }
    return scene(graph: graph, block: block, on: canvas, measuring: measuring)
  }

  /// A block by its index in the graph; the characteristic one if there is none of that index or it
  /// is the picture.
  public static func scene(
    graph: Graph, block: Int, on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    guard graph.blocks.indices.contains(block), graph.blocks[block].kind != .input
    else {
      return scene(graph: graph, on: canvas, measuring: measuring)
    }
    let outline = BlockOutline([block], of: graph)
    guard canvas == .slide else {
      return BlockComparisonFigure.scene(
        title: title(graph, block, outline),
        panels: [BlockComparisonFigure.Panel(graph.blocks[block].name, [block], of: graph)],
        notes: [], on: canvas, measuring: measuring)
    }
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
    scene.add(
      contentsOf: title(graph, block, outline).primitives(width: size.width, measuring: measuring))
    scene.add(contentsOf: layout.primitives(measuring: measuring))
    scene.add(
      contentsOf: key.primitives.map {
        $0.translated(
          x: FigureStyle.margin, y: size.height - FigureStyle.bottomMargin - key.size.height)
      })
    return scene
  }

  /// Which block of which row it is.
  private static func title(
    _ graph: Graph, _ index: Int, _ outline: BlockOutline
  ) -> FigureTitle {
    let spec = graph.spec
    let block = graph.blocks[index]
    let stop = ArchitectureOutline.Stop(index, of: graph, cost: Cost())
    let row = graph.rows[block.row]
    let category = graph.category(ofBlock: index).legendText
    let cost = outline.layers.reduce(Cost()) { $0 + $1.cost }
    let total = graph.totalCost()
    let rows = stop.rowLabel.contains("–") ? "Table rows" : "Table row"
    let place = row.number == nil ? row.name : "\(rows) \(stop.rowLabel)"
    var facts = row.number == nil ? [] : [block.name]
    facts.append(
      category + (stop.hasSqueezeExcite ? " with \(graph.gateName(ofBlock: index))" : ""))
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
    FigureKey(
      entries: entries(
        Set(outline.layers.map { $0.category }), Set(outline.layers.compactMap { $0.symbol }),
        hasShortcut: outline.layers.contains { $0.isShortcut }))
  }

  /// The legend of some categories and symbols.
  static func entries(
    _ categories: Set<FigureCategory>, _ symbols: Set<GlyphSymbol>, hasShortcut: Bool
  ) -> [FigureKey.Entry] {
    var entries = FigureCategory.allCases
      .filter { $0 != .weightless && categories.contains($0) }.map { FigureKey.Entry($0) }
    entries += GlyphSymbol.allCases.filter { symbols.contains($0) }.map { symbol in
      FigureKey.Entry(
        width: 18, swatch: symbol.primitives(at: Point(9, 0), radius: 8), text: symbol.legendText)
    }
    if hasShortcut {
      entries.append(
        FigureKey.Entry(
          .line(from: Point(0, 0), to: Point(28, 0)), FigureStyle.residual,
          text: "residual connection"))
    }
    return entries + [FigureKey.Entry(width: 0, swatch: [], text: "widths: √channels")]
  }
}

extension Graph {
  /// What the gate of a block is called.
  fileprivate func gateName(ofBlock block: Int) -> String {
    let isChannelwise = nodes.contains { node in
      guard node.origin.block == block, case .channelConvolution = node.operation else {
        return false
      }
      return node.origin.role.isInGate
    }
    return isChannelwise ? "efficient channel attention" : "squeeze-and-excitation"
  }
}
