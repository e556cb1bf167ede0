import Drawing

/// A legend whose swatches are the figures' own glyphs: entries flow in rows.
struct FigureKey {
  /// A swatch and what it means. The swatch is drawn for a box whose left edge is at x = 0 and
  /// whose middle is at y = 0.
  struct Entry {
    var width: Double
    var swatch: [Primitive]
    var text: String
  }

  /// The marks, from (0, 0) on, and the room they take.
  struct Layout {
    var size: Size
    var primitives: [Primitive]
  }

  var entries: [Entry]

  static let rowHeight = 24.0
  private static let style = FigureStyle.text
  private static let gap = (swatch: 7.0, entry: 24.0)

  /// The entries in rows no wider than `width`, of about the same length.
  func layout(width: Double, measuring: some TextMeasuring) -> Layout {
    let widths = entries.map {
      $0.width + Self.gap.swatch + measuring.width($0.text, Self.style)
    }
    let height = layout(widths, width: width).size.height
    var (low, high) = (0.0, width)
    for _ in 0..<12 {
      let middle = (low + high) / 2
      if layout(widths, width: middle).size.height > height { low = middle } else { high = middle }
    }
    return layout(widths, width: high)
  }

  /// The entries of the given widths in rows that are filled one after the other.
  private func layout(_ widths: [Double], width: Double) -> Layout {
    var marks: [Primitive] = []
    var pen = Point.zero
    var right = 0.0
    for (entry, extent) in zip(entries, widths) {
      if pen.x > 0, pen.x + extent > width { pen = Point(0, pen.y + Self.rowHeight) }
      let middle = pen.y + Self.rowHeight / 2
      marks += entry.swatch.map { $0.translated(x: pen.x, y: middle) }
      marks.append(
        .label(
          entry.text, at: Point(pen.x + entry.width + Self.gap.swatch, middle), Self.style,
          anchor: .start))
      right = max(right, pen.x + extent)
      pen.x += extent + Self.gap.entry
    }
    let height = entries.isEmpty ? 0 : pen.y + Self.rowHeight
    return Layout(size: Size(right, height), primitives: marks)
  }
}

extension FigureKey.Entry {
  /// A category's glyph.
  init(_ category: FigureCategory) {
    let box = Rect(x: 0, y: -8, width: 20, height: 16)
    self.init(
      width: box.width, swatch: BlockGlyph.primitives(category, in: box),
      text: category.legendText)
  }

  /// A color.
  init(_ palette: Palette, text: String) {
    let box = Rect(x: 0, y: -7, width: 20, height: 14)
    self.init(
      width: box.width,
      swatch: [
        .path(
          .rectangle(box), fill: palette.fill, stroke: Stroke(palette.stroke, width: 0.8))
      ], text: text)
  }

  /// A symbol's glyph.
  init(_ symbol: GlyphSymbol) {
    let box = Rect(x: 0, y: -8, width: 26, height: 16)
    self.init(
      width: box.width,
      swatch: BlockGlyph.primitives(.weightless, in: box)
        + symbol.primitives(at: box.center, radius: 6.5), text: symbol.legendText)
  }

  /// A line.
  init(_ path: Path, _ stroke: Stroke, text: String) {
    self.init(width: 33, swatch: Primitive.arrow(along: path, stroke: stroke), text: text)
  }
}
