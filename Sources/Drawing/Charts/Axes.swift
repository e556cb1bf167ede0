/// The two axes of a plot with their grid, ticks and titles.
package struct Axes: Equatable, Sendable {
  /// The axis from left to right.
  package var horizontal: Axis
  /// The axis from bottom to top.
  package var vertical: Axis
  /// The looks.
  package var style: PlotStyle

  /// The axes of a plot.
  package init(horizontal: Axis, vertical: Axis, style: PlotStyle = PlotStyle()) {
    self.horizontal = horizontal
    self.vertical = vertical
    self.style = style
  }

  /// The part of a frame that is left for data once all labels and titles have their room; of no
  /// size where they leave none.
  package func plotArea(in frame: Rect, measuring: some TextMeasuring) -> Rect {
    let labelHeight = measuring.metrics(of: "", in: style.label).height
    // Labels of ticks at the very ends reach half their extent beyond the area.
    let (sideways, upwards) = (labelWidth(horizontal, measuring) / 2, labelHeight / 2)
    let left = max(
      titleRoom(vertical, measuring) + labelWidth(vertical, measuring) + style.gap, sideways)
    let below = labelDrop(measuring) + labelHeight + titleRoom(horizontal, measuring)
    return Rect(
      x: frame.minX + left, y: frame.minY + upwards,
      width: max(0, frame.width - left - sideways),
      height: max(0, frame.height - upwards - below))
  }

  /// The grid, axes, labels and titles of a plot area.
  package func primitives(around area: Rect, measuring: some TextMeasuring) -> [Primitive] {
    grid(over: area) + labels(around: area, measuring) + titles(around: area, measuring)
  }

  /// Where a data point falls.
  package func position(of point: Point, in area: Rect) -> Point {
    let columns = LinearScale(domain: horizontal.domain, range: Interval(area.minX, area.maxX))
    let rows = LinearScale(domain: vertical.domain, range: Interval(area.maxY, area.minY))
    return Point(columns.position(of: point.x), rows.position(of: point.y))
  }

  /// The light lines first, then those at zero and the axes themselves over them.
  private func grid(over area: Rect) -> [Primitive] {
    let columns = horizontal.ticks.map { tick in
      let x = position(of: Point(tick.value, 0), in: area).x
      return (tick.value, Path.line(from: Point(x, area.minY), to: Point(x, area.maxY)))
    }
    let rows = vertical.ticks.map { tick in
      let y = position(of: Point(0, tick.value), in: area).y
      return (tick.value, Path.line(from: Point(area.minX, y), to: Point(area.maxX, y)))
    }
    let lines = columns + rows
    let edges = Path.polyline([
      Point(area.minX, area.minY), Point(area.minX, area.maxY), Point(area.maxX, area.maxY),
    ])
    return lines.filter { $0.0 != 0 }.map { .path($0.1, stroke: style.grid) }
      + lines.filter { $0.0 == 0 }.map { .path($0.1, stroke: style.axis) }
      + [.path(edges, stroke: style.axis)]
  }

  private func labels(around area: Rect, _ measuring: some TextMeasuring) -> [Primitive] {
    let top = area.maxY + labelDrop(measuring)
    let below = horizontal.ticks.map { tick in
      TextLabel(
        tick.label,
        at: Point(position(of: Point(tick.value, 0), in: area).x, top),
        style: style.label, anchor: .middle, baseline: .top)
    }
    let beside = vertical.ticks.map { tick in
      TextLabel(
        tick.label,
        at: Point(area.minX - style.gap, position(of: Point(0, tick.value), in: area).y),
        style: style.label, anchor: .end, baseline: .middle)
    }
    return (below + beside).map { .text($0) }
  }

  private func titles(around area: Rect, _ measuring: some TextMeasuring) -> [Primitive] {
    let labelHeight = measuring.metrics(of: "", in: style.label).height
    let below = TextLabel(
      horizontal.title,
      at: Point(area.midX, area.maxY + labelDrop(measuring) + labelHeight + style.gap),
      style: style.title, anchor: .middle, baseline: .top)
    let beside = TextLabel(
      vertical.title,
      at: Point(area.minX - style.gap - labelWidth(vertical, measuring) - style.gap, area.midY),
      style: style.title, anchor: .middle, baseline: .bottom, direction: .upward)
    return [below, beside].filter { !$0.string.isEmpty }.map { .text($0) }
  }

  /// How far below the plot area the labels of the horizontal axis start: beneath the lower half of
  /// a vertical axis's label in the corner.
  private func labelDrop(_ measuring: some TextMeasuring) -> Double {
    max(style.gap, measuring.metrics(of: "", in: style.label).height * 0.6)
  }

  /// The width of the widest tick label.
  private func labelWidth(_ axis: Axis, _ measuring: some TextMeasuring) -> Double {
    axis.ticks.reduce(0) { max($0, measuring.metrics(of: $1.label, in: style.label).width) }
  }

  private func titleRoom(_ axis: Axis, _ measuring: some TextMeasuring) -> Double {
    axis.title.isEmpty
      ? 0 : measuring.metrics(of: axis.title, in: style.title).height + style.gap
  }
}
