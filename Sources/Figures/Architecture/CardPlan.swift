import Drawing

/// Where the cards of the heads are, side by side, each as near below its source as the
/// others let it.
struct CardPlan {
  /// From left to right edge, by head.
  var spans: [Interval] = []
  /// The height of all cards, in points.
  var heights = 0.0

  static let gap = 12.0
  static let padding = 9.0
  static let lineHeight = 18.0

  /// The room that the cards need side by side, in points.
  static func room(
    _ heads: [ArchitectureOutline.Head], measuring: some TextMeasuring
  ) -> Double {
    let widths = heads.map { width(of: $0, measuring: measuring) }
    return widths.reduce(0, +) + gap * Double(max(0, widths.count - 1))
  }

  /// A plan between two edges. The heads are in the order of their ports, the x at which their
  /// lines come down.
  init(
    _ heads: [ArchitectureOutline.Head], ports: [Double], between edges: Interval,
    measuring: some TextMeasuring
  ) {
    let widths = heads.map { Self.width(of: $0, measuring: measuring) }
    let room = Self.room(heads, measuring: measuring)
    let branches = heads.map { $0.branches.count }.max() ?? 0
    heights = Double(branches + 2) * Self.lineHeight + 14
    // Every card's wish, less the room of those before it, has to grow from card to card.
    var before: [Double] = []
    for width in widths { before.append((before.last ?? 0) + width + Self.gap) }
    let offsets = zip(before, widths).map { $0 - $1 - Self.gap }
    let growing = Self.growing(
      widths.indices.map { ports[$0] - widths[$0] / 2 - offsets[$0] })
    let slack = max(0, edges.end - edges.start - room)
    spans = widths.indices.map { index in
      let left =
        min(max(growing[index] - edges.start, 0), slack) + edges.start
        + offsets[index]
      return Interval(left, left + widths[index])
    }
  }

  /// On which of several parallel tracks each head's line runs, so that no two cross: those that
  /// run to the left from the first on, those that run to the right from the last on.
  func levels(ports: [Double]) -> [Int] {
    var levels = spans.map { _ in 0 }
    func middle(_ head: Int) -> Double { (spans[head].start + spans[head].end) / 2 }
    let leftward = spans.indices.filter { ports[$0] > middle($0) }
    let rightward = spans.indices.reversed().filter { ports[$0] < middle($0) }
    for (level, head) in leftward.enumerated() { levels[head] = level }
    for (level, head) in rightward.enumerated() { levels[head] = level }
    return levels
  }

  private static func width(
    of head: ArchitectureOutline.Head, measuring: some TextMeasuring
  ) -> Double {
    let header =
      measuring.width(head.title, FigureStyle.strong) + 12
      + measuring.width(head.input.spaced, FigureStyle.text)
    return head.branches.reduce(header) { width, branch in
      max(
        width,
        measuring.width(branch.name, FigureStyle.text) + 12
          + measuring.width(branch.output.spaced, FigureStyle.text))
    } + 2 * padding
  }

  /// The growing numbers that are nearest to the given ones: neighbors in the wrong order take
  /// their mean.
  private static func growing(_ wishes: [Double]) -> [Double] {
    var pools: [(sum: Double, count: Int)] = []
    for wish in wishes {
      pools.append((wish, 1))
      while pools.count > 1, let last = pools.last,
        pools[pools.count - 2].sum / Double(pools[pools.count - 2].count)
          > last.sum / Double(last.count)
      {
        pools.removeLast()
        pools[pools.count - 1].sum += last.sum
        pools[pools.count - 1].count += last.count
      }
    }
    return pools.flatMap { pool in
      (0..<pool.count).map { _ in pool.sum / Double(pool.count) }
    }
  }
}
