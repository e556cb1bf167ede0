import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// A network as boxes in cabinet projection: as wide as the root of their channels, as high and deep as
/// the root of their maps; what depthwise layers make is cut into slices, for each channel is on its
/// own there.
public enum VolumeFigure {
  /// The figure of a network.
  public static func scene(
    graph: Graph, on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    let outline = VolumeOutline(graph)
    let total = graph.totalCost()
    let used = Set(outline.volumes.map { $0.category })
    var entries = FigureCategory.allCases.filter { used.contains($0) }
      .map { category in
        FigureKey.Entry(
          width: 24,
          swatch: VolumeLayout.swatch(category), text: category.legendText)
      }
    if outline.volumes.contains(where: { $0.hasSqueezeExcite }) {
      entries.append(
        FigureKey.Entry(
          width: 12, swatch: VolumeLayout.gateMark(at: Point(6, 0)),
          text: FigureCategory.squeezeExcite.legendText))
    }
    entries.append(FigureKey.Entry(width: 0, swatch: [], text: "lengths: √channels and √map size"))
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: FigureTitle.title(of: graph.spec), facts: graph.costFacts(total),
        source: FigureTitle.source(of: graph.spec.reference)),
      key: FigureKey(entries: entries))
    let width = canvas.width - 2 * canvas.margin
    let layout = VolumeLayout(outline, width: width, isSlide: canvas == .slide, measuring)
    return frame.scene(height: { _ in layout.height }, measuring: measuring) { room in
      let lift = max(0, (room.height - layout.height) / 2)
      return layout.primitives.map { $0.translated(x: room.minX, y: room.minY + lift) }
    }
  }
}

/// Where the boxes of a volume figure stand, from (0, 0) on.
struct VolumeLayout {
  private(set) var primitives: [Primitive] = []
  private(set) var height = 0.0

  private let width: Double
  private static let gap = 7.0
  private static let headRoom = 30.0
  private static let footRoom = 46.0

  /// The layout of boxes in some width: on one line if they are large enough there.
  init(
    _ outline: VolumeOutline, width: Double, isSlide: Bool, _ measuring: some TextMeasuring
  ) {
    self.width = width
    let counts = 1...max(1, min(isSlide ? 4 : 12, outline.volumes.count))
    let tries = counts.map { count in
      let lines = Self.lines(outline.volumes, count)
      var scale = min(lines.map { Self.scale(of: $0, width: width, measuring) }.min() ?? 1, 1.6)
      let rooms = Double(count) * (Self.headRoom + Self.footRoom)
      let boxes = lines.reduce(0) { $0 + Self.height(of: $1, scale) } - rooms
      if isSlide { scale = min(scale, scale * (510 - rooms) / boxes) }
      return (lines: lines, scale: scale)
    }
    // On a slide as large as its height allows; elsewhere the fewest lines that can be read.
    let best =
      isSlide ? tries.max { $0.scale < $1.scale } : tries.first { $0.scale > 0.62 }
    guard let chosen = best ?? tries.last else { return }
    for line in chosen.lines { add(line, scale: chosen.scale, measuring) }
  }

  /// The height of a line of boxes.
  private static func height(of line: [VolumeOutline.Volume], _ scale: Double) -> Double {
    headRoom + footRoom + (line.map { box($0, scale).bounds.height }.max() ?? 0)
  }

  /// The volumes on so many lines of about the same width.
  private static func lines(
    _ volumes: [VolumeOutline.Volume], _ count: Int
  ) -> [[VolumeOutline.Volume]] {
    let widths = volumes.map { box($0, 1).bounds.width + gap }
    let share = widths.reduce(0, +) / Double(count)
    var lines: [[VolumeOutline.Volume]] = [[]]
    var sum = 0.0
    for (volume, width) in zip(volumes, widths) {
      if sum + width / 2 > share * Double(lines.count), lines.count < count { lines.append([]) }
      lines[lines.count - 1].append(volume)
      sum += width
    }
    return lines
  }

  private static func scale(
    of line: [VolumeOutline.Volume], width: Double, _ measuring: some TextMeasuring
  ) -> Double {
    var (low, high) = (0.1, 4.0)
    for _ in 0..<24 {
      let middle = (low + high) / 2
      let need = line.reduce(0) { $0 + pitch($1, middle, measuring) }
      if need <= width { low = middle } else { high = middle }
    }
    return low
  }

  /// From the left edge of a box to that of the next.
  private static func pitch(
    _ volume: VolumeOutline.Volume, _ scale: Double, _ measuring: some TextMeasuring
  ) -> Double {
    // The row of a pair stands once below both.
    let row = measuring.width(volume.rowText, FigureStyle.small) / (volume.isPaired ? 2 : 1)
    let texts = max(measuring.width("\(volume.shape.channels)", FigureStyle.small), row)
    return max(box(volume, scale).bounds.width + gap, texts + 5)
  }

