import Drawing

/// The room that text takes as `CairoRenderer` draws it.
public struct CairoTextMetrics: TextMeasuring {
  private let regular: FigureTypeface
  private let bold: FigureTypeface

  /// Loads the font.
  ///
  /// Throws `RenderingError.missingFont` where it is not installed and `RenderingError.cairo` where
  /// Cairo cannot load it.
  public init() throws(RenderingError) {
    regular = try FigureTypeface(.regular)
    bold = try FigureTypeface(.bold)
  }

  /// The extents of one line of text.
  ///
  /// Where no font has a letter of the text, and should Cairo fail, the fixed metrics stand in;
  /// `CairoRenderer` says what is wrong.
  public func metrics(of string: String, in style: TextStyle) -> TextMetrics {
    (try? typeface(style.weight).metrics(of: string, size: style.size))
      ?? FixedTextMetrics().metrics(of: string, in: style)
  }

  func typeface(_ weight: TextStyle.Weight) -> FigureTypeface {
    switch weight {
    case .regular: regular
    case .bold: bold
    }
  }
}
