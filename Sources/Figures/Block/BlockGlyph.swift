import Drawing

/// The rectangle of a block.
enum BlockGlyph {
  static func primitives(_ category: FigureCategory, in box: Rect) -> [Primitive] {
    let outline = FigureStyle.outline(category)
    var marks: [Primitive] = [
      .path(
        .roundedRectangle(box, radius: 2), fill: category.palette.fill, stroke: outline)
    ]
    if category == .composite {
      let inset = min(4, box.width / 4)
      for x in [box.minX + inset, box.maxX - inset] {
        marks.append(
          .path(.line(from: Point(x, box.minY), to: Point(x, box.maxY)), stroke: outline))
      }
    }
    return marks
  }
}
