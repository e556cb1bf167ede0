import CCairo
import Drawing

/// A font family in one weight.
final class FigureFont: @unchecked Sendable {
  // Cairo counts references to font faces and scaled fonts atomically and locks their caches, and
  // nothing here changes after `init`; that makes the class safe to share.

  /// The em at which widths are measured; large, so that Cairo's own rounding vanishes.
  static let em = 1000.0

  let face: OpaquePointer?
  private let scaled: OpaquePointer?

  /// Loads the font, or what the system puts in its place without a word.
  init(_ family: String, _ weight: TextStyle.Weight) throws(RenderingError) {
    let cairoWeight =
      switch weight {
      case .regular: CAIRO_FONT_WEIGHT_NORMAL
      case .bold: CAIRO_FONT_WEIGHT_BOLD
      }
    face = cairo_toy_font_face_create(family, CAIRO_FONT_SLANT_NORMAL, cairoWeight)
    let options = Self.makeOptions()
    defer { cairo_font_options_destroy(options) }
    var (matrix, identity) = (cairo_matrix_t(), cairo_matrix_t())
    cairo_matrix_init_scale(&matrix, Self.em, Self.em)
    cairo_matrix_init_identity(&identity)
    scaled = cairo_scaled_font_create(face, &matrix, &identity, options)

    try check(cairo_font_face_status(face))
    try check(cairo_scaled_font_status(scaled))
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
    cairo_scaled_font_text_extents(scaled, string, &text)
    try check(cairo_scaled_font_status(scaled))
    let scale = size / Self.em
    return TextMetrics(
      width: text.x_advance * scale, ascent: font.ascent * scale, descent: font.descent * scale)
  }

  /// Whether the font has every letter of a text. Cairo draws a box for one that it lacks.
  func hasLetters(of string: String) throws(RenderingError) -> Bool {
    var glyphs: UnsafeMutablePointer<cairo_glyph_t>?
    var count: Int32 = 0
    defer { cairo_glyph_free(glyphs) }
    try check(
      cairo_scaled_font_text_to_glyphs(
        scaled, 0, 0, string, -1, &glyphs, &count, nil, nil, nil))
    return UnsafeBufferPointer(start: glyphs, count: Int(count)).allSatisfy { $0.index != 0 }
  }
}
