import Drawing

/// What every figure has around it: the title above; notes and the legend below.
struct FigureFrame {
  var canvas: FigureCanvas
  var title: FigureTitle
  /// What a reader has to know besides, a paragraph each.
  var notes: [String] = []
  var key = FigureKey(entries: [])

  /// The figure: `body` draws in the room that is left, at least `height` points high; a slide becomes
  /// higher for it.
  func scene(
    height: (_ width: Double) -> Double, measuring: some TextMeasuring,
    body: (Rect) -> [Primitive]
  ) -> Scene {
    let heading = title.layout(on: canvas, measuring: measuring)
    let (margin, room) = (canvas.margin, canvas.width - 2 * canvas.margin)
    let foot = foot(width: room, measuring)
    let bottom = foot.size.height + (canvas == .slide ? FigureStyle.bottomMargin : margin)
    let size = Size(
      canvas.width, max(canvas.height ?? 0, heading.size.height + height(room) + bottom))
    let frame = Rect(
      x: margin, y: heading.size.height, width: room,
      height: size.height - heading.size.height - bottom)
    var scene = Scene(size: size)
    scene.add(contentsOf: heading.primitives)
    scene.add(contentsOf: body(frame))
    scene.add(contentsOf: foot.primitives.map { $0.translated(x: margin, y: frame.maxY) })
    return canvas.scale == 1 ? scene : scene.scaled(by: canvas.scale)
  }

  /// Notes and legend, from (0, 0) on, with the room between them and what stands above.
  private func foot(width: Double, _ measuring: some TextMeasuring) -> FigureKey.Layout {
    var marks: [Primitive] = []
    var y = 0.0
    let layout = key.layout(width: width, measuring: measuring)
    if !key.entries.isEmpty {
      y += 14
      marks += layout.primitives.map { $0.translated(y: y) }
      y += layout.size.height
    }
    for note in notes {
      y += 8
      for line in measuring.lines(note, FigureStyle.small, width: width) {
        marks.append(
          .label(line, at: Point(0, y), FigureStyle.small, anchor: .start, baseline: .top))
        y += measuring.height(FigureStyle.small) + 1
      }
    }
    return FigureKey.Layout(size: Size(width, y), primitives: marks)
  }
}
