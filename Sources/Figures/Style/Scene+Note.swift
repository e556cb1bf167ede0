import Drawing

extension Scene {
  /// The scene with a line of text below it; it grows by the line, and as wide as the line needs.
  ///
  /// The new room is white: marks that reach over the old edge end there.
  func noting(_ note: String, style: TextStyle, measuring: some TextMeasuring) -> Scene {
    let metrics = measuring.metrics(of: note, in: style)
    let margin = style.size / 2
    let grown = Size(
      max(size.width, metrics.width + 2 * margin), size.height + metrics.height + 2 * margin)
    var scene = Scene(size: grown, primitives: primitives)
    for room in [
      Rect(x: size.width, y: 0, width: grown.width - size.width, height: size.height),
      Rect(x: 0, y: size.height, width: grown.width, height: grown.height - size.height),
    ] {
      scene.add(.path(.rectangle(room), fill: .white))
    }
    scene.add(
      .text(
        TextLabel(
          note, at: Point(margin, (size.height + grown.height) / 2), style: style,
          baseline: .middle)))
    return scene
  }
}
