import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// Blocks beside each other, in one scale: what one has and the other has not, and what that costs.
public enum BlockComparisonFigure {
  /// A block, or some that follow each other.
  public struct Panel: Sendable {
    var heading: String
    var facts: String
    var outline: BlockOutline

    /// Some blocks of a network under a heading.
    init(_ heading: String, _ blocks: Set<Int>, of graph: Graph) {
      self.heading = heading
      outline = BlockOutline(blocks, of: graph)
      let cost = outline.layers.reduce(Cost()) { $0 + $1.cost }
      facts =
        "\(FigureTitle.title(of: graph.spec)): \(FigureNumber.short(cost.macs)) MACs, \(FigureNumber.short(cost.parameters.total)) parameters"
    }
  }

  /// The figure of some panels.
  static func scene(
    title: FigureTitle, panels: [Panel], notes: [String], on canvas: FigureCanvas,
    measuring: some TextMeasuring
  ) -> Scene {
    let columns = canvas == .slide ? panels.count : 1
    let hasShortcut = panels.contains { $0.outline.layers.contains { $0.isShortcut } }
    let categories = Set(panels.flatMap { $0.outline.layers.map { $0.category } })
    let symbols = Set(panels.flatMap { $0.outline.layers.compactMap { $0.symbol } })
    let frame = FigureFrame(
      canvas: canvas, title: title, notes: notes,
      key: FigureKey(
        entries: BlockFigure.entries(categories, symbols, hasShortcut: hasShortcut)))
    let place: BlockLayout.TablePlace = canvas == .column ? .below : .compact
    let heights = panels.map { panel -> Double in
      let layers = panel.outline.layers.count
      let style = BlockStyle(layers: layers, height: 0, leastPitch: Self.leastPitch(place))
      let table =
        place == .below
        ? BlockLayout.tableHeight(of: panel.outline, style, measuring: measuring) : footRoom
      return style.height + headRoom + table
    }
    let least = columns == 1 ? heights.reduce(0, +) : heights.max() ?? 0
    return frame.scene(height: { _ in least }, measuring: measuring) { room in
      let scale = room.height / max(least, 1)
      var y = room.minY
      let cells = heights.indices.map { index in
        let gap = 26.0
        let width = (room.width - gap * Double(columns - 1)) / Double(columns)
        let height = columns == 1 ? heights[index] * scale : room.height
        defer { if columns == 1 { y += height } }
        return Rect(
          x: room.minX + Double(index % columns) * (width + gap), y: y, width: width,
          height: height)
      }
      return primitives(panels, cells, place, measuring)
    }
  }

  private static let headRoom = 62.0
  private static let footRoom = 56.0

  private static func leastPitch(_ place: BlockLayout.TablePlace) -> Double {
    place == .compact ? BlockStyle.leastCompact : 46
  }

  private static func primitives(
    _ panels: [Panel], _ cells: [Rect], _ place: BlockLayout.TablePlace,
    _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let frames = zip(panels, cells).map { panel, cell in
      let layers = panel.outline.layers.count
      let most = place == .below ? 0 : cell.height - headRoom - footRoom
      let style = BlockStyle(layers: layers, height: most, leastPitch: leastPitch(place))
      return (
        style,
        Rect(x: cell.minX, y: cell.minY + headRoom, width: cell.width, height: style.height)
      )
    }
    func layouts(_ greatestUnit: Double) -> [BlockLayout] {
      zip(panels, frames).map { panel, frame in
        BlockLayout(
          panel.outline, frame.0, in: frame.1, table: place, greatestUnit: greatestUnit,
          measuring: measuring)
      }
    }
    let unit = layouts(.infinity).map { $0.unit }.min() ?? 1
    return zip(panels, layouts(unit)).flatMap { panel, layout -> [Primitive] in
      let (left, top) = (layout.frame.minX, layout.frame.minY - headRoom)
      let facts = measuring.lines(panel.facts, FigureStyle.heading, width: layout.frame.width)
      let heading = Primitive.label(
        panel.heading, at: Point(left, top + 10), TextStyle(size: 16, weight: .bold),
        anchor: .start)
      return [heading]
        + facts.enumerated().map { line, text in
          .label(
            text, at: Point(left, top + 30 + Double(line) * 17), FigureStyle.heading,
            anchor: .start)
        } + layout.primitives(measuring: measuring)
    }
  }
}

