import Drawing

/// How far down things reach, stretch by stretch: lines that run below things find the highest
/// free place.
struct Skyline {
  private var obstacles: [(span: Interval, bottom: Double)] = []

  /// Records that something stands over a stretch and reaches down to `bottom`.
  mutating func add(_ span: Interval, bottom: Double) {
    obstacles.append((span, bottom))
  }

  /// The lowest place that anything over the stretch reaches; `top` if there is nothing.
  func bottom(over span: Interval, top: Double) -> Double {
    obstacles
      .filter { $0.span.lower <= span.upper && span.lower <= $0.span.upper }
      .reduce(top) { max($0, $1.bottom) }
  }

  /// The lowest place of all.
  func lowest(top: Double) -> Double { obstacles.reduce(top) { max($0, $1.bottom) } }
}
