import Drawing

/// The picture, the grid of a map, a cell and its boxes.
struct BoxesPanel {
  let content: BoxesFigure.Content
  /// Whether the caption has the width of the page, not of the picture.
  var isOnPaper = false

  private static let halo = Color(hex: 0xFFFFFF, opacity: 0.85)
  private static let tag = TextStyle(size: 13, weight: .bold)

  /// The marks, in a frame.
  func primitives(in frame: Rect, measuring: some TextMeasuring) -> [Primitive] {
    let captionHeight = 2 * Self.captionLine + 8
    let view = self.view
    let room = Rect(
      x: frame.minX, y: frame.minY, width: frame.width, height: frame.height - captionHeight)
    let scale = Self.scale(of: view, in: room, content)
    // The view in the middle of the frame.
    let size = Size(view.width * scale.x, view.height * scale.y)
    let shown = Rect(
      x: frame.minX + (frame.width - size.width) / 2, y: frame.minY, width: size.width,
      height: size.height)
    func placed(_ rect: Rect) -> Rect {
      Rect(
        x: shown.minX + (rect.minX - view.minX) * scale.x,
        y: shown.minY + (rect.minY - view.minY) * scale.y, width: rect.width * scale.x,
        height: rect.height * scale.y)
    }
    var marks: [Primitive] = []
    let input = placed(Rect(size: content.input))
    let picture = placed(content.pictureRect)
    marks.append(.path(.rectangle(input), fill: Palette.gray.fill))
    if let raster = content.picture { marks.append(.image(raster, in: picture)) }
    let map = content.maps[content.map]
    let pitch = min(input.width / Double(map.columns), input.height / Double(map.rows))
    let grid = BoxesFigure.grid(rows: map.rows, columns: map.columns, in: input)
    let strength = min(max(pitch / 16, 0.35), 1)
    if content.picture == nil {
      marks.append(.path(grid, stroke: Stroke(Color(hex: 0xA8A8A8), width: 0.8 * strength)))
    } else {
      // Seen on dark and on light.
      let shade = Color(hex: 0x1F1F1F, opacity: 0.4 * strength)
      marks.append(.path(grid, stroke: Stroke(shade, width: 1.8 * strength)))
      marks.append(
        .path(grid, stroke: Stroke(Color(hex: 0xFFFFFF, opacity: 0.9), width: 0.8 * strength)))
    }
    // A large cell lets the picture show through.
    let cell = Color(hex: 0xF3EA6C, opacity: pitch < 70 ? 0.75 : 0.3)
    marks.append(
      .path(.rectangle(placed(content.cell)), fill: cell, stroke: Stroke(.ink, width: 1.2)))
    // What is beyond the figure is cut off at its edge.
    for (index, box) in content.boxes.enumerated().reversed() where !isMoved(index) {
      let isBest = content.object.map { $0.best == index } ?? true
      marks += outline(
        placed(box), in: shown, BoxesFigure.stroke(index, width: isBest ? 3 : 1.8))
    }
    if let object = content.object {
      marks += self.object(object, placed, shown, scale)
    }
    let captionRoom =
      isOnPaper
      ? Rect(x: frame.minX, y: shown.minY, width: frame.width, height: shown.height) : shown
    return marks + tags(placed, shown, measuring) + caption(below: captionRoom, measuring)
  }

  // MARK: Caption

  private static let captionLine = 19.0

  /// What is drawn, in one or two lines.
  private func caption(below shown: Rect, _ measuring: some TextMeasuring) -> [Primitive] {
    var sentences = ["Grid: the cells of the map. Colored: the boxes of the yellow cell."]
    if let object = content.object {
      sentences.append(
        object.offset == nil
          ? "Black: the object." : "Black: the object; dashed: the best anchor about its center.")
    }
    if isStretched { sentences.append("The network sees the picture stretched.") }
    // As many sentences in a line as it holds.
    var lines: [String] = []
    for sentence in sentences {
      let longer = (lines.last.map { $0 + " " } ?? "") + sentence
      if lines.isEmpty || measuring.width(longer, FigureStyle.heading) > shown.width {
        lines +=
          isOnPaper
          ? measuring.lines(sentence, FigureStyle.heading, width: shown.width) : [sentence]
      } else {
        lines[lines.count - 1] = longer
      }
    }
    return lines.enumerated().map { index, line in
      .label(
        line, at: Point(shown.minX, shown.maxY + 8 + Self.captionLine * Double(index)),
        FigureStyle.heading, anchor: .start, baseline: .top)
    }
  }

  /// Whether the picture has other proportions in the network's input.
  private var isStretched: Bool {
    guard let picture = content.picture else { return false }
    let (first, second) = (
      content.pictureRect.width * Double(picture.height),
      content.pictureRect.height * Double(picture.width)
    )
    return abs(first - second) > 0.01 * first
  }

  // MARK: View

  /// What is shown of the input's plane: all of it, and as much around it as boxes need, within bounds.
  private var view: Rect {
    let whole = Rect(size: content.input).union(content.pictureRect)
    let all = (content.boxes + (content.object.map { [$0.rect] } ?? [])).reduce(whole) {
      $0.union($1)
    }
    let margin = (x: content.input.width * 0.12, y: content.input.height * 0.12)
    let left = max(all.minX, -margin.x)
    let top = max(all.minY, -margin.y)
    let right = min(all.maxX, content.input.width + margin.x)
    let bottom = min(all.maxY, content.input.height + margin.y)
    // Room for outlines.
    let rim = max(content.input.width, content.input.height) * 0.008
    return Rect(
      x: left - rim, y: top - rim, width: right - left + 2 * rim, height: bottom - top + 2 * rim)
  }

