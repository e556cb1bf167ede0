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

  /// The marks of the panel around a plot area; curves are cut off at its edges.
  func primitives(around area: Rect, measuring: some TextMeasuring) -> [Primitive] {
    axes.primitives(around: area, measuring: measuring)
      + curves.flatMap { curve in
        area.clipping(curve.series.points.map { axes.position(of: $0, in: area) })
          .map { .path(.polyline($0), stroke: curve.stroke) }
      }
  }
}
