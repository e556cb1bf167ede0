import Drawing

/// What stands beside the picture: all maps with the smallest object that they tell, the boxes, and how
/// the best one becomes the object.
struct BoxesSide {
  let content: BoxesFigure.Content
  /// Whether there may be less room than on a slide, and texts take more lines instead.
  var isOnPaper = false

  private static let lineHeight = 18.0
  private static let captionLine = 17.0
  /// As many boxes are listed, and as many maps shown.
  private static let most = 12
  private static let formula = TextStyle(size: 13)
  /// What can still be read on paper.
  private static let smallest = TextStyle(size: 10.2)

  /// The marks, in a frame.
  func primitives(in frame: Rect, measuring: some TextMeasuring) -> [Primitive] {
    let maps = maps(in: frame, measuring: measuring)
    let top = maps.bottom + 14
    let rest = Rect(
      x: frame.minX, y: top, width: frame.width, height: frame.maxY - top)
    return maps.marks + boxes(in: rest, measuring: measuring)
  }

  /// All maps, and where they end.
  func maps(
    in frame: Rect, measuring: some TextMeasuring
  ) -> (marks: [Primitive], bottom: Double) {
    let heading = fitted(
      content.picture == nil
        ? "Blue: an object of 4 × 4 cells of each map"
        : "The picture at the size of 4 × 4 cells of each map",
      FigureStyle.strong, at: frame.origin, width: frame.width, measuring)
    let thumbnails = self.thumbnails(
      from: frame.origin.translated(y: Self.lineHeight + 6), width: frame.width, measuring)
    return ([.text(heading)] + thumbnails.marks, thumbnails.bottom)
  }

  /// The cell's boxes, and how the best one becomes the object.
  func boxes(in frame: Rect, measuring: some TextMeasuring) -> [Primitive] {
    var marks: [Primitive] = []
    var top = frame.minY
    func heading(_ text: String) {
      marks.append(
        .text(
          fitted(
            text, FigureStyle.strong, at: Point(frame.minX, top), width: frame.width, measuring)))
      top += Self.lineHeight + 6
    }
    heading("Boxes of the yellow cell, in pixels of the input")
    let key = self.key(from: Point(frame.minX, top), width: frame.width, measuring)
    marks += key.marks
    top = key.bottom + 14
    if let object = content.object {
      let agreement =
        "\(object.isShapeOnly ? "shape IoU" : "IoU")"
        + " \(FigureNumber.fixed(object.overlap, decimals: 3))"
      heading("Box \(object.best + 1), the best (\(agreement)), becomes the object")
      let formulas =
        isOnPaper
        ? object.formulas.flatMap { measuring.lines($0, Self.smallest, width: frame.width) }
        : object.formulas
      for line in formulas {
        marks.append(
          .text(
            fitted(
              line, Self.formula, at: Point(frame.minX, top), width: frame.width, measuring)))
        top += Self.lineHeight + 1
      }
      if object.offset != nil, frame.maxY - top > 110 {
        marks += zoom(
          object,
          in: Rect(
            x: frame.minX, y: top + 12, width: frame.width, height: frame.maxY - top - 12),
          measuring)
      }
    }
    return marks
  }

  /// A line that is set smaller where it does not fit.
  private func fitted(
    _ text: String, _ style: TextStyle, at point: Point, width: Double,
    _ measuring: some TextMeasuring
  ) -> TextLabel {
    var style = style
    let natural = measuring.width(text, style)
    if natural > width {
      style.size = max(style.size * width / natural, isOnPaper ? Self.smallest.size : 9)
    }
    return TextLabel(
      isOnPaper ? measuring.cut(text, style, width: width + 0.01) : text, at: point, style: style,
      baseline: .top)
  }

  // MARK: Maps

