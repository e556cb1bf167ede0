/// A box in a picture as people write it: the left and the top edge, width and height in pixels,
/// `120,30,200,220`.
package struct PixelBox: Hashable, Sendable, CustomStringConvertible {
  /// The left edge.
  package var left: Double
  /// The top edge.
  package var top: Double
  /// The width, above 0.
  package var width: Double
  /// The height, above 0.
  package var height: Double

  /// Reads a box.
  package init(_ text: String) throws(NotationError) {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.trimmingBlanks)
    }
    guard numbers.count == 4, let left = numbers[0], let top = numbers[1], let width = numbers[2],
      let height = numbers[3], numbers.allSatisfy({ $0?.isFinite ?? false })
    else {
      throw NotationError("must be left,top,width,height in pixels, such as 120,30,200,220")
    }
    guard width > 0, height > 0 else {
      throw NotationError("must have a width and a height above 0")
    }
    (self.left, self.top, self.width, self.height) = (left, top, width, height)
  }

  package var description: String {
    [left, top, width, height].map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }
      .joined(separator: ",")
  }

  /// Whether it lies in a picture of some sides, edges included.
  package func isInside(width: Int, height: Int) -> Bool {
    left >= 0 && top >= 0 && left + self.width <= Double(width)
      && top + self.height <= Double(height)
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// A cell of a map as people write it: row and column from 0, `8,9`.
package struct MapCell: Hashable, Sendable {
  /// The row.
  package var row: Int
  /// The column.
  package var column: Int

  /// Reads a cell.
  package init(_ text: String) throws(NotationError) {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.trimmingBlanks)
    }
    guard numbers.count == 2, let row = numbers[0], let column = numbers[1] else {
      throw NotationError("must be a row and a column, counted from 0, such as 8,9")
    }
    (self.row, self.column) = (row, column)
  }
}
