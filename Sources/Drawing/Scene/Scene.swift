/// A figure as a value: what is drawn where, before any renderer turns it into a picture.
///
/// Everything is rounded to hundredths of a point on the way in, so that one scene is the same to
/// the last digit wherever it is computed.
public struct Scene: Equatable, Hashable, Sendable {
  /// The size of the canvas, in points.
  public let size: Size
  /// What the canvas is filled with first; `nil` leaves it transparent.
  public let background: Color?
  /// The marks, in drawing order.
  package private(set) var primitives: [Primitive]

  /// A scene of the given marks.
  package init(size: Size, background: Color? = .white, primitives: [Primitive] = []) {
    self.size = size.rounded
    self.background = background
    self.primitives = primitives.map { $0.rounded }
  }

  /// A scene just large enough for the marks and a margin around them, in points.
  ///
  /// The marks are moved so that the uppermost and the leftmost start at the margin.
  package init(
    fitting primitives: [Primitive], margin: Double, background: Color? = .white,
    measuring: some TextMeasuring
  ) {
    let bounds = Self.bounds(of: primitives, measuring: measuring) ?? Rect(size: Size(0, 0))
    self.init(
      size: Size(bounds.width + 2 * margin, bounds.height + 2 * margin),
      background: background,
      primitives: primitives.map { $0.translated(x: margin - bounds.x, y: margin - bounds.y) })
  }

  /// The canvas as a rectangle.
  public var canvas: Rect { Rect(size: size) }

  /// Draws one more mark over the others.
  package mutating func add(_ primitive: Primitive) {
    primitives.append(primitive.rounded)
  }

  /// Draws more marks, in order, over the others.
  package mutating func add(contentsOf more: some Sequence<Primitive>) {
    primitives.append(contentsOf: more.lazy.map { $0.rounded })
  }

  /// The smallest rectangle that holds the marks; `nil` where none covers anything.
  package static func bounds(
    of primitives: some Sequence<Primitive>, measuring: some TextMeasuring
  ) -> Rect? {
    primitives.reduce(nil) { sum, primitive in
      guard let bounds = primitive.bounds(measuring: measuring) else { return sum }
      return sum?.union(bounds) ?? bounds
    }
  }
}