extension BlockComparisonFigure {
  /// The residual block of one network, wide at its ends, beside the inverted residual of another,
  /// narrow at its ends (MobileNetV2, figure 3); nothing if either has none with a shortcut.
  public static func residuals(
    _ residual: Graph, _ inverted: Graph, on canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) -> Scene? {
    guard let first = residual.plainShortcutBlock(), let second = inverted.plainShortcutBlock()
    else { return nil }
    return scene(
      title: FigureTitle(
        title: "Residual and inverted residual",
        facts: ["where the shortcut is: between wide maps, or between narrow ones"],
        source: "arXiv 1801.04381, Figure 3"),
      panels: [
        Panel("residual: wide, narrow, wide", [first], of: residual),
        Panel("inverted residual: narrow, wide, narrow", [second], of: inverted),
      ],
      notes: [
        "The inverted one keeps the narrow maps for its shortcut, which takes less memory, and filters the wide ones by a depthwise convolution, which costs little there. Its last layer is linear: ReLU would lose much of a narrow map."
      ], on: canvas, measuring: measuring)
  }

  /// A row's first repeat, which strides and has no shortcut, beside its second, which has one; nothing
  /// if the row has no such pair.
  public static func strides(
    graph: Graph, row: Int, on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene? {
    let own = graph.blocks.indices.filter { graph.blocks[$0].row == row }
    let strided = own.first { !graph.hasShortcut($0) && graph.stride(ofBlock: $0).area > 1 }
    let plain = own.first { graph.hasShortcut($0) && graph.stride(ofBlock: $0) == 1 }
    guard let strided, let plain else { return nil }
    let place = graph.rows[row].number.map { "Table row \($0)" } ?? graph.rows[row].name
    let title = FigureTitle.title(of: graph.spec)
    return scene(
      title: FigureTitle(
        title: "\(place) of \(title), with and without stride",
        facts: ["the shortcut needs an input and an output of the same shape"],
        source: FigureTitle.source(of: graph.spec.reference)),
      panels: [
        Panel(
          "\(graph.blocks[strided].name): stride \(graph.stride(ofBlock: strided).figureText), no shortcut",
          [strided], of: graph),
        Panel("\(graph.blocks[plain].name): stride 1, shortcut", [plain], of: graph),
      ], notes: [], on: canvas, measuring: measuring)
  }

  /// The ends of two networks, from after their last inverted residual on: MobileNetV3's last stage
  /// before and after its redesign (MobileNetV3, figure 5); nothing if there is no inverted residual.
  public static func lastStages(
    before: Graph, after: Graph, on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene? {
    let (old, new) = (before.lastStage(), after.lastStage())
    guard !old.isEmpty, !new.isEmpty else { return nil }
    let (whole, less) = (before.totalCost(), after.totalCost())
    let macs = whole.macs - less.macs
    let parameters = whole.parameters.total - less.parameters.total
    return scene(
      title: FigureTitle(
        title: "The last stage, redesigned",
        facts: [
          "saves \(FigureNumber.short(macs)) MACs, \(FigureNumber.percent(macs, of: whole.macs)) % of the network’s",
          parameters >= 0
            ? "\(FigureNumber.short(parameters)) parameters fewer"
            : "\(FigureNumber.short(-parameters)) parameters more",
        ], source: "arXiv 1905.02244, Figure 5"),
      panels: [
        Panel("before", old, of: before), Panel("after", new, of: after),
      ],
      notes: [
        "Pooling moves before the widening 1×1 convolution, which then sees one place instead of a whole map. The paper’s phone saved 7 ms, 11 % of its time."
      ], on: canvas, measuring: measuring)
  }
}

extension Graph {
  /// Whether a block adds its input to its output.
  func hasShortcut(_ block: Int) -> Bool {
    nodes.contains { node in
      node.origin.block == block && node.operation == .add
        && node.inputs.contains { nodes[$0].origin.block != block }
    }
  }

  /// The first block with three convolutions or more whose shortcut is its input as it is.
  func plainShortcutBlock() -> Int? {
    blocks.indices.first { block in
      let convolutions = nodes.count {
        guard case .convolution = $0.operation else { return false }
        return $0.origin.block == block
      }
      return convolutions >= 3 && hasShortcut(block)
    }
  }

  /// The blocks after the last inverted residual.
  func lastStage() -> Set<Int> {
    guard let last = blocks.lastIndex(where: { $0.kind == .invertedResidual }) else { return [] }
    return Set(blocks.indices.filter { $0 > last })
  }
}
