import Architecture
import Drawing

/// What squeeze-and-excitation multiplies channels by on a picture: a panel for each gate, a bar for each
/// channel.
package enum GatesFigure {
  /// How the bars of a panel stand.
  package enum Order: String, CaseIterable, Sendable {
    /// The largest first.
    case value
    /// As the channels do.
    case channel
  }

  /// One gate.
  package struct Gate: Sendable {
    /// The name of its block.
    package var name: String
    /// A factor for each channel, from 0 to 1.
    package var factors: [Float]

    /// A gate from its parts.
    package init(name: String, factors: [Float]) { (self.name, self.factors) = (name, factors) }
  }

  /// What is drawn.
  package struct Content: Sendable {
    /// The gates, from the picture on.
    package var gates: [Gate]
    /// Below the first a gate is nearly closed, above the second nearly open.
    package var limits: (closed: Float, open: Float)
    /// The picture's name.
    package var picture: String
    /// What they say together.
    package var verdict: String

    /// A content from its parts.
    package init(
      gates: [Gate], limits: (closed: Float, open: Float), picture: String, verdict: String
    ) {
      (self.gates, self.limits) = (gates, limits)
      (self.picture, self.verdict) = (picture, verdict)
    }
  }

  /// The most gates of a figure.
  package static let mostGates = 30

  /// The figure on a canvas.
  package static func scene(
    _ spec: ArchitectureSpec, _ content: Content, order: Order = .value,
    on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    let count = content.gates.count
    let columns = columns(count, canvas)
    let rows = (count + columns - 1) / max(columns, 1)
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "\(FigureTitle.title(of: spec)): gates of a picture",
        facts: FigureTitle.modelName(of: spec) + [
          content.picture, count == 1 ? "one gate" : "\(count) gates",
          order == .value ? "channels from the most open one on" : "channels in their order",
        ],
        source: FigureTitle.source(of: spec.reference)),
      notes: [content.verdict],
      key: FigureKey(entries: key(content)))
    let gap = Size(30, 14)
    return frame.scene(
      height: { _ in Double(rows) * (count == 1 ? 240 : canvas == .slide ? 84 : 118) },
      measuring: measuring
    ) { room in
      let size = Size(
        (room.width + gap.width) / Double(max(columns, 1)) - gap.width,
        (room.height + gap.height) / Double(max(rows, 1)) - gap.height)
      return content.gates.enumerated().flatMap { index, gate in
        let origin = Point(
          room.minX + Double(index % columns) * (size.width + gap.width),
          room.minY + Double(index / columns) * (size.height + gap.height))
        return GatePanel(gate: gate, limits: content.limits, order: order)
          .primitives(in: Rect(origin: origin, size: size), measuring: measuring)
      }
    }
  }

  private static func columns(_ count: Int, _ canvas: FigureCanvas) -> Int {
    let most =
      switch canvas {
      case .slide: count > 12 ? 5 : count > 4 ? 3 : 2
      case .page: 2
      case .column: 1
      }
    return max(1, min(most, count))
  }

  private static func key(_ content: Content) -> [FigureKey.Entry] {
    let percent = { (share: Float) in FigureNumber.trimmed(Double(share)) }
    return [
      FigureKey.Entry(
        FigureCategory.squeezeExcite.palette, text: "factor of a channel"),
      FigureKey.Entry(
        width: 26,
        swatch: [.path(.line(from: Point(0, 0), to: Point(26, 0)), stroke: GatePanel.limit)],
        text:
          "nearly closed below \(percent(content.limits.closed)), nearly open above \(percent(content.limits.open))"
      ),
    ]
  }
}

/// The bars of one gate, with the shares of channels that hardly pass and that pass as they are.
struct GatePanel {
  var gate: GatesFigure.Gate
  var limits: (closed: Float, open: Float)
  var order: GatesFigure.Order

  static let limit = Stroke(.mutedInk, width: 0.8, dash: [4, 3])
  private static let tick = TextStyle(size: 10.5, color: .mutedInk)
  private static let (headingHeight, footHeight, axisWidth) = (20.0, 18.0, 24.0)

  func primitives(in frame: Rect, measuring: some TextMeasuring) -> [Primitive] {
    let area = Rect(
      x: frame.minX + Self.axisWidth, y: frame.minY + Self.headingHeight,
      width: frame.width - Self.axisWidth,
      height: frame.height - Self.headingHeight - Self.footHeight)
    return heading(over: area, measuring) + axis(area) + bars(area)
      + shares(below: area, measuring)
  }

