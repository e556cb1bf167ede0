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
  /// How often it stands.
  package var repeats: Int
  /// Sides of its window.
  package var kernel: PerAxis<Int>?
  /// The product of its strides.
  package var stride: PerAxis<Int>
  /// Channels inside an inverted residual.
  package var expansion: Int?
  /// Its layers, gates and shortcuts apart.
  package var layers: [RowLayer]
  /// Its gates, one a repeat.
  package var gates: [RowGate]
  /// Its shortcuts, one a repeat that has one.
  package var shortcuts: [RowShortcut]
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

  /// Whether it has a gate.
  package var isGated: Bool { !gates.isEmpty }

  /// Whether two rows do the same, whatever they are called.
  package func isEqual(to other: Self) -> Bool {
    var other = other
    (other.number, other.name) = (number, name)
    return self == other
  }
}

extension Graph {
  /// The rows as a comparison of tables sees them.
  package func comparedRows() -> [ComparedRow] {
    costEntries(by: .row).map { entry in
      let activations = entry.nodes.compactMap { node -> RowActivation? in
        nodes[node].kind == .squeezeExcite ? nil : nodes[node].operation.rowActivation
      }
      let (layers, gates, shortcuts) = rowLayers(entry)
      return ComparedRow(
        number: rows[entry.row].number, name: entry.name, kind: rows[entry.row].kind,
        repeats: rows[entry.row].repeats, kernel: entry.kernel, stride: entry.stride,
        expansion: expandedChannels(of: entry), layers: layers, gates: gates,
        shortcuts: shortcuts, activation: activations.first, input: entry.input,
        output: entry.output, parameters: entry.cost.parameters.total, macs: entry.cost.macs)
    }
  }
}
