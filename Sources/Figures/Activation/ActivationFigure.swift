import Architecture
import Drawing
import Kernels

/// The nonlinearities of the papers and their derivatives, soft originals beside the hard curves
/// that stand in for them (MobileNetV3, section 5.2).
public enum ActivationFigure {
  /// Curves of one kind: a column of the figure.
  struct Family {
    var heading: String
    var members: [Activation]
    /// The values that the functions take.
    var values: Interval
    /// The values that the derivatives take.
    var slopes: Interval
  }

  /// The columns from left to right, with everything that belongs to them.
  static let families = [
    Family(
      heading: "rectified linear units", members: [.relu, .relu6, .leakyRelu],
      values: Interval(-1, 8), slopes: Interval(-0.6, 1.6)),
    Family(
      heading: "gates", members: [.sigmoid, .hardSigmoid, .hardSigmoidFifth],
      values: Interval(-0.1, 1.1), slopes: Interval(-0.05, 0.3)),
    Family(
      heading: "gated units", members: [.swish, .hardSwish, .gelu], values: Interval(-1, 8),
      slopes: Interval(-0.6, 1.6)),
  ]

  /// What is shown if nothing is chosen: what the networks of the papers use, beside its originals.
  public static let usual: [Activation] = [
    .relu, .relu6, .sigmoid, .hardSigmoid, .swish, .hardSwish,
  ]

  /// The values on the horizontal axes.
  static let domain = Interval(-8, 8)

