/// The looks all plots share.
package struct PlotStyle: Equatable, Sendable {
  /// The text above a plot.
  package var heading = TextStyle(size: 15, weight: .bold)
  /// The titles of axes.
  package var title = TextStyle(size: 13)
  /// The labels of ticks and of legend entries.
  package var label = TextStyle(size: 12, color: .mutedInk)
  /// The grid lines.
  package var grid = Stroke(.hairline, width: 0.75)
  /// The axes, and the grid lines at zero.
  package var axis = Stroke(.mutedInk, width: 1)
  /// The thickness of curves, in points.
  package var curveWidth = 2.5
  /// The room between a text and what it belongs to, in points.
  package var gap = 7.0

  /// The looks for a figure on a slide or a page.
  package init() {}
}
