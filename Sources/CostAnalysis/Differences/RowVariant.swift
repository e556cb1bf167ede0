/// Networks whose row differs alike from that of the network that is explained, or whose row that one differs
/// from.
package struct RowVariant: Hashable, Sendable {
  /// The names of the networks.
  package var networks: [String]
  /// The row's name in the network that is explained.
  package var row: String
  /// The differences; nothing where the row has no counterpart.
  package var differences: [RowDifference]?

  /// A variant from its parts.
  package init(networks: [String], row: String, differences: [RowDifference]?) {
    self.networks = networks
    self.row = row
    self.differences = differences
  }
}

/// How a row of a network stands in others of its table.
package enum RowVariants: Hashable, Sendable {
  /// The network is a dialect: in what its row differs from its table's.
  case ofTable(RowVariant)
  /// The network is a table: in what the rows of its dialects differ from its own, those that differ alike
  /// together.
  case ofDialects([RowVariant])
}

extension TableDiff {
  /// In what the second table's row differs that stands beside the first one's row of a name; nothing if
  /// none does.
  package func differences(inRow name: String) -> [RowDifference]? {
    let pair = pairs.first { $0.first?.name == name }
    return pair?.second == nil ? nil : pair?.differences
  }

  /// The same of the second table's row of a name.
  package func differences(inSecondRow name: String) -> [RowDifference]? {
    let pair = pairs.first { $0.second?.name == name }
    return pair?.first == nil ? nil : pair?.differences
  }
}
