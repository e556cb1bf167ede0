import Architecture
import Drawing

/// Where everything of an architecture figure stands, in points: the value that the scene is made
/// of and that tests read.
struct ArchitectureLayout {
  /// The picture or a block.
  struct Glyph {
    var stop: Int
    var line: Int
    var box: Rect
  }

  /// One line of glyphs under its strip.
  struct Line {
    var stops: Range<Int>
    /// Where the strip begins.
    var top: Double
    /// The height on which all glyphs are centered.
    var axis: Double
    /// Where the glyphs' room ends.
    var laneBottom: Double
    /// Where everything of the line ends.
    var bottom: Double
  }

  /// A shortcut over the glyphs.
  struct Arc {
    var residual: ArchitectureOutline.Residual
    var path: Path
    /// The middle of the arc.
    var top: Point
  }

  /// A line from a source to its user, with right angles.
  struct Route {
    var link: ArchitectureOutline.Link
    var points: [Point]
  }

  /// The heads of one map.
  struct Card {
    var head: Int
    var box: Rect
    var route: [Point]
  }

  let outline: ArchitectureOutline
  let strip: ArchitectureStrip
  let plan: SlotPlan
  /// From the left edge of the strip's headings to the right edge of the last slot.
  let edges: Interval
  var glyphs: [Glyph] = []
  var lines: [Line] = []
  var arcs: [Arc] = []
  var flows: [[Point]] = []
  var links: [Route] = []
  var cards: [Card] = []
  /// Where everything ends.
  var bottom = 0.0
  /// The size of the figure, with room for the title above and the legend below.
  var canvas = Size(0, 0)

  /// The room between an arc's feet and its middle, in points.
  static let arcHeight = 20.0

  /// A layout from `top` on, with glyphs up to `laneHeight` points high.
  init(
    _ outline: ArchitectureOutline, _ strip: ArchitectureStrip, _ plan: SlotPlan, edges: Interval,
    top: Double, laneHeight: Double, measuring: some TextMeasuring
  ) {
    self.outline = outline
    self.strip = strip
    self.plan = plan
    self.edges = edges
    let tallest = outline.stops.map { $0.output.height }.max() ?? 1
    let unit = laneHeight / Double(tallest).squareRoot()
    let router = LinkRouter(outline, plan, corridor: edges.end)
    var wires: [[Point]] = Array(
      repeating: [], count: outline.links.count + outline.heads.count)
    var y = top
    for index in plan.lines.indices {
      let line = addLine(index, top: y, unit: unit)
      y = router.route(line: index, glyphs, line, into: &wires)
      lines[index].bottom = y
      addArcs(line: index)
      addFlows(line: index)
      y += index + 1 < plan.lines.count ? 22 : 0
    }
    bottom = y
    links = zip(outline.links, wires).map { Route(link: $0, points: $1) }
    if !outline.heads.isEmpty {
      addCards(router, starts: Array(wires.dropFirst(links.count)), measuring)
    }
  }

  /// Places the glyphs of a line.
  private mutating func addLine(_ index: Int, top: Double, unit: Double) -> Line {
    let stops = plan.lines[index]
    let shown = (index == 0 ? [0] : []) + Array(stops)
    let heights = shown.map { max(6, unit * Double(outline.stops[$0].output.height).squareRoot()) }
    let tallest = heights.max() ?? 0
    let reach = outline.residuals.filter { stops.contains($0.to) }.reduce(tallest / 2) {
      reach, residual in
      let spanned = zip(shown, heights).filter {
        (residual.from ?? residual.to)...residual.to ~= $0.0
      }
      let height = spanned.map { $0.1 }.max() ?? 0
      return max(reach, height / 2 + Self.arcHeight + 4 + (residual.count > 1 ? 18 : 0))
    }
    let axis = top + strip.height + 8 + reach
    for (stop, height) in zip(shown, heights) {
      glyphs.append(
        Glyph(stop: stop, line: index, box: box(of: stop, height: height, axis: axis)))
    }
    let line = Line(
      stops: stops, top: top, axis: axis, laneBottom: axis + tallest / 2,
      bottom: axis + tallest / 2)
    lines.append(line)
    return line
  }

