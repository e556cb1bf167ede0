import Architecture
import Drawing
import NetworkGraph

/// Published accuracy against multiply-accumulates: a bubble for each network, as large as its
/// parameters.
public enum AccuracyFigure {
  /// One bubble.
  package struct Entry: Sendable {
    /// What stands beside the bubble.
    package var name: String
    /// Entries of one family are of one color.
    package var family: String
    package var macs: Double
    package var parameters: Double
    /// Top-1 in percent.
    package var percent: Double

    package init(
      name: String, family: String, macs: Double, parameters: Double, percent: Double
    ) {
      (self.name, self.family) = (name, family)
      (self.macs, self.parameters, self.percent) = (macs, parameters, percent)
    }
  }

  /// The colors of families, in the order in which they come.
  private static let palettes: [Palette] = [
    .orange, .skyBlue, .green, .purple, .blue, .vermilion, .yellow,
  ]

  /// The figure of some networks with published accuracies.
  package static func scene(
    _ entries: [Entry], sources: [String], canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) -> Scene {
    var families: [String] = []
    for entry in entries where !families.contains(entry.family) { families.append(entry.family) }
    // Colors that come twice would say nothing: families beyond the last color are gray.
    var palettes: [String: Palette] = [:]
    for (index, family) in families.enumerated() {
      palettes[family] = index < Self.palettes.count ? Self.palettes[index] : .gray
    }
    let shown = families.filter { palettes[$0] != .gray }
    let key = (shown + (shown.count < families.count ? ["others"] : [])).map { family in
      FigureKey.Entry(
        width: 14, swatch: bubble(at: Point(7, 0), radius: 7, palettes[family] ?? .gray),
        text: family)
    }
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "Published accuracy on ImageNet against cost",
        facts: [
          "top-1 in percent", "multiply-accumulates by this program's tables",
          "area of a bubble: parameters",
        ], source: ""),
      notes: ["Accuracies: " + sources.joined(separator: ", ") + "."],
      key: FigureKey(entries: key))
    return frame.scene(height: { $0 * (canvas == .column ? 1.1 : 0.7) }, measuring: measuring) {
      room in plot(entries, palettes, in: room, canvas, measuring)
    }
  }

  private static func plot(
    _ entries: [Entry], _ palettes: [String: Palette], in room: Rect, _ canvas: FigureCanvas,
    _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let (macs, percents) = (entries.map { $0.macs }, entries.map { $0.percent })
    let axes = Axes(
      horizontal: .logarithmic(
        "multiply-accumulates", over: (macs.min() ?? 1) / 1.3...(macs.max() ?? 1) * 1.5),
      vertical: Axis(
        title: "top-1 (%)",
        domain: Interval((percents.min() ?? 0) - 2, (percents.max() ?? 100) + 2)))
    let area = axes.plotArea(in: room, measuring: measuring)
    let largest = entries.reduce(1) { max($0, $1.parameters) }
    let greatest = canvas == .slide ? 22.0 : 14.0
    let bubbles = entries.map { entry in
      let center = axes.position(of: Point(logarithm(entry.macs), entry.percent), in: area)
      return (entry, center, max((entry.parameters / largest).squareRoot() * greatest, 2.5))
    }.sorted { ($1.2, $0.0.name) < ($0.2, $1.0.name) }
    var marks = axes.primitives(around: area, measuring: measuring)
    marks += bubbles.flatMap { bubble(at: $0.1, radius: $0.2, palettes[$0.0.family] ?? .gray) }
    var taken = bubbles.map { bubble in
      Rect(
        x: bubble.1.x - bubble.2, y: bubble.1.y - bubble.2, width: 2 * bubble.2,
        height: 2 * bubble.2
      ).inset(by: 1)
    }
    // Most accurate first: those are looked for.
    for (entry, center, radius) in bubbles.sorted(by: { $0.0.percent > $1.0.percent }) {
      let style = FigureStyle.small
      let places: [(Point, TextLabel.Anchor)] = [
        (center.translated(x: radius + 3), .start), (center.translated(x: -radius - 3), .end),
        (center.translated(y: -radius - 8), .middle), (center.translated(y: radius + 8), .middle),
      ]
      for (point, anchor) in places {
        let label = Primitive.label(entry.name, at: point, style, anchor: anchor)
        guard let bounds = label.bounds(measuring: measuring), area.contains(bounds),
          !taken.contains(where: { $0.intersects(bounds) })
        else { continue }
        taken.append(bounds)
        marks.append(label)
        break
      }
    }
    return marks
  }

  private static func bubble(at center: Point, radius: Double, _ palette: Palette) -> [Primitive] {
    [
      .path(
        .circle(center: center, radius: radius), fill: palette.fill.with(opacity: 0.75),
        stroke: Stroke(palette.stroke, width: 1))
    ]
  }
}

extension AccuracyFigure.Entry {
  /// How a network is called beside its bubble: its dialect, width and resolution where they are not the
  /// table's own.
  package static func name(of request: NetworkRequest, _ graph: Graph) -> String {
    var (parts, isScaled): ([String], Bool) = ([], false)
    if let mark = request.name.firstIndex(of: "@") { parts.append(String(request.name[mark...])) }
    if let width = request.width, width != graph.spec.nominalWidth {
      parts.append("α \(FigureNumber.trimmed(width))")
      isScaled = true
    }
    if let resolution = request.resolution, resolution != graph.spec.input.resolution {
      parts.append("\(resolution.shorter)")
      isScaled = true
    }
    // The color says of which family a scaled network is.
    return ((isScaled ? [] : [graph.spec.title]) + parts).joined(separator: " ")
  }
}
