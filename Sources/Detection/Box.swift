/// A box by its edges, in pixels from the top left corner.
package struct Box: Hashable, Sendable {
  /// The left edge.
  package var left: Float
  /// The top edge.
  package var top: Float
  /// The right edge.
  package var right: Float
  /// The bottom edge.
  package var bottom: Float

  /// A box from its edges.
  package init(left: Float, top: Float, right: Float, bottom: Float) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// A box from its center and sides.
  package init(_ box: CenteredBox) {
    left = box.x - box.width / 2
    top = box.y - box.height / 2
    right = box.x + box.width / 2
    bottom = box.y + box.height / 2
  }

  /// Width times height; 0 where an edge is beyond its opposite.
  package var area: Float { max(right - left, 0) * max(bottom - top, 0) }

  /// Whether every edge is a finite number.
  package var isFinite: Bool {
    left.isFinite && top.isFinite && right.isFinite && bottom.isFinite
  }

  /// The box with its edges moved into 0...width and 0...height.
  func clipped(width: Float, height: Float) -> Box {
    // An edge that is NaN stays NaN.
    Box(
      left: min(max(left, 0), width), top: min(max(top, 0), height),
      right: min(max(right, 0), width), bottom: min(max(bottom, 0), height))
  }
}

/// A box by its center and sides, in pixels.
package struct CenteredBox: Hashable, Sendable {
  /// The center, from the left.
  package var x: Float
  /// The center, from the top.
  package var y: Float
  /// The width.
  package var width: Float
  /// The height.
  package var height: Float

  /// A box from its parts.
  package init(x: Float, y: Float, width: Float, height: Float) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The same box as one with edges.
  package init(_ box: Box) {
    self.init(
      x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2,
      width: box.right - box.left, height: box.bottom - box.top)
  }
}