  /// Points for a pixel of the input, so that the picture has its own proportions.
  private static func scale(
    of view: Rect, in frame: Rect, _ content: BoxesFigure.Content
  ) -> (x: Double, y: Double) {
    let picture = content.picture.map { Size(Double($0.width), Double($0.height)) }
    // Pixels of the picture for one of the input.
    let own =
      picture.map {
        (
          x: $0.width / max(content.pictureRect.width, 1e-6),
          y: $0.height / max(content.pictureRect.height, 1e-6)
        )
      } ?? (x: 1, y: 1)
    let fit = min(frame.width / (view.width * own.x), frame.height / (view.height * own.y))
    return (own.x * fit, own.y * fit)
  }

  // MARK: Boxes

  /// Whether a box is drawn about the object's center: the best one, if boxes are sizes only.
  private func isMoved(_ box: Int) -> Bool {
    content.object.map { $0.offset != nil && $0.best == box } ?? false
  }

  /// The best anchor about the object's center, where its answers put it if its size stays.
  private func moved(_ box: Rect, to object: BoxesFigure.Object) -> Rect {
    Rect(
      x: object.rect.midX - box.width / 2, y: object.rect.midY - box.height / 2,
      width: box.width, height: box.height)
  }

  private func outline(_ rect: Rect, in shown: Rect, _ stroke: Stroke) -> [Primitive] {
    let sides = shown.inset(by: stroke.width / 2 + 1).clipping(rect.corners + [rect.corners[0]])
    guard !sides.isEmpty else { return [] }
    let isWhole = sides.count == 1 && sides[0].count == 5
    let path =
      isWhole ? Path.rectangle(rect) : Path(sides.flatMap { Path.polyline($0).elements })
    return [
      .path(path, stroke: Stroke(Self.halo, width: stroke.width + 2, join: .round)),
      .path(path, stroke: stroke),
    ]
  }

  /// The object, the anchor about its center, and the way from the cell's corner to it.
  private func object(
    _ object: BoxesFigure.Object, _ placed: (Rect) -> Rect, _ shown: Rect,
    _ scale: (x: Double, y: Double)
  ) -> [Primitive] {
    let rect = placed(object.rect)
    var marks = outline(rect, in: shown, Stroke(.ink, width: 3.4, join: .round))
    if object.offset != nil {
      let moved = placed(moved(content.boxes[object.best], to: object))
      var stroke = BoxesFigure.stroke(object.best, width: 3)
      stroke.dash = [9, 6]
      marks += outline(moved, in: shown, stroke)
    }
    let center = Point(rect.midX, rect.midY)
    marks.append(.path(.circle(center: center, radius: 5), fill: .white))
    marks.append(.path(.circle(center: center, radius: 3.6), fill: .ink))
    return marks
  }

  /// The numbers of the boxes at their edges, as far as there is room.
  private func tags(
    _ placed: (Rect) -> Rect, _ shown: Rect, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    var taken: [Rect] = []
    var marks: [Primitive] = []
    func add(_ text: String, _ fill: Color, _ rect: Rect) {
      let size = Size(
        measuring.width(text, Self.tag) + 9, measuring.height(Self.tag) + 2)
      let isSmall = rect.width < 4 * size.width || rect.height < 4 * size.height
      // A small box would be hidden.
      let places = (isSmall ? Self.outside(rect, size) : []) + Self.inside(rect, size)
      let kept = places.map { place in
        Rect(
          x: min(max(place.x, shown.minX), shown.maxX - size.width),
          y: min(max(place.y, shown.minY), shown.maxY - size.height), width: size.width,
          height: size.height)
      }
      guard let free = kept.first(where: { place in !taken.contains { $0.intersects(place) } })
      else { return }
      taken.append(free)
      marks.append(
        .path(.roundedRectangle(free, radius: 3), fill: fill, stroke: Stroke(.ink, width: 0.8)))
      marks.append(.label(text, at: Point(free.midX, free.midY), Self.tag))
    }
    if let object = content.object { add("object", .white, placed(object.rect)) }
    for (index, box) in content.boxes.enumerated() {
      let rect = content.object.flatMap { isMoved(index) ? moved(box, to: $0) : nil } ?? box
      add("\(index + 1)", BoxesFigure.palette(index).fill, placed(rect))
    }
    return marks
  }

  /// Where a tag may stand in a box: at its corners, and in the middle of its edges.
  private static func inside(_ rect: Rect, _ size: Size) -> [Point] {
    [rect.minX, rect.maxX - size.width, rect.midX - size.width / 2].flatMap { x in
      [rect.minY, rect.maxY - size.height].map { Point(x, $0) }
    }
  }

  /// Where a tag may stand beside a box.
  private static func outside(_ rect: Rect, _ size: Size) -> [Point] {
    let gap = 4.0
    let (left, right) = (rect.minX - size.width - gap, rect.maxX + gap)
    let (above, below) = (rect.minY - size.height - gap, rect.maxY + gap)
    return [
      Point(left, above), Point(right, above), Point(right, below), Point(left, below),
      Point(rect.midX - size.width / 2, above), Point(rect.midX - size.width / 2, below),
    ]
  }
}
