import CCairo
import Drawing

/// Turns scenes into pictures with Cairo: the same bytes for the same scene, every time.
public enum CairoRenderer {
  /// The longest side of a canvas, in pixels for PNG and else in points: the limit of Cairo's
  /// image surfaces.
  public static let longestSide = 32_767

  /// The largest area of a canvas, in square pixels for PNG and else in square points: 512 MiB at
  /// four bytes a pixel.
  public static let largestArea = 1 << 27

  /// The versions that decide about a figure's bytes: Cairo's and the font's family.
  ///
  /// Of a Chinese font nothing is said: no report has such text.
  public static var versionDescription: String {
    "cairo \(String(cString: cairo_version_string())), \(FigureTypeface.family)"
  }

  /// The bytes of a scene's picture.
  ///
  /// An SVG or PDF is as large as the scene, in points; a PNG has `pixelsPerPoint` pixels for each
  /// point of width and of height, rounded up. Throws a `RenderingError` for a scene or resolution
  /// that cannot be drawn, a font that is not installed, and any failure of Cairo's.
  public static func render(
    _ scene: Scene, as format: FigureFormat, pixelsPerPoint: Double = 2
  ) throws(RenderingError) -> [UInt8] {
    let scale = format == .png ? pixelsPerPoint : 1
    try validate(scene, scale: scale)
    let metrics = try CairoTextMetrics()
    let sink = ByteSink()
    // A surface may still write when it is destroyed; the sink has to outlive it on every way out.
    defer { withExtendedLifetime(sink) {} }
    let surface = makeSurface(format, size: scene.size, scale: scale, sink: sink)
    defer { cairo_surface_destroy(surface) }
    try check(cairo_surface_status(surface))

    try draw(scene, on: surface, scale: scale, metrics: metrics)
    if format == .png {
      try check(cairo_surface_write_to_png_stream(surface, appendToSink, sink.closure))
    }
    cairo_surface_finish(surface)
    try check(cairo_surface_status(surface))
    return format == .svg ? stableSurfaceNames(in: sink.bytes) : sink.bytes
  }

  private static func makeSurface(
    _ format: FigureFormat, size: Size, scale: Double, sink: ByteSink
  ) -> OpaquePointer? {
    switch format {
    case .svg:
      let surface = cairo_svg_surface_create_for_stream(
        appendToSink, sink.closure, size.width, size.height)
      cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT)
      return surface
    case .pdf:
      let surface = cairo_pdf_surface_create_for_stream(
        appendToSink, sink.closure, size.width, size.height)
      // An empty date leaves the entry out; otherwise Cairo records the time of day.
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "")
      return surface
    case .png:
      return cairo_image_surface_create(
        CAIRO_FORMAT_ARGB32, Int32((size.width * scale).rounded(.up)),
        Int32((size.height * scale).rounded(.up)))
    }
  }

  private static func draw(
    _ scene: Scene, on surface: OpaquePointer?, scale: Double, metrics: CairoTextMetrics
  ) throws(RenderingError) {
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    let options = FigureFont.makeOptions()
    defer { cairo_font_options_destroy(options) }
    cairo_set_font_options(context, options)
    cairo_scale(context, scale, scale)

    let pen = Pen(context: context, metrics: metrics)
    if let background = scene.background {
      pen.fillCanvas(background)
    }
    for primitive in scene.primitives {
      try pen.draw(primitive)
    }
    // A context keeps its first error, so one look at the end covers every call.
    try check(cairo_status(context))
  }
}
