/// A line chart: a heading, axes, curves cut off at the edges of the plot area and, from two curves
/// with names on, a legend below.
package struct PlotPanel: Equatable, Sendable {
  /// The text above the plot; empty for none.
  package var heading: String
  /// The axes, which carry the looks of the whole panel.
  package var axes: Axes
  /// The curves, drawn in order.
  package var series: [Series]

  /// A line chart.
  package init(heading: String = "", axes: Axes, series: [Series]) {
    self.heading = heading
    self.axes = axes
    self.series = series
  }

  /// The marks of the panel inside a frame.
  ///
  /// A frame too small for the labels and titles leaves the curves no room, and texts may overlap.
  package func primitives(in frame: Rect, measuring: some TextMeasuring) -> [Primitive] {
    let style = axes.style
    let headingRoom =
      heading.isEmpty
      ? 0 : measuring.metrics(of: heading, in: style.heading).height + style.gap
    // The columns of the plot area do not depend on the height of its frame.
    let columns = axes.plotArea(in: frame, measuring: measuring)
    let key = legend.layout(width: columns.width, measuring: measuring)
    let keyRoom = key.size.height > 0 ? key.size.height + 1.5 * style.gap : 0
    let area = axes.plotArea(
      in: Rect(
        x: frame.minX, y: frame.minY + headingRoom,
        width: frame.width, height: frame.height - headingRoom - keyRoom),
      measuring: measuring)

    var marks: [Primitive] = []
    if !heading.isEmpty {
      marks.append(
        .text(
          TextLabel(
            heading, at: Point(area.midX, frame.minY), style: style.heading,
            anchor: .middle, baseline: .top)))
    }
    marks += axes.primitives(around: area, measuring: measuring)
    marks += series.flatMap { curve($0, in: area) }
    marks += key.primitives.map {
      $0.translated(
        x: area.midX - key.size.width / 2, y: frame.maxY - key.size.height)
    }
    return marks
  }

  private var legend: Legend {
    let entries = series.filter { !$0.name.isEmpty }
      .map { Legend.Entry(.line(stroke(of: $0)), label: $0.name) }
    return Legend(entries.count > 1 ? entries : [], style: axes.style.label)
  }

  private func curve(_ series: Series, in area: Rect) -> [Primitive] {
    area.clipping(series.points.map { axes.position(of: $0, in: area) })
      .map { .path(.polyline($0), stroke: stroke(of: series)) }
  }

  private func stroke(of series: Series) -> Stroke {
    Stroke(series.color, width: axes.style.curveWidth, dash: series.dash, join: .round)
  }
}
