extension Box {
  /// Intersection over union of two boxes, from 0 to 1; 0 where neither has an area.
  package func overlap(with other: Box) -> Double {
    func extent(_ low: Float, _ high: Float) -> Double { max(Double(high) - Double(low), 0) }
    func area(_ box: Box) -> Double {
      extent(box.left, box.right) * extent(box.top, box.bottom)
    }
    let shared =
      extent(max(left, other.left), min(right, other.right))
      * extent(max(top, other.top), min(bottom, other.bottom))
    let union = area(self) + area(other) - shared
    return union > 0 ? shared / union : 0
  }
}

extension CenteredBox {
  /// Intersection over union of the shapes of two boxes, as if they had one center.
  func shapeOverlap(with other: CenteredBox) -> Double {
    let (width, height) = (Double(self.width), Double(self.height))
    let (otherWidth, otherHeight) = (Double(other.width), Double(other.height))
    let shared = min(width, otherWidth) * min(height, otherHeight)
    let union = width * height + otherWidth * otherHeight - shared
    return union > 0 ? shared / union : 0
  }

  /// By how many times the sides of two boxes differ at most, one way or the other.
  func sideRatio(to other: CenteredBox) -> Double {
    let ratios = [
      Double(width) / Double(other.width), Double(height) / Double(other.height),
    ]
    return ratios.reduce(1) { max($0, max($1, 1 / $1)) }
  }
}

extension [Double] {
  /// The place of the largest number, the first of those that differ from it by rounding alone.
  var firstOfLargest: Int? {
    guard let largest = self.max() else { return nil }
    return firstIndex { $0 >= largest - 1e-6 }
  }
}
