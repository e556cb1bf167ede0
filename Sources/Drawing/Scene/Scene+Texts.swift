/// A label of a scene and the room it takes.
package struct TextBox: Equatable, Sendable {
  /// The label.
  package let label: TextLabel
  /// The rectangle of the whole line, in points.
  package let bounds: Rect
}

extension Scene {
  /// Every label with its room, in drawing order; labels without letters are left out.
  package func textBoxes(measuring: some TextMeasuring) -> [TextBox] {
    primitives.compactMap { primitive in
      guard case .text(let label) = primitive, !label.string.isEmpty else { return nil }
      return TextBox(label: label, bounds: label.bounds(measuring: measuring))
    }
  }

  /// Every pair of labels whose rooms share an area.
  package func overlappingTexts(measuring: some TextMeasuring) -> [(TextBox, TextBox)] {
    let boxes = textBoxes(measuring: measuring)
    return boxes.indices.flatMap { index in
      boxes[(index + 1)...]
        .filter { $0.bounds.intersects(boxes[index].bounds) }
        .map { (boxes[index], $0) }
    }
  }

  /// Every label that is not wholly on the canvas.
  package func textsOffCanvas(measuring: some TextMeasuring) -> [TextBox] {
    textBoxes(measuring: measuring).filter { !canvas.contains($0.bounds) }
  }
}
