import Drawing

/// The room that text takes as `CairoRenderer` draws it.
public struct CairoTextMetrics: TextMeasuring {
  private let regular: FigureFont
  private let bold: FigureFont

  /// Loads the font.
  ///
  /// Throws `RenderingError.missingFont` where it is not installed and `RenderingError.cairo` where
  /// Cairo cannot load it.
  public init() throws(RenderingError) {
    regular = try FigureFont(.regular)
    bold = try FigureFont(.bold)
  }

  /// The extents of one line of text.
  ///
  /// Should Cairo fail at a text, which it does when memory runs out, the fixed metrics stand in.
  public func metrics(of string: String, in style: TextStyle) -> TextMetrics {
    (try? font(style.weight).metrics(of: string, size: style.size))
      ?? FixedTextMetrics().metrics(of: string, in: style)
  }

  func font(_ weight: TextStyle.Weight) -> FigureFont {
    switch weight {
    case .regular: regular
    case .bold: bold
    }
  }
}
