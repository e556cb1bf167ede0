import Drawing

/// The spiral of MobileNetV2's figure 1: what is left of it after ReLU in 2 to 30 dimensions.
public enum ReLULossFigure {
  /// Draws over which the means in the captions are taken.
  static let draws = 40

  /// The figure for the random matrices of a seed.
  public static func scene(
    seed: Int = 0, on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    let losses = ReLULoss.dimensions.map { ReLULoss(dimensions: $0, seed: seed) }
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "What ReLU loses in n dimensions",
        facts: [
          "a spiral is embedded by a random matrix T", "y = ReLU(T x)",
          "drawn: what the best affine map makes of y",
        ], source: "arXiv 1801.04381, Figure 1"),
      notes: [
        "Collapsed: points at which fewer than two dimensions are above 0, so that a whole line of points has the same y. Error: root of the mean squared distance to the spiral, as a part of the spiral's own spread. Matrices of seed \(seed); in brackets the means over \(draws) seeds. Few channels lose much, many lose little: so the bottleneck ends without ReLU, and ReLU6 stands where it is wide."
      ])
    let columns = canvas == .column ? 2 : 3
    let rows = (losses.count + columns) / columns
    return frame.scene(
      // A slide keeps its shape: six panels find room in it.
      height: { canvas == .slide ? 0 : Double(rows) * ($0 / Double(columns) + 44) },
      measuring: measuring
    ) { room in
      let size = Size(room.width / Double(columns), room.height / Double(rows))
      return (0...losses.count).flatMap { index in
        let cell = Rect(
          x: room.minX + Double(index % columns) * size.width,
          y: room.minY + Double(index / columns) * size.height, width: size.width,
          height: size.height)
        return index == 0
          ? panel("input: a spiral", [], ReLULoss.spiral, in: cell)
          : panel(losses[index - 1], in: cell)
      }
    }
  }

  /// Numbers of dimensions that `panel` shows.
  public static let dimensionRange = 1...64

  /// The spiral beside what is left of it in so many dimensions (in `dimensionRange`, or the nearest there), for
  /// a place of its own without a title. The width is in points.
  public static func panel(
    dimensions: Int, seed: Int = 0, width: Double
  ) -> Scene {
    let count = min(max(dimensions, dimensionRange.lowerBound), dimensionRange.upperBound)
    let cell = Rect(x: 0, y: 0, width: width / 2, height: width / 2 + 44)
    let primitives =
      panel("input: a spiral", [], ReLULoss.spiral, in: cell)
      + panel(
        ReLULoss(dimensions: count, seed: seed),
        in: Rect(x: width / 2, y: 0, width: width / 2, height: cell.height))
    return Scene(size: Size(width, cell.height), primitives: primitives)
  }

  private static func panel(_ loss: ReLULoss, in cell: Rect) -> [Primitive] {
    let all = (0..<draws).map { ReLULoss(dimensions: loss.dimensions, seed: $0) }
    func mean(_ value: (ReLULoss) -> Double) -> String {
      percent(all.reduce(0) { $0 + value($1) } / Double(draws))
    }
    return panel(
      "n = \(loss.dimensions)",
      [
        "collapsed \(percent(loss.collapsed)) (\(mean { $0.collapsed }))",
        "error \(percent(loss.error)) (\(mean { $0.error }))",
      ],
      loss.recovered, in: cell)
  }

  private static func percent(_ share: Double) -> String {
    FigureNumber.fixed(100 * share, decimals: 0) + " %"
  }

  /// A curve over the spiral, with what it is above and what is lost below; in a wide cell both at the left.
  private static func panel(
    _ heading: String, _ captions: [String], _ points: [SIMD2<Double>], in cell: Rect
  ) -> [Primitive] {
    let lines = 22.0
    let (aside, isWide) = (130.0, cell.width - 130 > cell.height - 3 * lines)
    let area =
      isWide
      ? Rect(
        x: cell.minX + aside, y: cell.minY + 6, width: cell.width - aside,
        height: cell.height - 12)
      : Rect(
        x: cell.minX + 4, y: cell.minY + lines, width: cell.width - 8,
        height: cell.height - 3 * lines)
    // What is recovered may lie outside the spiral.
    let radius = min(area.width, area.height) / 2 * 0.85
    let center = area.center
    let texts =
      isWide
      ? Point(cell.minX + aside / 2, cell.midY - 24)
      : Point(cell.midX, cell.minY + lines / 2)
    let foot = isWide ? texts.y + 26 : cell.maxY - 31
    func place(_ point: SIMD2<Double>) -> Point {
      Point(center.x + point.x * radius * 0.98, center.y - point.y * radius * 0.98)
    }
    var marks: [Primitive] = [
      .label(heading, at: texts, FigureStyle.strong),
      .path(.polyline(ReLULoss.spiral.map(place)), stroke: Stroke(.hairline, width: 1.5)),
    ]
    // From the middle outwards, so that what falls together can be told apart.
    let parts = 25
    for part in 0..<parts {
      let (start, end) = (
        part * points.count / parts, min((part + 1) * points.count / parts, points.count - 1)
      )
      let share = Double(part) / Double(parts - 1)
      marks += area.clipping(points[start...end].map(place)).map {
        .path(
          .polyline($0), stroke: Stroke(color(share), width: 2.6, cap: .round, join: .round))
      }
    }
    return marks
      + captions.enumerated().map { line, caption in
        .label(
          caption, at: Point(texts.x, foot + Double(line) * 16), FigureStyle.small)
      }
  }

  /// From blue through green to orange.
  private static func color(_ share: Double) -> Color {
    let stops = [Palette.blue.stroke, Palette.green.stroke, Palette.orange.stroke]
    let place = share * 2
    let index = min(Int(place), 1)
    return stops[index].mixed(with: stops[index + 1], share: place - Double(index))
  }
}
