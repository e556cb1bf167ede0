import Architecture
import NetworkGraph

/// A row of a network as a comparison of tables sees it.
package struct ComparedRow: Hashable, Sendable {
  /// Its number, where the table gives one.
  package var number: Int?
  /// Its name.
  package var name: String
  /// What it is.
  package var kind: BlockKind
  /// Sides of its window.
  package var kernel: PerAxis<Int>?
  /// The product of its strides.
  package var stride: PerAxis<Int>
  /// Channels inside an inverted residual.
  package var expansion: Int?
  /// Convolutions and fully connected layers in it, gates apart.
  package var layers: Int
  /// Whether it has squeeze-and-excitation.
  package var isGated: Bool
  /// Its activation, gates apart.
  package var activation: RowActivation?
  /// What it takes.
  package var input: Shape
  /// What it gives.
  package var output: Shape
  /// Trainable parameters.
  package var parameters: Int
  /// Multiply-accumulates.
  package var macs: WideCount

  /// Whether two rows do the same, whatever they are called.
  package func isEqual(to other: Self) -> Bool {
    var other = other
    (other.number, other.name) = (number, name)
    return self == other
  }
}

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

extension Graph {
  /// The rows as a comparison of tables sees them.
  package func comparedRows() -> [ComparedRow] {
    costEntries(by: .row).map { entry in
      let activations = entry.nodes.compactMap { node -> RowActivation? in
        nodes[node].kind == .squeezeExcite ? nil : nodes[node].operation.rowActivation
      }
      return ComparedRow(
        number: rows[entry.row].number, name: entry.name, kind: rows[entry.row].kind,
        kernel: entry.kernel, stride: entry.stride, expansion: expandedChannels(of: entry),
        layers: entry.nodes.count {
          nodes[$0].kind != .squeezeExcite && nodes[$0].operation.isWeighted
        },
        isGated: entry.nodes.contains { nodes[$0].origin.role == .gate },
        activation: activations.first, input: entry.input, output: entry.output,
        parameters: entry.cost.parameters.total, macs: entry.cost.macs)
    }
  }
}