  /// The figure of some activations, of the usual ones if none is named: a column a family, functions
  /// above derivatives above differences.
  public static func scene(
    _ chosen: [Activation] = [], on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    let families = families(of: chosen.isEmpty ? usual : chosen)
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "Activations, their derivatives and their differences", facts: [],
        source: "arXiv 1905.02244, section 5.2"),
      notes: verdicts(families))
    let columns = canvas == .column ? 1 : families.count
    let height = 460.0
    return frame.scene(
      height: { _ in canvas == .column ? height * Double(families.count) : height },
      measuring: measuring
    ) { room in
      let gap = 26.0
      let rows = (families.count + columns - 1) / columns
      let width = (room.width + gap) / Double(columns) - gap
      let lift = canvas == .slide ? 24.0 : 0
      return families.enumerated().flatMap { index, family in
        column(
          family,
          in: Rect(
            x: room.minX + Double(index % columns) * (width + gap),
            y: room.minY + Double(index / columns) * room.height / Double(rows) - lift,
            width: width, height: room.height / Double(rows) - (rows > 1 ? gap : 0) + lift),
          measuring)
      }
    }
  }

  /// The families of some activations, with those members only.
  static func families(of chosen: [Activation]) -> [Family] {
    families.compactMap { family in
      var family = family
      family.members.removeAll { !chosen.contains($0) }
      return family.members.isEmpty ? nil : family
    }
  }

  /// How far each hard curve is from the soft one that it stands for.
  private static func verdicts(_ families: [Family]) -> [String] {
    families.compactMap { family in
      guard let first = family.members.first, isSoft(first) else { return nil }
      let sentences = family.members.dropFirst().map { other in
        let farthest = difference(other, first).points.max { abs($0.y) < abs($1.y) } ?? .zero
        let place = FigureNumber.trimmed(abs(farthest.x))
        return
          "\(other.rawValue) is at most \(FigureNumber.fixed(abs(farthest.y), decimals: 3)) from \(first.rawValue), at x = ±\(place)"
      }
      return sentences.isEmpty ? nil : sentences.joined(separator: "; ") + "."
    }
  }

  /// Heading, legend, functions, derivatives, and differences if there are several.
  private static func column(
    _ family: Family, in frame: Rect, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let heading = TextStyle(size: 17, weight: .bold)
    let gap = 12.0
    let keys = family.members.map { activation in
      Legend.Entry(
        .line(CurvePanel.Curve(series: curve(activation), width: width(of: activation)).stroke),
        label: activation.rawValue)
    }
    let legend = Legend(keys, style: TextStyle(size: 14)).layout(
      width: frame.width, measuring: measuring)
    let legendTop = frame.minY + measuring.height(heading) + 6
    let plotTop = legendTop + legend.size.height + 10
    let plots = panels(family)
    let room = frame.maxY - plotTop - gap * Double(plots.count - 1)
    var y = plotTop
    var areas = plots.map { plot in
      let height = room * plot.share
      defer { y += height + gap }
      return plot.panel.axes.plotArea(
        in: Rect(x: frame.minX, y: y, width: frame.width, height: height), measuring: measuring)
    }
    // The same x is at the same place above and below.
    let left = areas.reduce(frame.minX) { max($0, $1.minX) }
    let right = areas.reduce(frame.maxX) { min($0, $1.maxX) }
    for index in areas.indices {
      areas[index].x = left
      areas[index].width = right - left
    }
    let middle = (left + right) / 2
    var marks: [Primitive] = [
      .label(family.heading, at: Point(middle, frame.minY), heading, baseline: .top)
    ]
    marks += legend.primitives.map {
      $0.translated(x: middle - legend.size.width / 2, y: legendTop)
    }
    for (plot, area) in zip(plots, areas) {
      marks += plot.panel.primitives(around: area, measuring: measuring)
    }
    return marks
  }

  /// The panels of a column, each with its share of the height.
  private static func panels(_ family: Family) -> [(panel: CurvePanel, share: Double)] {
    let members = family.members
    let functions = members.map { CurvePanel.Curve(series: curve($0), width: width(of: $0)) }
    let slopes = members.map { CurvePanel.Curve(series: slope($0), width: width(of: $0)) }
    let differences = members.dropFirst().map { other in
      CurvePanel.Curve(series: difference(other, members[0]), width: 2.5)
    }
    let titles = members.count == 2 ? "\(members[1].rawValue) − \(members[0].rawValue)" : "Δf(x)"
    guard !differences.isEmpty else {
      return [
        (CurvePanel(axes: axes("f(x)", family.values), curves: functions), 0.55),
        (CurvePanel(axes: axes("f′(x)", family.slopes, isLast: true), curves: slopes), 0.45),
      ]
    }
    let values = differences.flatMap { $0.series.points.map { $0.y } }
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    let spread = Interval(min(least * 1.3, -0.03), max(most * 1.3, 0.03))
    return [
      (CurvePanel(axes: axes("f(x)", family.values), curves: functions), 0.38),
      (CurvePanel(axes: axes("f′(x)", family.slopes), curves: slopes), 0.3),
      (
        CurvePanel(
          axes: axes(titles.count > 20 ? "Δf(x)" : titles, spread, isLast: true),
          curves: differences), 0.32
      ),
    ]
  }

  private static func axes(_ title: String, _ values: Interval, isLast: Bool = false) -> Axes {
    var style = PlotStyle()
    style.title = TextStyle(size: 13)
    style.label = TextStyle(size: 12, color: .mutedInk)
    return Axes(
      horizontal: Axis(title: isLast ? "x" : "", domain: domain, tickLimit: 9),
      vertical: Axis(title: title, domain: values, tickLimit: 5), style: style)
  }

  /// One function less another.
  static func difference(_ first: Activation, _ second: Activation) -> Series {
    series(
      first,
      points: samples().map { Point($0, first.value($0) - second.value($0)) })
  }

  /// The function as one line: kinks bend it, nothing breaks it.
  static func curve(_ activation: Activation) -> Series {
    series(activation, points: samples().map { Point($0, activation.value($0)) })
  }

  /// The derivative: a line that ends where the derivative jumps and goes on from its new value.
  static func slope(_ activation: Activation) -> Series {
    let ends = [domain.start] + activation.kinks + [domain.end]
    var points: [Point] = []
    for (start, end) in zip(ends, ends.dropFirst()) {
      // Just inside its ends a stretch has the limits that it approaches there.
      let inset = 1e-9
      let inner = [start + inset] + samples().filter { $0 > start && $0 < end } + [end - inset]
      if !points.isEmpty { points.append(Point(start, .nan)) }
      points += inner.map { Point($0, activation.derivative($0)) }
    }
    return series(activation, points: points)
  }

  /// Places from end to end in steps of a sixteenth, so that every kink is among them.
  private static func samples() -> [Double] {
    let count = Int((domain.end - domain.start) * 16)
    return (0...count).map { domain.start + Double($0) / 16 }
  }

  private static func series(_ activation: Activation, points: [Point]) -> Series {
    Series(
      name: activation.rawValue, color: color(of: activation),
      dash: isSoft(activation) ? [8, 5] : [], points: points)
  }

  /// A soft original and its hard form share a color.
  private static func color(of activation: Activation) -> Color {
    switch activation {
    case .relu: Palette.skyBlue.stroke
    case .relu6: Palette.blue.stroke
    case .leakyRelu: Palette.yellow.stroke
    case .sigmoid, .hardSigmoid: Palette.purple.stroke
    case .hardSigmoidFifth: Palette.vermilion.stroke
    case .swish, .hardSwish: Palette.green.stroke
    case .gelu: Palette.orange.stroke
    }
  }

  /// ReLU, which ReLU6 covers up to 6, shows at both sides of it.
  private static func width(of activation: Activation) -> Double {
    switch activation {
    case .relu: 7
    case .relu6, .leakyRelu, .sigmoid, .hardSigmoid, .hardSigmoidFifth, .swish, .hardSwish, .gelu:
      2.75
    }
  }

  private static func isSoft(_ activation: Activation) -> Bool {
    switch activation {
    case .sigmoid, .swish, .gelu: true
    case .relu, .relu6, .leakyRelu, .hardSigmoid, .hardSigmoidFifth, .hardSwish: false
    }
  }
}
