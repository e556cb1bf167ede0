import Architecture
import Drawing

/// The boxes of one cell over a picture with the grid of its map, and all maps of a detector beside it.
package enum BoxesFigure {
  /// One of a detector's maps.
  package struct Map: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// Cells from top to bottom.
    package var rows: Int
    /// Cells from left to right.
    package var columns: Int
    /// Boxes a cell.
    package var boxes: Int

    /// A map from its parts.
    package init(name: String, rows: Int, columns: Int, boxes: Int) {
      self.name = name
      self.rows = rows
      self.columns = columns
      self.boxes = boxes
    }
  }

  /// What is to be found in the picture, and what finds it.
  package struct Object: Hashable, Sendable {
    /// Where it is, in pixels of the input.
    package var rect: Rect
    /// The best of the cell's boxes, from 0 on.
    package var best: Int
    /// How well that agrees, from 0 to 1.
    package var overlap: Double
    /// Whether only shapes are compared.
    package var isShapeOnly: Bool
    /// The center less the cell's corner, in cells, where that is what a detector predicts.
    package var offset: Point?
    /// How a detector predicts it, a line for x and one for y.
    package var offsetFormulas: [String]
    /// How the best box becomes the object, a line each.
    package var formulas: [String]

    /// An object from its parts.
    package init(
      rect: Rect, best: Int, overlap: Double, isShapeOnly: Bool, offset: Point?,
      offsetFormulas: [String],
      formulas: [String]
    ) {
      self.rect = rect
      self.best = best
      self.overlap = overlap
      self.isShapeOnly = isShapeOnly
      self.offset = offset
      self.offsetFormulas = offsetFormulas
      self.formulas = formulas
    }
  }

  /// What is drawn.
  package struct Content: Sendable {
    /// The picture; nothing for a blank canvas.
    package var picture: Raster?
    /// Where the picture is in the network's input, in pixels of it.
    package var pictureRect: Rect
    /// The input's sides.
    package var input: Size
    /// All maps.
    package var maps: [Map]
    /// The chosen one, from 0 on.
    package var map: Int
    /// The row and the column of the chosen cell.
    package var place: (row: Int, column: Int)
    /// The chosen cell, in pixels of the input.
    package var cell: Rect
    /// Its boxes, in pixels of the input.
    package var boxes: [Rect]
    /// What is to be found.
    package var object: Object?

    /// A content from its parts.
    package init(
      picture: Raster?, pictureRect: Rect, input: Size, maps: [Map], map: Int,
      place: (row: Int, column: Int),
      cell: Rect, boxes: [Rect], object: Object?
    ) {
      self.picture = picture
      self.pictureRect = pictureRect
      self.input = input
      self.maps = maps
      self.map = map
      self.place = place
      self.cell = cell
      self.boxes = boxes
      self.object = object
    }
  }

  /// Cells of a map's side that an object should cover.
  static let cells = 4
  /// The gap between the picture and what stands beside it.
  private static let gap = 30.0
  /// The width of what stands beside the picture.
  private static let sideWidth = 400.0

  /// The figure on a canvas: on a slide the picture beside the maps and boxes, on paper above them.
  package static func scene(
    _ spec: ArchitectureSpec, _ content: Content, on canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) -> Scene {
    let title = title(spec, content)
    return canvas == .slide
      ? slide(title, content, measuring: measuring)
      : paper(title, content, canvas, measuring: measuring)
  }

  private static func title(_ spec: ArchitectureSpec, _ content: Content) -> FigureTitle {
    let input = content.input
    let sides = "\(FigureNumber.trimmed(input.width))×\(FigureNumber.trimmed(input.height))"
    let map = content.maps[content.map]
    let facts = [
      "input \(sides)", "map \(map.name), \(map.rows)×\(map.columns) cells",
      "cell in row \(content.place.row), column \(content.place.column)",
    ]
    return FigureTitle(
      title: FigureTitle.title(of: spec), facts: facts,
      source: FigureTitle.source(of: spec.reference))
  }

  private static func slide(
    _ title: FigureTitle, _ content: Content, measuring: some TextMeasuring
  ) -> Scene {
    let (slide, margin) = (FigureStyle.slide, FigureStyle.margin)
    var scene = Scene(size: slide)
    scene.add(contentsOf: title.primitives(width: slide.width, measuring: measuring))
    let top = 104.0
    let bottom = slide.height - FigureStyle.bottomMargin
    let main = Rect(
      x: margin, y: top, width: slide.width - 2 * margin - sideWidth - gap, height: bottom - top)
    scene.add(contentsOf: BoxesPanel(content: content).primitives(in: main, measuring: measuring))
    let side = Rect(
      x: main.maxX + gap, y: top, width: sideWidth, height: bottom - top)
    scene.add(contentsOf: BoxesSide(content: content).primitives(in: side, measuring: measuring))
    return scene
  }

  /// The picture above; below it, on a page side by side, the maps and the boxes.
  private static func paper(
    _ title: FigureTitle, _ content: Content, _ canvas: FigureCanvas,
    measuring: some TextMeasuring
  ) -> Scene {
    let panel = BoxesPanel(content: content, isOnPaper: true)
    let side = BoxesSide(content: content, isOnPaper: true)
    func marks(in room: Rect) -> [Primitive] {
      let greatest = Rect(x: room.minX, y: room.minY, width: room.width, height: room.width * 0.9)
      let picture = panel.primitives(in: greatest, measuring: measuring)
      let top = (Scene.bounds(of: picture, measuring: measuring)?.maxY ?? room.minY) + 18
      // As high as it needs to be.
      let rest = Rect(x: room.minX, y: top, width: room.width, height: 4000)
      guard canvas == .page else {
        return picture + side.primitives(in: rest, measuring: measuring)
      }
      let width = (room.width - gap) / 2
      let (left, right) = (
        Rect(x: room.minX, y: top, width: width, height: rest.height),
        Rect(x: room.minX + width + gap, y: top, width: width, height: rest.height)
      )
      return picture + side.maps(in: left, measuring: measuring).marks
        + side.boxes(in: right, measuring: measuring)
    }
    return FigureFrame(canvas: canvas, title: title).scene(
      height: { width in
        let own = marks(in: Rect(x: 0, y: 0, width: width, height: 0))
        return (Scene.bounds(of: own, measuring: measuring)?.maxY ?? 0) + 4
      }, measuring: measuring, body: marks)
  }

  /// The color of a box, by its number in the cell.
  static func palette(_ box: Int) -> Palette {
    let colors: [Palette] = [.vermilion, .blue, .green, .purple, .orange, .skyBlue, .yellow]
    return colors[box % colors.count]
  }

  /// How a box is outlined: those beyond the colors are dashed.
  static func stroke(_ box: Int, width: Double) -> Stroke {
    Stroke(palette(box).stroke, width: width, dash: box < 7 ? [] : [6, 4], join: .round)
  }

  /// The lines of a grid as one path.
  static func grid(rows: Int, columns: Int, in rect: Rect) -> Path {
    var elements: [Path.Element] = []
    for column in 0...max(columns, 1) {
      let x = rect.minX + rect.width * Double(column) / Double(max(columns, 1))
      elements += [.move(Point(x, rect.minY)), .line(Point(x, rect.maxY))]
    }
    for row in 0...max(rows, 1) {
      let y = rect.minY + rect.height * Double(row) / Double(max(rows, 1))
      elements += [.move(Point(rect.minX, y)), .line(Point(rect.maxX, y))]
    }
    return Path(elements)
  }
}
