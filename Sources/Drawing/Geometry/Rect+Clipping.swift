extension Rect {
  /// The stretches of an open line that run inside, edges included; a point that is not finite
  /// breaks the line.
  package func clipping(_ polyline: [Point]) -> [[Point]] {
    var stretches: [[Point]] = []
    var continues = false
    for (start, end) in zip(polyline, polyline.dropFirst()) {
      guard let part = inside(from: start, to: end) else {
        continues = false
        continue
      }
      if continues, let last = stretches.indices.last {
        stretches[last].append(part.end)
      } else {
        stretches.append([part.start, part.end])
      }
      continues = part.end == end
    }
    return stretches
  }

  /// The part of a straight line inside, after Liang and Barsky (1984): every edge narrows the
  /// span of the line's parameter that is kept.
  private func inside(from start: Point, to end: Point) -> (start: Point, end: Point)? {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    guard dx.isFinite, dy.isFinite else { return nil }
    var (entry, exit) = (0.0, 1.0)
    for (speed, room) in [
      (-dx, start.x - minX), (dx, maxX - start.x), (-dy, start.y - minY), (dy, maxY - start.y),
    ] {
      if speed < 0 {
        entry = max(entry, room / speed)
      } else if speed > 0 {
        exit = min(exit, room / speed)
      } else if room < 0 {
        return nil
      }
    }
    guard entry <= exit else { return nil }
    return (
      entry == 0 ? start : start.translated(x: dx * entry, y: dy * entry),
      exit == 1 ? end : start.translated(x: dx * exit, y: dy * exit)
    )
  }
}
