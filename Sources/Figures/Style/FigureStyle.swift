import Drawing

/// The looks that all figures share, for a canvas of 1280 x 720 points.
enum FigureStyle {
  static let slide = Size(1280, 720)
  static let margin = 36.0
  static let bottomMargin = 26.0

  static let title = TextStyle(size: 28, weight: .bold)
  static let subtitle = TextStyle(size: 16, color: .mutedInk)
  static let heading = TextStyle(size: 13, color: .mutedInk)
  static let text = TextStyle(size: 13)
  static let strong = TextStyle(size: 13, weight: .bold)
  static let small = TextStyle(size: 11.5, color: .mutedInk)

  static let flow = Stroke(.ink, width: 1.4)
  static let residual = Stroke(Palette.vermilion.stroke, width: 2)
  static let link = Stroke(Palette.blue.stroke, width: 1.5, join: .round)
  static let sizeLink = Stroke(Palette.blue.stroke, width: 1.3, dash: [4, 3], join: .round)
  /// The band behind every other stage.
  static let band = Color(hex: 0xF4F4F4)

  /// The outline of a category's glyphs.
  static func outline(_ category: FigureCategory) -> Stroke {
    Stroke(category.palette.stroke, width: 1.2)
  }
}

extension TextMeasuring {
  /// The width of a line of text.
  func width(_ string: String, _ style: TextStyle) -> Double {
    metrics(of: string, in: style).width
  }

  /// The height of a line of text.
  func height(_ style: TextStyle) -> Double { metrics(of: "", in: style).height }
}

extension Primitive {
  /// A line of text, centered on a point unless told otherwise.
  static func label(
    _ string: String, at point: Point, _ style: TextStyle, anchor: TextLabel.Anchor = .middle,
    baseline: TextLabel.Baseline = .middle
  ) -> Primitive {
    .text(TextLabel(string, at: point, style: style, anchor: anchor, baseline: baseline))
  }
}
