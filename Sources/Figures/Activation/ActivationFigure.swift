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

  /// The columns from left to right.
  static let families = [
    Family(
      heading: "rectified linear units", members: [.relu, .relu6], values: Interval(-1, 8),
      slopes: Interval(-0.6, 1.6)),
    Family(
      heading: "gates", members: [.sigmoid, .hardSigmoid], values: Interval(-0.1, 1.1),
      slopes: Interval(-0.05, 0.3)),
    Family(
      heading: "gated units", members: [.swish, .hardSwish], values: Interval(-1, 8),
      slopes: Interval(-0.6, 1.6)),
  ]

  /// The values on the horizontal axes.
  static let domain = Interval(-8, 8)

  /// The figure on a canvas of 1280 x 720 points: a column a family, functions above derivatives.
  public static func scene(measuring: some TextMeasuring) -> Scene {
    let (slide, margin, gap) = (FigureStyle.slide, FigureStyle.margin, 30.0)
    let titleRoom = measuring.height(FigureStyle.title) + 14
    let width = (slide.width - 2 * margin + gap) / Double(families.count) - gap
    var scene = Scene(size: slide)
    scene.add(
      .label(
        "Activations and their derivatives", at: Point(margin, margin - 6), FigureStyle.title,
        anchor: .start, baseline: .top))
    for (index, family) in families.enumerated() {
      let frame = Rect(
        x: margin + Double(index) * (width + gap), y: margin + titleRoom, width: width,
        height: slide.height - 2 * margin - titleRoom)
      scene.add(contentsOf: column(family, in: frame, measuring))
    }
    return scene
  }

  /// Heading, legend, functions, derivatives.
  private static func column(
    _ family: Family, in frame: Rect, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let heading = TextStyle(size: 18, weight: .bold)
    let gap = 18.0
    let keys = family.members.map { activation in
      Legend.Entry(
        .line(CurvePanel.Curve(series: curve(activation), width: width(of: activation)).stroke),
        label: activation.rawValue)
    }
    let legend = Legend(keys, style: TextStyle(size: 15)).layout(
      width: frame.width, measuring: measuring)
    let legendTop = frame.minY + measuring.height(heading) + 8
    let plotTop = legendTop + legend.size.height + 14
    let height = (frame.maxY - plotTop - gap) / 2
    let functions = CurvePanel(
      axes: axes("f(x)", family.values, isLast: false),
      curves: family.members.map { .init(series: curve($0), width: width(of: $0)) })
    let derivatives = CurvePanel(
      axes: axes("f′(x)", family.slopes, isLast: true),
      curves: family.members.map { .init(series: slope($0), width: width(of: $0)) })
    let plots = [functions, derivatives]
    var areas = plots.indices.map { index in
      plots[index].axes.plotArea(
        in: Rect(
          x: frame.minX, y: plotTop + Double(index) * (height + gap), width: frame.width,
          height: height), measuring: measuring)
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
      marks += plot.primitives(around: area, measuring: measuring)
    }
    return marks
  }

  private static func axes(_ title: String, _ values: Interval, isLast: Bool) -> Axes {
    var style = PlotStyle()
    style.title = TextStyle(size: 15)
    style.label = TextStyle(size: 13.5, color: .mutedInk)
    return Axes(
      horizontal: Axis(title: isLast ? "x" : "", domain: domain, tickLimit: 9),
      vertical: Axis(title: title, domain: values, tickLimit: 6), style: style)
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
    case .sigmoid, .hardSigmoid, .hardSigmoidFifth: Palette.purple.stroke
    case .swish, .hardSwish, .gelu: Palette.green.stroke
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
