import Architecture
import Drawing
import NetworkGraph

extension BlockFigure {
  /// The layers of a block alone, without title and legend, in so many points of width: for a page that
  /// says the rest itself. A block of many lanes may be wider. Nothing is drawn if there is no such block.
  package static func panel(
    graph: Graph, block: Int, width: Double, measuring: some TextMeasuring
  ) -> Scene {
    guard graph.blocks.indices.contains(block), graph.blocks[block].kind != .input else {
      return Scene(size: Size(width, 1))
    }
    let outline = BlockOutline([block], of: graph)
    // Beside wide blocks there is no room for what their layers are.
    var style = BlockStyle(
      layers: outline.layers.count, height: 0, leastPitch: BlockStyle.leastCompact)
    var frame = Rect(x: 0, y: 8, width: width, height: style.height)
    let lack = BlockLayout.lack(of: outline, style, in: frame, measuring: measuring)
    let isNarrow = width < 420 || lack > 60
    var below = 40.0
    if isNarrow {
      style = BlockStyle(layers: outline.layers.count, height: 0, leastPitch: 46)
      frame.height = style.height
      below = BlockLayout.tableHeight(of: outline, style, measuring: measuring)
    } else {
      frame.width += lack
    }
    let layout = BlockLayout(
      outline, style, in: frame, table: isNarrow ? .below : .compact, measuring: measuring)
    var scene = Scene(size: Size(frame.width, frame.maxY + below))
    scene.add(contentsOf: layout.primitives(measuring: measuring))
    return scene
  }
}
