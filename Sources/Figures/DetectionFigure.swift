import Drawing

/// Boxes with labels over a picture, a point for each of its pixels.
public enum DetectionFigure {
  /// A box to be drawn.
  public struct Mark: Hashable, Sendable {
    /// Its edges, in pixels of the picture.
    public var rect: Rect
    /// What stands on it.
    public var label: String
    /// Boxes of one class have one colour.
    public var classIndex: Int

    /// A mark from its parts.
    public init(rect: Rect, label: String, classIndex: Int) {
      self.rect = rect
      self.label = label
      self.classIndex = classIndex
    }
  }

  /// The figure; `marks` stand best first. Better ones are drawn over others, labels over all boxes.
  public static func scene(
    picture: Raster, marks: [Mark], measuring: some TextMeasuring
  ) -> Scene {
    let canvas = Rect(
      x: 0, y: 0, width: Double(picture.width), height: Double(picture.height))
    let size = min(max(max(canvas.width, canvas.height) / 45, 9), 40)
    let style = TextStyle(size: size, color: .white)
    var scene = Scene(size: Size(canvas.width, canvas.height), background: nil)
    scene.add(.image(picture, in: canvas))
    // Far edges need not be drawn, and cannot where they are very far.
    let shown = marks.reversed().map { mark in
      (mark: mark, rect: clipped(mark.rect, to: canvas.inset(by: -size)))
    }
    for (mark, rect) in shown {
      scene.add(
        .path(.rectangle(rect), stroke: Stroke(color(of: mark), width: size / 6)))
    }
    for (mark, rect) in shown {
      let metrics = measuring.metrics(of: mark.label, in: style)
      let width = metrics.width + size / 2
      let tag = Rect(
        x: max(0, min(rect.minX, canvas.maxX - width)),
        y: max(0, min(rect.minY - metrics.height, canvas.maxY - metrics.height)),
        width: width, height: metrics.height)
      scene.add(.path(.rectangle(tag), fill: color(of: mark)))
      scene.add(
        .text(
          TextLabel(
            mark.label, at: Point(tag.x + size / 4, tag.midY), style: style, baseline: .middle)))
    }
    return scene
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
