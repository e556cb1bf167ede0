import CCairo
import Drawing

/// Draws primitives into a Cairo context, which keeps the first error for its owner to read.
struct Pen {
  let context: OpaquePointer?
  let metrics: CairoTextMetrics

  func fillCanvas(_ color: Color) {
    setSource(color)
    cairo_paint(context)
  }

  func draw(_ primitive: Primitive) throws(RenderingError) {
    switch primitive {
    case .path(let path, let fill, let stroke):
      trace(path)
      if let fill {
        setSource(fill)
        cairo_fill_preserve(context)
      }
      if let stroke {
        set(stroke)
        cairo_stroke_preserve(context)
      }
      cairo_new_path(context)
    case .text(let label):
      try write(label)
    case .image(let raster, let rect):
      paint(raster, in: rect)
    }
  }

  private func paint(_ raster: Raster, in rect: Rect) {
    guard rect.width > 0, rect.height > 0 else { return }
    let surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32(clamping: raster.width), Int32(clamping: raster.height))
    defer { cairo_surface_destroy(surface) }
    if let data = cairo_image_surface_get_data(surface) {
      let stride = Int(cairo_image_surface_get_stride(surface))
      for y in 0..<raster.height {
        UnsafeMutableRawPointer(data + y * stride).withMemoryRebound(
          to: UInt32.self, capacity: raster.width
        ) { row in
          for x in 0..<raster.width {
            let start = (y * raster.width + x) * 3
            row[x] =
              UInt32(raster.pixels[start]) << 16 | UInt32(raster.pixels[start + 1]) << 8
              | UInt32(raster.pixels[start + 2])
          }
        }
      }
      cairo_surface_mark_dirty(surface)
    }
    cairo_save(context)
    cairo_translate(context, rect.x, rect.y)
    cairo_scale(context, rect.width / Double(raster.width), rect.height / Double(raster.height))
    // A surface that could not be made leaves its error in the context.
    cairo_set_source_surface(context, surface, 0, 0)
    // Enlarged, the pixels at the edge would fade into nothing.
    cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
    cairo_rectangle(context, 0, 0, Double(raster.width), Double(raster.height))
    cairo_fill(context)
    cairo_restore(context)
  }

  private func trace(_ path: Path) {
    for element in path.elements {
      switch element {
      case .move(let point): cairo_move_to(context, point.x, point.y)
      case .line(let point): cairo_line_to(context, point.x, point.y)
      case .curve(let control1, let control2, let end):
        cairo_curve_to(
          context, control1.x, control1.y, control2.x, control2.y, end.x, end.y)
      case .close: cairo_close_path(context)
      }
    }
  }

  private func write(_ label: TextLabel) throws(RenderingError) {
    guard label.style.size > 0 else { return }
    let runs = try metrics.typeface(label.style.weight).runs(of: label.string)
    let offset = label.penOffset(for: metrics.metrics(of: label.string, in: label.style))
    cairo_save(context)
    cairo_translate(context, label.position.x, label.position.y)
    switch label.direction {
    case .rightward: break
    case .upward:
      // A quarter turn to the left in whole numbers; an angle would bring rounding errors.
      var turn = cairo_matrix_t(xx: 0, yx: -1, xy: 1, yy: 0, x0: 0, y0: 0)
      cairo_transform(context, &turn)
    }
    setSource(label.style.color)
    cairo_move_to(context, offset.x, offset.y)
    for run in runs {
      cairo_set_font_face(context, run.font.face)
      cairo_set_font_size(context, label.style.size)
      // The pen moves on by the width of the text.
      cairo_show_text(context, run.text)
    }
    cairo_restore(context)
    cairo_new_path(context)
  }

  private func setSource(_ color: Color) {
    cairo_set_source_rgba(
      context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255,
      color.opacity)
  }

  private func set(_ stroke: Stroke) {
    setSource(stroke.color)
    cairo_set_line_width(context, stroke.width)
    cairo_set_dash(context, stroke.dash, Int32(clamping: stroke.dash.count), 0)
    let cap =
      switch stroke.cap {
      case .butt: CAIRO_LINE_CAP_BUTT
      case .round: CAIRO_LINE_CAP_ROUND
      case .square: CAIRO_LINE_CAP_SQUARE
      }
    cairo_set_line_cap(context, cap)
    let join =
      switch stroke.join {
      case .miter: CAIRO_LINE_JOIN_MITER
      case .round: CAIRO_LINE_JOIN_ROUND
      case .bevel: CAIRO_LINE_JOIN_BEVEL
      }
    cairo_set_line_join(context, join)
  }
}
