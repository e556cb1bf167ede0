import Drawing

extension CairoRenderer {
  /// Cairo computes in 24 bits before the point and 8 behind it, and wraps around beyond them.
  private static let farthestCoordinate = 4_000_000.0

  /// Throws where a scene or its scale, in pixels per point, is beyond what Cairo can draw.
  static func validate(_ scene: Scene, scale: Double) throws(RenderingError) {
    guard scale > 0, scale.isFinite else { throw .invalidResolution(scale) }
    let size = scene.size
    guard size.width > 0, size.width.isFinite, size.height > 0, size.height.isFinite else {
      throw .invalidSize(size)
    }
    let (width, height) = (
      (size.width * scale).rounded(.up), (size.height * scale).rounded(.up)
    )
    guard max(width, height) <= Double(longestSide), width * height <= Double(largestArea) else {
      throw .canvasTooLarge(Size(width, height))
    }

    for (index, primitive) in scene.primitives.enumerated() {
      // A comparison with NaN is false, so numbers that are none fail here too.
      guard primitive.lengths.allSatisfy({ abs($0) * scale <= farthestCoordinate }) else {
        throw .coordinateOutOfRange(primitive: index)
      }
    }
  }
}

extension Primitive {
  /// Every coordinate and length, in points.
  fileprivate var lengths: [Double] {
    switch self {
    case .path(let path, fill: _, let stroke):
      let points = path.elements.flatMap { element -> [Point] in
        switch element {
        case .move(let point), .line(let point): [point]
        case .curve(let control1, let control2, let end): [control1, control2, end]
        case .close: []
        }
      }
      return points.flatMap { [$0.x, $0.y] } + (stroke.map { [$0.width] + $0.dash } ?? [])
    case .text(let label):
      return [label.position.x, label.position.y, label.style.size]
    case .image(_, in: let rect):
      return [rect.x, rect.y, rect.width, rect.height]
    }
  }
}
