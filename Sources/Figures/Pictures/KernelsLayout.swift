import Architecture
import Drawing

/// Layers below each other, in as many columns as they need, each with its kernels in a line; a few layers
/// fill the figure with several lines each.
struct KernelsLayout {
  var content: KernelsFigure.Content
  var canvas: FigureCanvas
  var theme: Theme

  private static let caption = TextStyle(size: 10.5, color: .mutedInk)
  private static let leastPitch = 30.0
  private static let (gap, columnGap, captionHeight) = (3.0, 30.0, 14.0)
  private static let (headingHeight, layerGap) = (24.0, 14.0)
  private static let rowsInColumn = 17

  private var columns: Int {
    canvas == .slide
      ? (content.layers.count + Self.rowsInColumn - 1) / Self.rowsInColumn : 1
  }
  private var rows: Int { (content.layers.count + columns - 1) / max(columns, 1) }
  /// Whether the layers are so few that each has several lines of kernels.
  private var isRoomy: Bool { content.layers.count <= 4 }
  /// Kernels of each layer that are then drawn, at most.
  private var most: Int { [96, 96, 60, 39, 30][min(content.layers.count, 4)] }

  /// Whether there is room for magnitudes at the right of each line.
  private var hasRanges: Bool { canvas != .column && columns < 3 }

  /// What is said of the magnitudes.
  var rangesNote: String {
    isRoomy
      ? ", which stands below it"
      : hasRanges ? "; those of the layer's first and last stand at the right" : ""
  }

  func leastHeight(width: Double) -> Double {
    guard isRoomy else { return Double(rows) * (canvas == .slide ? Self.leastPitch : 34) }
    // Tiles of 40 points at least.
    let inLine = max((width / 48).rounded(.down), 1)
    return content.layers.reduce(0) { sum, layer in
      sum + Self.headingHeight + Self.layerGap
        + (Double(min(layer.kernels.count, most)) / inLine).rounded(.up) * 62
    }
  }

  func primitives(in frame: Rect, measuring: some TextMeasuring) -> [Primitive] {
    if isRoomy {
      let pitch = (frame.height + Self.layerGap) / Double(max(content.layers.count, 1))
      return content.layers.enumerated().flatMap { index, layer in
        mosaic(
          layer,
          in: Rect(
            x: frame.minX, y: frame.minY + Double(index) * pitch, width: frame.width,
            height: pitch - Self.layerGap), measuring)
      }
    }
    let width =
      (frame.width + Self.columnGap) / Double(max(columns, 1)) - Self.columnGap
    let pitch = min(frame.height / Double(max(rows, 1)), 56)
    return content.layers.enumerated().flatMap { index, layer in
      let room = Rect(
        x: frame.minX + Double(index / rows) * (width + Self.columnGap),
        y: frame.minY + Double(index % rows) * pitch, width: width, height: pitch)
      return line(layer, in: room, isEven: (index % rows).isMultiple(of: 2), measuring)
    }
  }

  // MARK: One of many layers

  private func line(
    _ layer: KernelsFigure.Layer, in room: Rect, isEven: Bool, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let labelWidth = canvas == .column ? 142.0 : 178.0
    var marks: [Primitive] = []
    if isEven { marks.append(.path(.rectangle(room), fill: FigureStyle.band)) }
    let left = room.minX + 6
    let name = measuring.cut(layer.name, FigureStyle.strong, width: labelWidth - 14)
    let facts = measuring.cut(
      texts(layer).joined(separator: " · "), FigureStyle.small, width: labelWidth - 14)
    marks += [
      .label(name, at: Point(left, room.midY - 7.5), FigureStyle.strong, anchor: .start),
      .label(facts, at: Point(left, room.midY + 7.5), FigureStyle.small, anchor: .start),
    ]
    let rangeWidth = hasRanges ? 92.0 : 0
    if hasRanges, let first = layer.kernels.first, let last = layer.kernels.last {
      let range = "\(magnitude(first)) to \(magnitude(last))"
      marks.append(
        .label(
          measuring.cut(range, FigureStyle.small, width: rangeWidth - 8),
          at: Point(room.maxX - 6, room.midY), FigureStyle.small, anchor: .end))
    }
    let tile = room.height - 5
    let width = room.width - labelWidth - rangeWidth - 6
    let count = max(1, Int((width + Self.gap) / (tile + Self.gap)))
    for (index, kernel) in layer.spread(count).enumerated() {
      let box = Rect(
        x: room.minX + labelWidth + Double(index) * (tile + Self.gap), y: room.minY + 2.5,
        width: tile, height: tile)
      marks += picture(kernel, layer, in: box)
    }
    return marks
  }

  private func texts(_ layer: KernelsFigure.Layer) -> [String] {
    let (dead, all) = (content.nearlyZero(layer), FigureNumber.grouped(layer.kernels.count))
    return [
      "\(layer.window.height)×\(layer.window.width)",
      dead > 0 ? "\(FigureNumber.grouped(dead)) of \(all) dead" : "\(all) kernels",
    ]
  }

  private func magnitude(_ kernel: KernelsFigure.Kernel) -> String {
    content.isNearlyZero(kernel) ? "0" : FigureNumber.brief(Double(kernel.magnitude))
  }

  // MARK: One of few layers

  private func mosaic(
    _ layer: KernelsFigure.Layer, in frame: Rect, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let shown = layer.spread(most)
    let heading =
      ([layer.name] + texts(layer) + ["\(shown.count) shown"]).joined(separator: "  ·  ")
    let grid = TileGrid(
      count: shown.count, aspect: Double(layer.window.height) / Double(layer.window.width),
      caption: Self.captionHeight, gap: 8,
      in: Rect(
        x: frame.minX, y: frame.minY + Self.headingHeight, width: frame.width,
        height: frame.height - Self.headingHeight))
    var marks: [Primitive] = [
      .label(
        measuring.cut(heading, FigureStyle.strong, width: frame.width), at: frame.origin,
        FigureStyle.strong, anchor: .start, baseline: .top)
    ]
    for (index, kernel) in shown.enumerated() {
      let box = grid.rect(index)
      marks += picture(kernel, layer, in: box)
      let text = magnitude(kernel)
      if measuring.width(text, Self.caption) <= box.width {
        marks.append(
          .label(text, at: Point(box.midX, box.maxY + 2), Self.caption, baseline: .top))
      }
    }
    return marks
  }

  private func picture(
    _ kernel: KernelsFigure.Kernel, _ layer: KernelsFigure.Layer, in box: Rect
  ) -> [Primitive] {
    guard !content.isNearlyZero(kernel) else { return KernelsFigure.cross(box) }
    let raster = Raster.mosaic(
      kernel.weights, width: layer.window.width, height: layer.window.height,
      -kernel.magnitude...kernel.magnitude, .diverging, theme)
    return (raster.map { [.image($0, in: box)] } ?? [])
      + [.path(.rectangle(box), stroke: Stroke(.mutedInk, width: 0.5))]
  }
}
