/// The key to a figure's colors and lines: swatches with labels, flowing in rows.
package struct Legend: Equatable, Sendable {
  /// What comes before a label.
  package enum Swatch: Equatable, Sendable {
    /// A filled box.
    case box(fill: Color, stroke: Stroke)
    /// A piece of line.
    case line(Stroke)
  }

  /// One swatch and what it means.
  package struct Entry: Equatable, Sendable {
    /// What comes before the label.
    package var swatch: Swatch
    /// What the swatch means.
    package var label: String

    /// A swatch and what it means.
    package init(_ swatch: Swatch, label: String) {
      self.swatch = swatch
      self.label = label
    }
  }

  /// The marks of a legend, laid out from the point (0, 0) on, and the room they take.
  package struct Layout: Equatable, Sendable {
    /// The room the legend takes, in points.
    package let size: Size
    /// The marks.
    package let primitives: [Primitive]
  }

  /// The entries, in order.
  package var entries: [Entry]
  /// The looks of the labels; the swatches follow their size.
  package var style: TextStyle

  /// A legend of the given entries.
  package init(_ entries: [Entry], style: TextStyle = PlotStyle().label) {
    self.entries = entries
    self.style = style
  }

  /// Lays the entries out in rows no wider than `width` points.
  ///
  /// Rows start at the left and are filled one after the other; an entry that is wider than `width`
  /// has a row of its own. The size is that of the rows, which may be narrower than `width`.
  package func layout(width: Double, measuring: some TextMeasuring) -> Layout {
    let rowHeight = measuring.metrics(of: "", in: style).height
    let (entryGap, rowGap) = (style.size * 1.75, style.size * 0.4)
    var marks: [Primitive] = []
    var pen = Point.zero
    var right = 0.0
    for entry in entries {
      let labelStart = swatchWidth(entry.swatch) + style.size * 0.5
      let entryWidth = labelStart + measuring.metrics(of: entry.label, in: style).width
      if pen.x > 0, pen.x + entryWidth > width {
        pen = Point(0, pen.y + rowHeight + rowGap)
      }
      let middle = pen.y + rowHeight / 2
      marks.append(mark(entry.swatch, from: pen.x, middle: middle))
      marks.append(
        .text(
          TextLabel(
            entry.label, at: Point(pen.x + labelStart, middle), style: style, baseline: .middle)))
      right = max(right, pen.x + entryWidth)
      pen.x += entryWidth + entryGap
    }
    return Layout(
      size: Size(right, entries.isEmpty ? 0 : pen.y + rowHeight), primitives: marks)
  }

  private func swatchWidth(_ swatch: Swatch) -> Double {
    switch swatch {
    case .box: style.size * 1.3
    case .line: style.size * 2.4
    }
  }

  private func mark(_ swatch: Swatch, from x: Double, middle y: Double) -> Primitive {
    let width = swatchWidth(swatch)
    switch swatch {
    case .box(let fill, let stroke):
      let height = style.size * 0.9
      let box = Rect(x: x, y: y - height / 2, width: width, height: height)
      return .path(
        .roundedRectangle(box.inset(by: stroke.width / 2), radius: style.size / 6),
        fill: fill, stroke: stroke)
    case .line(let stroke):
      return .path(.line(from: Point(x, y), to: Point(x + width, y)), stroke: stroke)
    }
  }
}