  private static func box(_ volume: VolumeOutline.Volume, _ scale: Double) -> Cuboid {
    let shape = volume.shape
    func side(_ length: Int) -> Double { max(13 * scale * Double(length).squareRoot(), 3) }
    return Cuboid(
      origin: .zero, width: max(1.5 * scale * Double(shape.channels).squareRoot(), 3),
      height: side(shape.height), depth: side(shape.width))
  }

  private mutating func add(
    _ line: [VolumeOutline.Volume], scale: Double, _ measuring: some TextMeasuring
  ) {
    let boxes = line.map { Self.box($0, scale) }
    let tallest = boxes.reduce(0) { max($0, $1.bounds.height) }
    let deepest = boxes.reduce(0) { max($0, -$1.back.y) }
    let axis = height + Self.headRoom + deepest + (tallest - deepest) / 2
    let low = boxes.reduce(axis) { max($0, axis + $1.height / 2) }
    let need = line.reduce(0) { $0 + Self.pitch($1, scale, measuring) }
    let slack = min(max(0, width - need) / Double(max(line.count, 1)), 26)
    var x = max(0, (width - need - slack * Double(line.count)) / 2)
    var stages: [(text: String, from: Double, to: Double)] = []
    var rows: [(text: String, from: Double, to: Double)] = []
    for (volume, box) in zip(line, boxes) {
      let pitch = Self.pitch(volume, scale, measuring) + slack
      var box = box
      box.origin = Point(
        x + (pitch - slack - Self.gap - box.bounds.width) / 2, axis - box.height / 2)
      primitives += Self.primitives(volume, box)
      let center = box.origin.x + box.width / 2
      primitives.append(
        .label(
          "\(volume.shape.channels)", at: Point(center, low + 14), TextStyle(size: 11.5)))
      if rows.last?.text == volume.rowText {
        rows[rows.count - 1].to = center
      } else {
        rows.append((volume.rowText, center, center))
      }
      let map = "\(volume.shape.height)×\(volume.shape.width)"
      if stages.last?.text == map {
        stages[stages.count - 1].to = x + pitch - Self.gap
      } else {
        stages.append((map, x, x + pitch - Self.gap))
      }
      x += pitch
    }
    for row in rows {
      // Half a label may reach beyond the first box.
      let half = measuring.width(row.text, FigureStyle.small) / 2
      let middle = min(max((row.from + row.to) / 2, half), max(width - half, half))
      primitives.append(.label(row.text, at: Point(middle, low + 31), FigureStyle.small))
    }
    let top = height + 14
    for stage in stages where measuring.width(stage.text, FigureStyle.small) < stage.to - stage.from
    {
      let middle = (stage.from + stage.to) / 2
      let half = measuring.width(stage.text, FigureStyle.small) / 2 + 5
      primitives.append(.label(stage.text, at: Point(middle, top), FigureStyle.small))
      for (from, to) in [(stage.from, middle - half), (middle + half, stage.to)] where to > from {
        primitives.append(
          .path(
            .line(from: Point(from, top), to: Point(to, top)),
            stroke: Stroke(.hairline, width: 1.2)))
      }
    }
    height = low + Self.footRoom
  }

  private static func primitives(_ volume: VolumeOutline.Volume, _ box: Cuboid) -> [Primitive] {
    guard volume.isDepthwise else { return box.primitives(volume.category.palette) }
    // As many slices as there is room for.
    let count = max(2, min(volume.shape.channels, Int(box.width / 4.5)))
    let pitch = box.width / Double(count)
    var marks: [Primitive] = []
    for slice in 0..<count {
      marks += Cuboid(
        origin: box.origin.translated(x: Double(slice) * pitch), width: pitch * 0.62,
        height: box.height, depth: box.depth
      ).primitives(volume.category.palette, lineWidth: 0.7)
    }
    if volume.hasSqueezeExcite {
      marks += gateMark(
        at: Point(box.origin.x + box.width / 2, box.origin.y + box.height + 1))
    }
    return marks
  }

  /// The sign of a squeeze-and-excitation gate.
  static func gateMark(at center: Point) -> [Primitive] {
    let palette = FigureCategory.squeezeExcite.palette
    return [
      .path(
        .circle(center: center, radius: 4), fill: palette.fill,
        stroke: Stroke(palette.stroke, width: 1.4))
    ]
  }

  static func swatch(_ category: FigureCategory) -> [Primitive] {
    let box = Cuboid(origin: Point(0, -6), width: 14, height: 14, depth: 16)
    guard category == .depthwise else { return box.primitives(category.palette) }
    return (0..<3).flatMap { slice in
      Cuboid(origin: Point(Double(slice) * 6, -6), width: 3.6, height: 14, depth: 14)
        .primitives(category.palette, lineWidth: 0.7)
    }
  }
}
