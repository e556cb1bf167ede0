import Drawing

/// Boxes with labels over a picture, a point for each of its pixels.
package enum DetectionFigure {
  /// A box to be drawn.
  package struct Mark: Hashable, Sendable {
    /// Its edges, in pixels of the picture.
    package var rect: Rect
    /// What is written on it.
    package var label: String
    /// Boxes of one class have one color.
    package var classIndex: Int

    /// A mark from its parts.
    package init(rect: Rect, label: String, classIndex: Int) {
      self.rect = rect
      self.label = label
      self.classIndex = classIndex
    }
  }

  /// The figure; `marks` stand best first, and a note stands below the picture.
  ///
  /// Better boxes are drawn over others, labels over all boxes. A box that lies outside the picture
  /// is left out, and so is a label that would cover a better box's wherever it stood.
  package static func scene(
    picture: Raster, marks: [Mark], note: String? = nil, measuring: some TextMeasuring
  ) -> Scene {
    let canvas = Rect(
      x: 0, y: 0, width: Double(picture.width), height: Double(picture.height))
    let size = min(max(max(canvas.width, canvas.height) / 45, 9), 40)
    let style = TextStyle(size: size, color: .white)
    var scene = Scene(size: Size(canvas.width, canvas.height), background: nil)
    scene.add(.image(picture, in: canvas))
    // Far edges need not be drawn, and cannot where they are very far.
    let shown = marks.filter { meets($0.rect, canvas) }.map { mark in
      (mark: mark, rect: clipped(mark.rect, to: canvas.inset(by: -size)))
    }
    for (mark, rect) in shown.reversed() {
      scene.add(
        .path(.rectangle(rect), stroke: Stroke(color(of: mark), width: size / 6)))
    }
    var tags: [(mark: Mark, rect: Rect)] = []
    for (mark, rect) in shown {
      let metrics = measuring.metrics(of: mark.label, in: style)
      let places = places(
        of: Size(metrics.width + size / 2, metrics.height), at: rect, in: canvas)
      if let free = places.first(where: { place in
        !tags.contains { $0.rect.intersects(place) }
      }) {
        tags.append((mark, free))
      }
    }
    for (mark, tag) in tags.reversed() {
      scene.add(.path(.rectangle(tag), fill: color(of: mark)))
      scene.add(
        .text(
          TextLabel(
            mark.label, at: Point(tag.x + size / 4, tag.midY), style: style, baseline: .middle)))
    }
    return note.map {
      scene.noting($0, style: TextStyle(size: size), measuring: measuring)
    } ?? scene
  }

  /// Where a label of a size may stand: on the box, or inside or outside at its edges, and always in
  /// the picture.
  private static func places(of size: Size, at box: Rect, in canvas: Rect) -> [Rect] {
    [box.minY - size.height, box.minY, box.maxY, box.maxY - size.height].map { y in
      Rect(
        x: max(0, min(box.minX, canvas.maxX - size.width)),
        y: max(0, min(y, canvas.maxY - size.height)), width: size.width, height: size.height)
    }
  }

  /// Whether a box has a place in the picture, if only at its edge.
  private static func meets(_ box: Rect, _ canvas: Rect) -> Bool {
    box.maxX >= canvas.minX && box.minX <= canvas.maxX && box.maxY >= canvas.minY
      && box.minY <= canvas.maxY
  }

  private static func color(of mark: Mark) -> Color {
    Palette.allCases[abs(mark.classIndex % Palette.allCases.count)].stroke
  }

  private static func clipped(_ rect: Rect, to bounds: Rect) -> Rect {
    let (left, top) = (
      min(max(rect.minX, bounds.minX), bounds.maxX), min(max(rect.minY, bounds.minY), bounds.maxY)
    )
    let (right, bottom) = (
      min(max(rect.maxX, left), bounds.maxX), min(max(rect.maxY, top), bounds.maxY)
    )
    return Rect(x: left, y: top, width: right - left, height: bottom - top)
  }
}
