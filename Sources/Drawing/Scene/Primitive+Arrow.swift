extension Primitive {
  /// A path and a filled head at its end, pointing the way the path arrives.
  ///
  /// The head is `headLength` points long, or as long as the last straight line or control arm
  /// where that is shorter; the path is cut back to the head's foot. A path that ends in no
  /// direction - empty, closed, or with its last points in one place - stays without a head.
  package static func arrow(
    along path: Path, stroke: Stroke, headLength: Double = 8
  ) -> [Primitive] {
    guard let arrival = path.arrival, let last = path.elements.last else {
      return [.path(path, stroke: stroke)]
    }
    let (from, tip) = arrival
    let reach = from.distance(to: tip)
    let length = min(headLength, reach)
    let (x, y) = ((tip.x - from.x) / reach * length, (tip.y - from.y) / reach * length)
    let foot = tip.translated(x: -x, y: -y)

    var shaft = path
    shaft.elements.removeLast()
    switch last {
    case .line:
      shaft.elements.append(.line(foot))
    case .curve(let control1, let control2, _):
      // Moving the control point along with the end keeps the direction of arrival.
      shaft.elements.append(
        .curve(control1: control1, control2: control2.translated(x: -x, y: -y), to: foot))
    case .move, .close:
      break
    }
    let head = Path.polygon([
      tip,
      foot.translated(x: -y * 0.4, y: x * 0.4),
      foot.translated(x: y * 0.4, y: -x * 0.4),
    ])
    return [.path(shaft, stroke: stroke), .path(head, fill: stroke.color)]
  }
}

extension Path {
  /// The end of the path and a point the path comes from, apart from each other.
  fileprivate var arrival: (from: Point, tip: Point)? {
    guard let last = elements.last else { return nil }
    let before: Point? =
      switch elements.dropLast().last {
      case .move(let point), .line(let point), .curve(_, _, let point): point
      case .close, nil: nil
      }
    switch last {
    case .line(let tip):
      guard let before, before != tip else { return nil }
      return (before, tip)
    case .curve(let control1, let control2, let tip):
      guard let from = [control2, control1].first(where: { $0 != tip }) ?? before, from != tip
      else { return nil }
      return (from, tip)
    case .move, .close:
      return nil
    }
  }
}