  private func thumbnails(
    from origin: Point, width: Double, _ measuring: some TextMeasuring
  ) -> (marks: [Primitive], bottom: Double) {
    let gap = 14.0
    let maps = content.maps.prefix(Self.most)
    let columns = maps.count > 6 ? 4 : 3
    let side = (width - gap * Double(columns - 1)) / Double(columns)
    let isTall = content.input.height > content.input.width
    let size = Size(
      isTall ? side * content.input.width / content.input.height : side,
      isTall ? side : side * content.input.height / content.input.width)
    let rowHeight = size.height + 3 * Self.captionLine + 12
    var marks: [Primitive] = []
    for (index, map) in maps.enumerated() {
      let corner = Point(
        origin.x + Double(index % columns) * (side + gap),
        origin.y + Double(index / columns) * rowHeight)
      marks += thumbnail(map, index, in: Rect(origin: corner, size: size))
      let lines = [
        (map.name, FigureStyle.strong),
        (cells(map, width: side, measuring), FigureStyle.small),
        (smallest(map), FigureStyle.small),
      ]
      for (line, (text, style)) in lines.enumerated() {
        marks.append(
          .label(
            measuring.cut(text, style, width: side),
            at: Point(corner.x, corner.y + size.height + 5 + Self.captionLine * Double(line)),
            style,
            anchor: .start, baseline: .top))
      }
    }
    let rows = (maps.count + columns - 1) / columns
    return (marks, origin.y + Double(rows) * rowHeight - 12)
  }

  /// Cells and boxes of a map; on paper without a word where there is no room for it.
  private func cells(
    _ map: BoxesFigure.Map, width: Double, _ measuring: some TextMeasuring
  ) -> String {
    let sides = "\(map.rows)×\(map.columns)"
    let text = "\(sides) cells, \(map.boxes) boxes"
    return isOnPaper && measuring.width(text, FigureStyle.small) > width
      ? "\(sides), \(map.boxes) boxes" : text
  }

  private func smallest(_ map: BoxesFigure.Map) -> String {
    let side = min(map.rows, map.columns)
    guard side >= BoxesFigure.cells else { return "fewer than 4 cells" }
    let share = 100 * Double(BoxesFigure.cells) / Double(side)
    return "4 cells: \(FigureNumber.fixed(share, decimals: 1)) %"
  }

  /// A map's grid, and the picture as small as four of its cells.
  private func thumbnail(
    _ map: BoxesFigure.Map, _ index: Int, in rect: Rect
  ) -> [Primitive] {
    let isChosen = index == content.map
    let pitch = rect.width / Double(map.columns)
    let grid = BoxesFigure.grid(rows: map.rows, columns: map.columns, in: rect)
    var marks: [Primitive] = [
      .path(.rectangle(rect), fill: FigureStyle.band),
      .path(
        grid, stroke: Stroke(Color(hex: 0x9A9A9A), width: min(max(pitch / 12, 0.18), 0.8))),
    ]
    if min(map.rows, map.columns) >= BoxesFigure.cells {
      let (cellWidth, cellHeight) = (pitch, rect.height / Double(map.rows))
      let (column, row) = (
        (map.columns - BoxesFigure.cells) / 2, (map.rows - BoxesFigure.cells) / 2
      )
      let object = Rect(
        x: rect.minX + Double(column) * cellWidth, y: rect.minY + Double(row) * cellHeight,
        width: 4 * cellWidth, height: 4 * cellHeight)
      if let picture = content.picture {
        marks.append(.image(picture, in: share(of: object)))
      } else {
        marks.append(.path(.rectangle(object), fill: Palette.blue.fill))
      }
      marks.append(
        .path(
          BoxesFigure.grid(rows: 4, columns: 4, in: object),
          stroke: Stroke(Color(hex: 0xFFFFFF, opacity: 0.8), width: min(max(pitch / 14, 0.2), 0.8)))
      )
      marks.append(
        .path(.rectangle(object), stroke: Stroke(Palette.blue.stroke, width: 1.2)))
    }
    marks.append(
      .path(
        .rectangle(rect),
        stroke: isChosen
          ? Stroke(.ink, width: 2.4, join: .round) : Stroke(Color(hex: 0x9A9A9A), width: 0.8)))
    return marks
  }