  private func heading(over area: Rect, _ measuring: some TextMeasuring) -> [Primitive] {
    let facts = "\(FigureNumber.grouped(gate.factors.count)) channels"
    let name = measuring.cut(
      gate.name, FigureStyle.strong,
      width: area.width - measuring.width(facts, FigureStyle.small) - 12)
    let y = area.minY - Self.headingHeight
    return [
      .label(
        name, at: Point(area.minX, y), FigureStyle.strong, anchor: .start, baseline: .top),
      .label(
        facts, at: Point(area.maxX, y + 1.5), FigureStyle.small, anchor: .end, baseline: .top),
    ]
  }

  private func axis(_ area: Rect) -> [Primitive] {
    let lines = [0.0, 0.5, 1].flatMap { value -> [Primitive] in
      let y = place(value, area)
      return [
        .path(
          .line(from: Point(area.minX, y), to: Point(area.maxX, y)),
          stroke: Stroke(.hairline, width: 0.8)),
        .label(
          FigureNumber.trimmed(value), at: Point(area.minX - 4, y), Self.tick, anchor: .end),
      ]
    }
    return lines
  }

  private func place(_ value: Double, _ area: Rect) -> Double {
    area.maxY - min(max(value, 0), 1) * area.height
  }

  /// The bars as one area, for there may be a thousand of them.
  private func bars(_ area: Rect) -> [Primitive] {
    let factors = order == .value ? gate.factors.sorted(by: >) : gate.factors
    let width = area.width / Double(max(factors.count, 1))
    // Few bars have gaps between them.
    let gap = width > 5 ? 1.0 : 0
    var elements: [Path.Element] = []
    if gap > 0 {
      elements = factors.enumerated().flatMap { index, factor in
        Path.rectangle(
          Rect(
            x: area.minX + Double(index) * width, y: place(Double(factor), area),
            width: width - gap, height: area.maxY - place(Double(factor), area))
        ).elements
      }
    } else {
      var points = [Point(area.minX, area.maxY)]
      for (index, factor) in factors.enumerated() {
        let y = place(Double(factor), area)
        points += [
          Point(area.minX + Double(index) * width, y),
          Point(area.minX + Double(index + 1) * width, y),
        ]
      }
      points.append(Point(area.maxX, area.maxY))
      elements = Path.polygon(points).elements
    }
    let palette = FigureCategory.squeezeExcite.palette
    let limits = [limits.closed, limits.open].map { limit -> Primitive in
      let y = place(Double(limit), area)
      return .path(.line(from: Point(area.minX, y), to: Point(area.maxX, y)), stroke: Self.limit)
    }
    return [
      .path(
        Path(elements), fill: palette.fill,
        stroke: Stroke(palette.stroke, width: gap > 0 ? 0.6 : 0.8, join: .round)),
      .path(
        .line(from: Point(area.minX, area.maxY), to: Point(area.maxX, area.maxY)),
        stroke: Stroke(.ink, width: 1)),
    ] + limits
  }

  private func shares(below area: Rect, _ measuring: some TextMeasuring) -> [Primitive] {
    let count = gate.factors.count
    func share(_ part: Int) -> String {
      let text = FigureNumber.percent(part, of: count)
      return (text.isEmpty ? "0" : text) + " %"
    }
    let open = "\(share(gate.factors.count { $0 > limits.open })) open"
    let closed = "\(share(gate.factors.count { $0 < limits.closed })) closed"
    let mean = gate.factors.reduce(0.0) { $0 + Double($1) } / Double(max(count, 1))
    let middle = "mean \(FigureNumber.fixed(mean, decimals: 2))"
    let y = area.maxY + 3
    var marks: [Primitive] = [
      .label(
        order == .value ? open : closed, at: Point(area.minX, y), FigureStyle.small,
        anchor: .start, baseline: .top),
      .label(
        order == .value ? closed : open, at: Point(area.maxX, y), FigureStyle.small, anchor: .end,
        baseline: .top),
    ]
    let widths = [open, closed, middle].map { measuring.width($0, FigureStyle.small) }
    if 2 * max(widths[0], widths[1]) + widths[2] + 16 < area.width {
      marks.append(
        .label(middle, at: Point(area.midX, y), FigureStyle.small, baseline: .top))
    }
    return marks
  }
}
