import Architecture
import Drawing

/// Where the picture, the classes and the maps stand: on a slide the maps beside the picture, each row
/// behind its name; on paper below it, each row below its name.
struct MapsLayout {
  var content: MapsFigure.Content
  var canvas: FigureCanvas
  var theme: Theme

  private static let caption = TextStyle(size: 10.5, color: .mutedInk)
  private static let (gap, captionHeight, rowGap) = (6.0, 15.0, 10.0)
  private static let sideGap = 26.0
  private static let labelWidths = 112.0...190.0
  private static let sideWidths = 232.0...330.0
  private static let (headingHeight, classHeight) = (22.0, 32.0)
  /// The least width of a tile where rows may be as high as they need.
  private static let tileWidth = 66.0

  private var isSlide: Bool { canvas == .slide }
  /// Height over width of what the network sees; every map has it, for it covers the same picture.
  private var aspect: Double { Double(content.picture.height) / Double(content.picture.width) }

  func leastHeight(width: Double, measuring: some TextMeasuring) -> Double {
    guard !isSlide else {
      return max(
        320, Double(content.maps.count) * (34 + Self.rowGap),
        pictureSize(width: Self.sideWidths.lowerBound, height: 232).height + 34 + classesHeight)
    }
    return head(width).height + Self.rowGap
      + content.maps.reduce(0) { $0 + rowHeight($1, width: width) + Self.rowGap }
  }

  func primitives(in frame: Rect, measuring: some TextMeasuring) -> [Primitive] {
    guard isSlide else { return paper(in: frame, measuring) }
    let pitch = (frame.height + Self.rowGap) / Double(max(content.maps.count, 1))
    let labelWidth = labelWidth(measuring)
    // What the maps leave free is the picture's.
    let room = Size(
      frame.width - Self.sideWidths.lowerBound - Self.sideGap - labelWidth,
      pitch - Self.rowGap)
    let used = content.maps.reduce(0) { max($0, grid($1, in: Rect(size: room)).width) }
    let free = min(Self.sideWidths.lowerBound + room.width - used, Self.sideWidths.upperBound)
    let size = pictureSize(width: free, height: frame.height - 34 - classesHeight)
    let side = max(size.width, Self.sideWidths.lowerBound)
    var marks = picture(in: Rect(origin: frame.origin, size: size))
    let below = Rect(
      x: frame.minX, y: frame.minY + size.height + 34, width: side,
      height: frame.height - size.height - 34)
    marks += classes(in: below, measuring)
    let x = frame.minX + side + Self.sideGap
    for (index, map) in content.maps.enumerated() {
      let y = frame.minY + Double(index) * pitch
      let tiles = Rect(
        x: x + labelWidth, y: y, width: frame.maxX - x - labelWidth, height: room.height)
      marks += label(
        map, in: Rect(x: x, y: y, width: labelWidth - 12, height: room.height), measuring)
      marks += mosaic(map, in: tiles, measuring)
    }
    return marks
  }

  // MARK: Paper

  private func paper(in frame: Rect, _ measuring: some TextMeasuring) -> [Primitive] {
    let head = head(frame.width)
    var marks = picture(in: Rect(origin: frame.origin, size: head.picture))
    let left = frame.minX + head.picture.width + 20
    marks += classes(
      in: Rect(
        x: left, y: frame.minY, width: min(frame.maxX - left, 360), height: head.height),
      measuring)
    var y = frame.minY + head.height + Self.rowGap
    for map in content.maps {
      let height = rowHeight(map, width: frame.width)
      marks += line(map, at: Point(frame.minX, y), width: frame.width, measuring)
      marks += mosaic(
        map,
        in: Rect(
          x: frame.minX, y: y + Self.headingHeight, width: frame.width,
          height: height - Self.headingHeight), measuring)
      y += height + Self.rowGap
    }
    return marks
  }

  private func head(_ width: Double) -> (picture: Size, height: Double) {
    let picture = pictureSize(width: width * 0.42, height: 200)
    return (picture, max(picture.height + 18, classesHeight))
  }

