import Architecture

/// One line of text tied to a point.
package struct TextLabel: Equatable, Hashable, Sendable {
  /// Which part of the line, along its reading direction, lies on the point.
  package enum Anchor: String, Sendable {
    /// The line starts at the point.
    case start
    /// The line is centered on the point.
    case middle
    /// The line ends at the point.
    case end
  }

  /// Which height of the line lies on the point.
  package enum Baseline: String, Sendable {
    /// The top of the tallest letters.
    case top
    /// Half-way between top and bottom; capitals and digits look centered.
    case middle
    /// The line the letters stand on.
    case alphabetic
    /// The bottom of the deepest letters.
    case bottom
  }

  /// The reading direction.
  package enum Direction: String, Sendable {
    /// From left to right.
    case rightward
    /// From bottom to top, as the title of a vertical axis.
    case upward
  }

  /// The text.
  package var string: String
  /// The point the text is tied to.
  package var position: Point
  /// How the text looks.
  package var style: TextStyle
  /// Which part of the line lies on the point.
  package var anchor: Anchor
  /// Which height of the line lies on the point.
  package var baseline: Baseline
  /// The reading direction.
  package var direction: Direction

  /// A label: by default upright, starting at the point and standing on it.
  package init(
    _ string: String, at position: Point, style: TextStyle,
    anchor: Anchor = .start, baseline: Baseline = .alphabetic, direction: Direction = .rightward
  ) {
    self.string = string.drawn
    self.position = position
    self.style = style
    self.anchor = anchor
    self.baseline = baseline
    self.direction = direction
  }

  /// The rectangle of the whole line, from the top of the tallest letters to the bottom of the
  /// deepest, whatever the letters.
  package func bounds(measuring: some TextMeasuring) -> Rect {
    let metrics = measuring.metrics(of: string, in: style)
    let pen = penOffset(for: metrics)
    let (top, bottom) = (pen.y - metrics.ascent, pen.y + metrics.descent)
    switch direction {
    case .rightward:
      return Rect(
        x: position.x + pen.x, y: position.y + top,
        width: metrics.width, height: bottom - top)
    case .upward:
      return Rect(
        x: position.x + top, y: position.y - pen.x - metrics.width,
        width: bottom - top, height: metrics.width)
    }
  }

  /// Where the first letter stands relative to the position, before the line is turned.
  package func penOffset(for metrics: TextMetrics) -> Point {
    let x =
      switch anchor {
      case .start: 0.0
      case .middle: -metrics.width / 2
      case .end: -metrics.width
      }
    let y =
      switch baseline {
      case .top: metrics.ascent
      case .middle: (metrics.ascent - metrics.descent) / 2
      case .alphabetic: 0.0
      case .bottom: -metrics.descent
      }
    return Point(x, y)
  }

  var rounded: TextLabel {
    var label = self
    label.position = position.rounded
    label.style = style.rounded
    return label
  }
}

extension String {
  /// The text as figures show it: with escapes for what cannot be seen, and of one that is longer than
  /// any line the beginning and the end.
  package var drawn: String { shortened(to: 400).escapedForDisplay }
}
