import CCairo
import Drawing

/// DejaVu Sans in one weight.
final class FigureFont: @unchecked Sendable {
  // Cairo counts references to font faces and scaled fonts atomically and locks their caches, and
  // nothing here changes after `init`; that makes the class safe to share.

  static let family = "DejaVu Sans"

  /// The em at which widths are measured; large, so that Cairo's own rounding vanishes.
  private static let em = 1000.0

  let face: OpaquePointer?
  private let scaled: OpaquePointer?

  /// Loads the font; throws `missingFont` where another font would stand in for it.
  init(_ weight: TextStyle.Weight) throws(RenderingError) {
    let (cairoWeight, referenceWidth) =
      switch weight {
      case .regular: (CAIRO_FONT_WEIGHT_NORMAL, 5036.0)
      case .bold: (CAIRO_FONT_WEIGHT_BOLD, 5755.0)
      }
    face = cairo_toy_font_face_create(Self.family, CAIRO_FONT_SLANT_NORMAL, cairoWeight)
    let options = Self.makeOptions()
    defer { cairo_font_options_destroy(options) }
    var (matrix, identity) = (cairo_matrix_t(), cairo_matrix_t())
    cairo_matrix_init_scale(&matrix, Self.em, Self.em)
    cairo_matrix_init_identity(&identity)
    scaled = cairo_scaled_font_create(face, &matrix, &identity, options)

    try check(cairo_font_face_status(face))
    try check(cairo_scaled_font_status(scaled))
    // Fontconfig puts another family in place of one it does not find, without a word.
    guard abs(try metrics(of: "MobileNet", size: Self.em).width - referenceWidth) < 10 else {
      throw .missingFont(family: Self.family)
    }
  }

  deinit {
    cairo_scaled_font_destroy(scaled)
    cairo_font_face_destroy(face)
  }

  /// Options that leave letters as they were designed, whatever a user's settings say: without
  /// hinting, text grows in proportion and measures the same at every size.
  static func makeOptions() -> OpaquePointer? {
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    return options
  }

  /// The extents of one line of text at an em size in points.
  func metrics(of string: String, size: Double) throws(RenderingError) -> TextMetrics {
    var font = cairo_font_extents_t()
    var text = cairo_text_extents_t()
    cairo_scaled_font_extents(scaled, &font)
    cairo_scaled_font_text_extents(scaled, string.drawn, &text)
    try check(cairo_scaled_font_status(scaled))
    let scale = size / Self.em
    return TextMetrics(
      width: text.x_advance * scale, ascent: font.ascent * scale, descent: font.descent * scale)
  }
}