  private func rowHeight(_ map: MapsFigure.Map, width: Double) -> Double {
    // As large as in a row of their own, but wide maps as wide as three square ones.
    let least = min(Self.tileWidth * max(1, min(1 / aspect, 3)), width)
    let inLine = max(1, Int((width + Self.gap) / (least + Self.gap) + 0.1))
    let lines = (map.tiles.count + inLine - 1) / inLine
    let tile = (width + Self.gap) / Double(min(inLine, max(map.tiles.count, 1))) - Self.gap
    return Self.headingHeight
      + Double(lines) * (min(tile, least * 1.3) * aspect + Self.captionHeight)
  }

  // MARK: Side

  private var classesHeight: Double {
    content.classes.isEmpty
      ? 0 : Self.headingHeight + Double(content.classes.count) * Self.classHeight
  }

  private func pictureSize(width: Double, height: Double) -> Size {
    let scale = min(width, height / aspect)
    return Size(scale, scale * aspect)
  }

  private func picture(in rect: Rect) -> [Primitive] {
    [
      .image(content.picture.themed(theme), in: rect),
      .path(.rectangle(rect), stroke: Stroke(.mutedInk, width: 0.6)),
      .label(
        "What the network sees", at: Point(rect.minX, rect.maxY + 4), FigureStyle.small,
        anchor: .start, baseline: .top),
    ]
  }

  private func classes(in room: Rect, _ measuring: some TextMeasuring) -> [Primitive] {
    guard !content.classes.isEmpty else { return [] }
    let count = content.classes.count
    var marks: [Primitive] = [
      .label(
        count == 1 ? "The best class" : "The \(count) best classes", at: room.origin,
        FigureStyle.strong, anchor: .start, baseline: .top)
    ]
    for (index, entry) in content.classes.enumerated() {
      let y = room.minY + Self.headingHeight + Double(index) * Self.classHeight
      let percent = 100 * entry.probability
      let share = percent < 0.05 ? "<0.1 %" : FigureNumber.fixed(percent, decimals: 1) + " %"
      let room = Rect(x: room.minX, y: y, width: room.width, height: 16)
      let name = measuring.cut(
        entry.name, FigureStyle.text,
        width: room.width - measuring.width(share, FigureStyle.text) - 12)
      marks += [
        .label(name, at: room.origin, FigureStyle.text, anchor: .start, baseline: .top),
        .label(
          share, at: Point(room.maxX, y), FigureStyle.text, anchor: .end, baseline: .top),
        .path(
          .rectangle(Rect(x: room.minX, y: y + 18, width: room.width, height: 6)),
          fill: FigureStyle.band),
        .path(
          .rectangle(
            Rect(
              x: room.minX, y: y + 18, width: max(room.width * entry.probability, 0.5), height: 6)),
          fill: Palette.blue.stroke),
      ]
    }
    return marks
  }

  // MARK: Rows

  private func texts(_ map: MapsFigure.Map) -> (shape: String, count: String) {
    (map.shape.spaced, "\(map.tiles.count) of \(FigureNumber.grouped(map.shape.channels)) shown")
  }

  /// The name of a row over its shape and the number of maps.
  private func label(
    _ map: MapsFigure.Map, in room: Rect, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let texts = texts(map)
    let facts =
      room.height < 50 ? ["\(texts.shape) · \(map.tiles.count)"] : [texts.shape, texts.count]
    let lines = [(map.name, FigureStyle.strong)] + facts.map { ($0, FigureStyle.small) }
    return lines.enumerated().map { index, line in
      .label(
        measuring.cut(line.0, line.1, width: room.width),
        at: room.origin.translated(y: Double(index) * 16), line.1, anchor: .start, baseline: .top)
    }
  }

  /// The room for names, which stand before the maps.
  private func labelWidth(_ measuring: some TextMeasuring) -> Double {
    let widest = content.maps.reduce(0) {
      let texts = texts($1)
      return max(
        $0, measuring.width($1.name, FigureStyle.strong),
        measuring.width(texts.count, FigureStyle.small),
        measuring.width(texts.shape, FigureStyle.small))
    }
    return min(max(widest + 12, Self.labelWidths.lowerBound), Self.labelWidths.upperBound)
  }