  private func box(of stop: Int, height: Double, axis: Double) -> Rect {
    guard let slot = plan.slots[stop] else {
      return PictureGlyph.box(
        outline.stops[stop].output, height: height, left: edges.start, axis: axis)
    }
    let width = SlotPlan.glyphWidth(
      channels: outline.stops[stop].output.channels, unit: plan.unit)
    return Rect(
      x: (slot.start + slot.end - width) / 2, y: axis - height / 2, width: width, height: height)
  }

  private mutating func addArcs(line: Int) {
    for residual in outline.residuals where plan.lines[line].contains(residual.to) {
      let box = glyphs[residual.to].box
      // Apart from the middle, so that chained arcs do not touch.
      var (start, end) = (box.midX, box.midX - 2.5)
      var (foot, height) = (box.minY - 2, Self.arcHeight)
      if let from = residual.from, glyphs[from].line == line {
        let tops = glyphs[from...residual.to].map { $0.box.minY }
        foot = max(tops[0], box.minY) - 2
        height += foot + 2 - (tops.min() ?? box.minY)
        start = glyphs[from].box.midX + 2.5
      } else if residual.from == nil {
        // Inside the block.
        let reach = max(box.width / 2, 8)
        (start, end) = (box.midX - reach, box.midX + reach)
      } else {
        // From a line above.
        start = box.minX - SlotPlan.gap
      }
      arcs.append(
        Arc(
          residual: residual,
          path: .arc(from: Point(start, foot), to: Point(end, foot), height: height),
          top: Point((start + end) / 2, foot - height)))
    }
  }

  private mutating func addFlows(line: Int) {
    for stop in plan.lines[line] where outline.stops[stop].followsPrevious {
      let (from, to) = (glyphs[stop - 1], glyphs[stop])
      let axis = lines[line].axis
      if from.line == line {
        flows.append([Point(from.box.maxX, axis), Point(to.box.minX, axis)])
      } else {
        let above = lines[from.line]
        let turn = above.bottom + 11
        let (right, left) = (edges.end + 5, plan.slot(of: stop..<stop + 1).start - 4)
        flows.append([
          Point(from.box.maxX, above.axis), Point(right, above.axis), Point(right, turn),
          Point(left, turn), Point(left, axis), Point(to.box.minX, axis),
        ])
      }
    }
  }

  /// Places the cards of the heads, and leads lines to them from their sources in the last line or
  /// from where those of other lines come down.
  private mutating func addCards(
    _ router: LinkRouter, starts: [[Point]], _ measuring: some TextMeasuring
  ) {
    let starts = zip(outline.heads, starts).map { head, start in
      start.isEmpty ? [router.outgoing(glyphs[head.source])] : start
    }
    let order = starts.indices.sorted {
      (starts[$0].last?.x ?? 0, $0) < (starts[$1].last?.x ?? 0, $1)
    }
    let ports = order.map { starts[$0].last?.x ?? 0 }
    let plan = CardPlan(
      order.map { outline.heads[$0] }, ports: ports, between: edges, measuring: measuring)
    let levels = plan.levels(ports: ports)
    let depth = (levels.max() ?? -1) + 1
    let tracks = bottom + 18
    let top = tracks + Double(depth) * 8 + 8
    for (place, head) in order.enumerated() {
      let span = plan.spans[place]
      let box = Rect(
        x: span.start, y: top, width: span.end - span.start, height: plan.heights)
      let (port, y) = (ports[place], tracks + Double(levels[place]) * 8)
      var route = starts[head]
      if abs(port - box.midX) > 0.01 { route += [Point(port, y), Point(box.midX, y)] }
      cards.append(Card(head: head, box: box, route: route + [Point(box.midX, top)]))
    }
    bottom = top + plan.heights
  }
}
