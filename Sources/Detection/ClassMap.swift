import Architecture
import Images
import NetworkGraph

/// A class for every place of a map: what a segmentation network answers.
package struct ClassMap: Hashable, Sendable {
  /// Columns.
  package let width: Int
  /// Rows.
  package let height: Int
  /// The classes, row by row.
  package let classes: [Int]

  /// The best class at every place of an answer, HWC; nothing if its numbers do not fill the shape.
  ///
  /// Of equal scores the first wins; a NaN never does.
  package init?(answer: [Float], shape: Shape) {
    guard shape.channels > 0, answer.count == shape.count else { return nil }
    width = shape.width
    height = shape.height
    classes = (0..<shape.places).map { place in
      let start = place * shape.channels
      var best = 0
      for channel in 1..<max(shape.channels, 1)
      where answer[start + channel] > answer[start + best] || answer[start + best].isNaN {
        best = channel
      }
      return best
    }
  }

  /// Whether a network answers with the class of every pixel: with one map of its input's size.
  package static func isAnswer(of graph: Graph) -> Bool {
    let shapes = graph.outputs.map { graph.nodes[$0.node].shape }
    let input = graph.input
    guard let shape = shapes.first, shapes.count == 1, !shape.isVector else { return false }
    return (shape.height, shape.width) == (input.height, input.width) && shape.channels > 1
  }

  /// The class of every pixel of a picture of the given sides, row by row: that of the place that it
  /// stands on, or of the nearest one for pixels that a crop left out.
  package func classes(width: Int, height: Int, placement: Placement) -> [Int] {
    func index(_ pixel: Int, _ scale: Double, _ offset: Double, _ count: Int) -> Int {
      let place = ((Double(pixel) + 0.5) * scale + offset).rounded(.down)
      return Int(min(max(place, 0), Double(count - 1)))
    }
    let columns = (0..<width).map { index($0, placement.scaleX, placement.offsetX, self.width) }
    return (0..<height).flatMap { row in
      let start = index(row, placement.scaleY, placement.offsetY, self.height) * self.width
      return columns.map { classes[start + $0] }
    }
  }
}