  /// The picture's part of a rectangle that stands for the whole input.
  private func share(of rect: Rect) -> Rect {
    let (own, input) = (content.pictureRect, content.input)
    let whole = Rect(
      x: rect.minX + own.minX / input.width * rect.width,
      y: rect.minY + own.minY / input.height * rect.height,
      width: own.width / input.width * rect.width, height: own.height / input.height * rect.height)
    // Where a crop leaves some of it out, it fills the rectangle.
    return rect.inset(by: -0.01).contains(whole) ? whole : rect
  }

  // MARK: Boxes

  private func key(
    from origin: Point, width: Double, _ measuring: some TextMeasuring
  ) -> (marks: [Primitive], bottom: Double) {
    let boxes = content.boxes.prefix(Self.most)
    func text(_ index: Int, _ box: Rect) -> String {
      let sides = [box.width, box.height].map { FigureNumber.fixed($0, decimals: 1) }
      return "\(index + 1):  \(sides[0]) × \(sides[1])"
    }
    var columns = boxes.count > 6 ? 3 : boxes.count > 3 ? 2 : 1
    if isOnPaper {
      let widest = boxes.enumerated().reduce(0) {
        max($0, measuring.width(text($1.offset, $1.element), FigureStyle.text))
      }
      columns = max(1, min(columns, Int(width / (widest + 44))))
    }
    let rows = (boxes.count + columns - 1) / columns
    var marks: [Primitive] = []
    for (index, box) in boxes.enumerated() {
      let (column, row) = (index / rows, index % rows)
      let left = origin.x + Double(column) * width / Double(columns)
      let middle = origin.y + Double(row) * Self.lineHeight + Self.lineHeight / 2
      marks.append(
        .path(
          .line(from: Point(left, middle), to: Point(left + 30, middle)),
          stroke: BoxesFigure.stroke(index, width: 3)))
      marks.append(
        .label(
          text(index, box),
          at: Point(left + 38, middle), FigureStyle.text, anchor: .start))
    }
    return (marks, origin.y + Double(rows) * Self.lineHeight)
  }

  // MARK: Offset

  /// The cell, enlarged: where the center of the object is in it.
  private func zoom(
    _ object: BoxesFigure.Object, in frame: Rect, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    guard let offset = object.offset else { return [] }
    let side = min(frame.height - 26, 130)
    let cell = Rect(x: frame.minX + 4, y: frame.minY + 20, width: side, height: side)
    let center = Point(cell.minX + offset.x * side, cell.minY + offset.y * side)
    let stroke = Stroke(Palette.blue.stroke, width: 1.6)
    var marks: [Primitive] = [
      .path(
        .rectangle(cell), fill: Color(hex: 0xF3EA6C, opacity: 0.75),
        stroke: Stroke(.ink, width: 1.2))
    ]
    guard (0...1).contains(offset.x), (0...1).contains(offset.y) else { return marks }
    marks += Primitive.arrow(
      along: .line(from: Point(cell.minX, center.y), to: center), stroke: stroke, headLength: 7)
    marks += Primitive.arrow(
      along: .line(from: Point(center.x, cell.minY), to: center), stroke: stroke, headLength: 7)
    marks.append(.path(.circle(center: center, radius: 3.6), fill: .ink))
    let lines =
      ["The yellow cell, enlarged:", "from its corner to the object's", "center, in cells"]
      + object.offsetFormulas
    for (index, line) in lines.enumerated() {
      marks.append(
        .label(
          line, at: Point(cell.maxX + 14, cell.minY + 2 + 18 * Double(index)),
          index < 3 ? FigureStyle.small : FigureStyle.text, anchor: .start, baseline: .top))
    }
    return marks
  }
}