  /// The same in one line.
  private func line(
    _ map: MapsFigure.Map, at point: Point, width: Double, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let texts = texts(map)
    let rest = "\(texts.shape)  ·  \(texts.count)"
    let name = measuring.cut(
      map.name, FigureStyle.strong, width: width - measuring.width(rest, FigureStyle.small) - 14)
    return [
      .label(name, at: point, FigureStyle.strong, anchor: .start, baseline: .top),
      .label(
        rest, at: point.translated(x: measuring.width(name, FigureStyle.strong) + 12, y: 1.5),
        FigureStyle.small, anchor: .start, baseline: .top),
    ]
  }

  // MARK: Tiles

  private func grid(_ map: MapsFigure.Map, in room: Rect) -> TileGrid {
    TileGrid(
      count: map.tiles.count, aspect: aspect, caption: Self.captionHeight, gap: Self.gap, in: room)
  }

  private func mosaic(
    _ map: MapsFigure.Map, in room: Rect, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let grid = grid(map, in: room)
    let room = grid.tile.width + Self.gap - 2
    func fits(_ texts: [String]) -> Bool {
      texts.reduce(0) { max($0, measuring.width($1, Self.caption)) } <= room
    }
    // All captions of a row are of one kind: the longest that has room below every tile.
    var captions = map.tiles.map { Self.caption($0, to: " to ") }
    let channels = map.tiles.map { "#\($0.channel)" }
    let hasChannels = fits(zip(channels, captions).map { "\($0)    \($1)" })
    if !fits(captions) { captions = map.tiles.map { Self.caption($0, to: "…") } }
    let hasRanges = fits(captions)
    return map.tiles.enumerated().flatMap { index, tile in
      let rect = grid.rect(index)
      let raster = Raster.mosaic(
        tile.values, width: map.shape.width, height: map.shape.height, tile.range, .sequential,
        theme)
      var marks: [Primitive] = raster.map { [.image($0, in: rect)] } ?? []
      marks.append(.path(.rectangle(rect), stroke: Stroke(.mutedInk, width: 0.5)))
      let y = rect.maxY + 2
      if hasChannels {
        marks += [
          .label(
            channels[index], at: Point(rect.minX, y), Self.caption, anchor: .start,
            baseline: .top),
          .label(
            captions[index], at: Point(rect.maxX, y), Self.caption, anchor: .end, baseline: .top),
        ]
      } else if hasRanges {
        marks.append(
          .label(captions[index], at: Point(rect.midX, y), Self.caption, baseline: .top))
      }
      return marks
    }
  }

  private static func caption(_ tile: MapsFigure.Tile, to separator: String) -> String {
    let (least, largest) = (Double(tile.range.lowerBound), Double(tile.range.upperBound))
    let width = largest > least ? largest - least : largest
    return FigureNumber.brief(least, like: width) + separator
      + FigureNumber.brief(largest, like: width)
  }
}

/// Tiles of one size in lines, as large as a room allows.
struct TileGrid {
  var tile: Size
  private var inLine: Int
  private var origin: Point
  private var pitch: Size

  /// `aspect`: height over width; below each tile a caption of some height.
  init(count: Int, aspect: Double, caption: Double, gap: Double, in room: Rect) {
    var best = (width: 0.0, inLine: 1)
    for lines in 1...max(count, 1) {
      let inLine = (count + lines - 1) / lines
      let height = (room.height + gap / 2) / Double(lines) - caption - gap / 2
      let width = min(
        height / aspect, (room.width + gap) / Double(max(inLine, 1)) - gap)
      if width > best.width { best = (width, max(inLine, 1)) }
    }
    tile = Size(best.width, best.width * aspect)
    inLine = best.inLine
    origin = room.origin
    pitch = Size(tile.width + gap, tile.height + caption + gap / 2)
  }

  /// The width of a full line.
  var width: Double { Double(inLine) * pitch.width - (pitch.width - tile.width) }

  /// Where a tile stands.
  func rect(_ index: Int) -> Rect {
    Rect(
      x: origin.x + Double(index % inLine) * pitch.width,
      y: origin.y + Double(index / inLine) * pitch.height, width: tile.width, height: tile.height)
  }
}
