import Drawing

/// The paper that a figure is made for. Texts keep their size on it, so a narrow figure is laid out
/// anew and not only made smaller.
public enum FigureCanvas: String, CaseIterable, Sendable {
  /// A slide of 1280 x 720 points.
  case slide
  /// The width of the text on a page: 468 points (6.5 inches), as high as needed.
  case page
  /// A column of a two-column paper: 252 points (3.5 inches), as high as needed.
  case column

  /// The width in which a figure is laid out, in the points of ``FigureStyle``.
  var width: Double {
    switch self {
    case .slide: FigureStyle.slide.width
    case .page: 780
    case .column: 420
    }
  }

  /// The height; nothing where it is free.
  var height: Double? {
    switch self {
    case .slide: FigureStyle.slide.height
    case .page, .column: nil
    }
  }

  /// What a length of the layout is on the paper.
  var scale: Double {
    switch self {
    case .slide: 1
    case .page, .column: 0.6
    }
  }

  /// The room at the left and right.
  var margin: Double {
    switch self {
    case .slide: FigureStyle.margin
    case .page, .column: 12
    }
  }

  /// How many panels of some width stand beside each other, of so many.
  func columns(of panels: Int, width: Double, gap: Double = 0) -> Int {
    let room = self.width - 2 * margin
    return max(1, min(panels, Int((room + gap) / (width + gap))))
  }
}
