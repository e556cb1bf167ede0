import Architecture
import NetworkGraph

/// Two tables side by side, row by row: what is in both, changed or not, and what is in one only.
package struct TableDiff: Sendable {
  /// Rows that correspond; one of them is absent if a row is in one table only.
  package struct Pair: Hashable, Sendable {
    /// The first table's row.
    package var first: ComparedRow?
    /// The second table's.
    package var second: ComparedRow?

    /// Whether both are there and do the same.
    package var isEqual: Bool {
      guard let first, let second else { return false }
      return first.isEqual(to: second)
    }

    /// In what the second differs from the first; nothing if a row is in one table only.
    package var differences: [RowDifference] {
      guard let first, let second else { return [] }
      return RowDifference.between(first, second)
    }

    /// The same without the conventions of a framework, which hold for many rows alike.
    package var ownDifferences: [RowDifference] { differences.filter { !$0.isConvention } }

    /// Whether both are there and do the same but for conventions of a framework.
    package var isAlike: Bool { first != nil && second != nil && ownDifferences.isEmpty }
  }

  /// The pairs, in order.
  package var pairs: [Pair]

  /// The alignment that changes least: an inserted row shifts nothing.
  package init(_ first: [ComparedRow], _ second: [ComparedRow]) {
    // cost[i][j] aligns the first i rows with the first j.
    let width = second.count + 1
    var cost = [Int](repeating: 0, count: (first.count + 1) * width)
    for i in 0...first.count {
      for j in 0...second.count where i > 0 || j > 0 {
        var best = Int.max
        if i > 0, j > 0 {
          best = cost[(i - 1) * width + j - 1] + Self.change(first[i - 1], second[j - 1])
        }
        if i > 0 { best = min(best, cost[(i - 1) * width + j] + Self.gap) }
        if j > 0 { best = min(best, cost[i * width + j - 1] + Self.gap) }
        cost[i * width + j] = best
      }
    }
    var (i, j) = (first.count, second.count)
    var pairs: [Pair] = []
    while i > 0 || j > 0 {
      let here = cost[i * width + j]
      if i > 0, j > 0,
        here == cost[(i - 1) * width + j - 1] + Self.change(first[i - 1], second[j - 1])
      {
        (i, j) = (i - 1, j - 1)
        pairs.append(Pair(first: first[i], second: second[j]))
      } else if i > 0, here == cost[(i - 1) * width + j] + Self.gap {
        i -= 1
        pairs.append(Pair(first: first[i], second: nil))
      } else {
        j -= 1
        pairs.append(Pair(first: nil, second: second[j]))
      }
    }
    self.pairs = pairs.reversed()
  }

  /// What a row costs that is in one table only.
  private static let gap = 4

  /// What it costs that one row became another: more than both alone if they are of different kinds.
  private static func change(_ first: ComparedRow, _ second: ComparedRow) -> Int {
    if first.isEqual(to: second) { return first.name == second.name ? 0 : 1 }
    guard first.kind == second.kind else { return 3 * gap }
    return (first.name == second.name ? 2 : 3)
      + (first.output == second.output ? 0 : 1) + (first.kernel == second.kernel ? 0 : 1)
  }
}
