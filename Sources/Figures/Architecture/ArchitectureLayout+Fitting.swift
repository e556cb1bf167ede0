import CostAnalysis
import Drawing
import NetworkGraph

extension ArchitectureLayout {
  /// Where the strip begins, below the title.
  private static let top = 104.0
  /// The least height of the highest glyph, in points.
  private static let leastLane = 110.0
  /// The height that it should have, even if that takes a larger canvas.
  private static let wantedLane = 200.0

  /// The layout of a network on the smallest canvas on which it can be read: a slide, a larger one,
  /// or several lines of glyphs on that.
  init(_ graph: Graph, measuring: some TextMeasuring) {
    let outline = ArchitectureOutline(graph)
    let cost = graph.totalCost()
    let strip = ArchitectureStrip(
      outline, total: cost.macs, parameters: cost.parameters.total)
    let cards = CardPlan.room(outline.heads, measuring: measuring) + 2 * FigureStyle.margin
    for attempt in Attempt.all(stops: outline.stops.count) {
      let width = max(attempt.width, cards)
      let edges = Self.edges(outline, strip, width: width, lines: attempt.lines, measuring)
      guard
        let plan = SlotPlan(
          outline, strip, lines: attempt.lines, leastUnit: attempt.leastUnit,
          between: edges.slots, measuring: measuring)
      else { continue }
      let layout = Self(
        outline, strip, plan, edges: edges.all,
        size: Size(width, width * FigureStyle.slide.height / FigureStyle.slide.width),
        measuring: measuring)
      if attempt.wantsHeight, layout.lane < Self.wantedLane { continue }
      self = layout
      return
    }
    self.init(
      outline, strip, SlotPlan(), edges: Interval(0, 0), size: FigureStyle.slide,
      measuring: measuring)
  }

  /// The layout whose glyphs are as high as the canvas lets them be.
  private init(
    _ outline: ArchitectureOutline, _ strip: ArchitectureStrip, _ plan: SlotPlan, edges: Interval,
    size: Size, measuring: some TextMeasuring
  ) {
    let key = ArchitectureKey(outline, unit: plan.unit)
    let keyRoom =
      key.height(width: size.width - 2 * FigureStyle.margin, measuring: measuring) + 20
      + FigureStyle.bottomMargin
    func layout(_ lane: Double) -> Self {
      Self(
        outline, strip, plan, edges: edges, top: Self.top, laneHeight: lane, measuring: measuring)
    }
    var (low, high) = (Self.leastLane, size.height * 0.6)
    for _ in 0..<24 {
      let middle = (low + high) / 2
      if layout(middle).bottom + keyRoom <= size.height { low = middle } else { high = middle }
    }
    self = layout(low)
    canvas = Size(size.width, max(size.height, bottom + keyRoom))
  }

  /// The layout of an outline in some width, from (0, 0) on and as high as it needs, on as many lines as
  /// that takes. Heads have to be left out: there is no room for their cards.
  init(
    _ outline: ArchitectureOutline, _ strip: ArchitectureStrip, width: Double,
    measuring: some TextMeasuring
  ) {
    for leastUnit in [SlotPlan.leastUnit * 0.6, 0] {
      for lines in 1...max(1, outline.stops.count) {
        let edges = Self.edges(outline, strip, width: width, margin: 0, lines: lines, measuring)
        guard
          let plan = SlotPlan(
            outline, strip, lines: lines, leastUnit: leastUnit, between: edges.slots,
            measuring: measuring)
        else { continue }
        self.init(
          outline, strip, plan, edges: edges.all, top: 0, laneHeight: Self.leastLane,
          measuring: measuring)
        canvas = Size(width, bottom)
        return
      }
    }
    self.init(
      outline, strip, SlotPlan(), edges: Interval(0, 0), top: 0, laneHeight: Self.leastLane,
      measuring: measuring)
  }

  /// The height of the highest glyph.
  private var lane: Double { glyphs.reduce(0) { max($0, $1.box.height) } }

  /// The edges of the figure, and of the slots within them: the headings and the picture stand at
  /// the left, links between lines at the right.
  private static func edges(
    _ outline: ArchitectureOutline, _ strip: ArchitectureStrip, width: Double,
    margin: Double = FigureStyle.margin, lines: Int, _ measuring: some TextMeasuring
  ) -> (all: Interval, slots: Interval) {
    let headings = strip.rows.map { measuring.width($0.heading, FigureStyle.heading) }
    let picture = outline.stops.first.map { PictureGlyph.greatestWidth($0.output) } ?? 0
    let left = margin
    let corridor = lines > 1 ? 20 + 7 * Double(outline.links.count + outline.heads.count) : 0
    let right = width - left - corridor
    return (
      Interval(left, right),
      Interval(left + max(headings.max() ?? 0, picture) + 18, right)
    )
  }
}

/// A size of canvas and a number of lines to try.
private struct Attempt {
  var width: Double
  var lines: Int
  var leastUnit: Double
  /// Whether a larger canvas is better than glyphs that are low.
  var wantsHeight = false

  /// In the order of preference; the last ones fit anything.
  static func all(stops: Int) -> [Attempt] {
    let slide = FigureStyle.slide.width
    let large = slide * 1.25
    let counts = 1...max(1, stops)
    return [slide, slide * 1.125].map {
      Attempt(width: $0, lines: 1, leastUnit: SlotPlan.leastUnit, wantsHeight: true)
    }
      + counts.map { Attempt(width: large, lines: $0, leastUnit: SlotPlan.leastUnit) }
      + counts.map { Attempt(width: large, lines: $0, leastUnit: 0) }
  }
}
