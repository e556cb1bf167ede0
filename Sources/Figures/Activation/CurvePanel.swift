import Drawing

/// A line chart whose curves have a thickness each, so that one may lie on another and both show.
struct CurvePanel {
  /// A curve and its thickness in points.
  struct Curve {
    var series: Series
    var width: Double

    var stroke: Stroke {
      Stroke(series.color, width: width, dash: series.dash, join: .round)
    }
  }

  var axes: Axes
  var curves: [Curve]

  /// The marks of the panel around a plot area. Curves have to stay within the axes.
  func primitives(around area: Rect, measuring: some TextMeasuring) -> [Primitive] {
    axes.primitives(around: area, measuring: measuring)
      + curves.flatMap { curve in
        stretches(of: curve.series, in: area).map { .path(.polyline($0), stroke: curve.stroke) }
      }
  }

  /// The curve between its gaps, on the canvas.
  private func stretches(of series: Series, in area: Rect) -> [[Point]] {
    let columns = LinearScale(
      domain: axes.horizontal.domain, range: Interval(area.minX, area.maxX))
    let rows = LinearScale(domain: axes.vertical.domain, range: Interval(area.maxY, area.minY))
    return series.points.split { !$0.y.isFinite }.map { stretch in
      stretch.map { Point(columns.position(of: $0.x), rows.position(of: $0.y)) }
    }
  }
}
