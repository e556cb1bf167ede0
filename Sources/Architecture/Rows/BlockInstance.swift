/// A composite block with its arguments.
package struct BlockInstance: Sendable {
  /// The block's name as the table calls it.
  package var name: String
  /// The rows inside, with numeric parameters still as variables.
  package var rows: [Row]
  /// A parameter that the row leaves out, whose standard value refers to others of the block.
  package struct Standard: Hashable, Sendable {
    /// The parameter.
    package var name: String
    /// Its value in the block's own scope.
    package var value: Quantity

    /// A standard value from its parts.
    package init(name: String, value: Quantity) {
      self.name = name
      self.value = value
    }
  }

  /// The values of the parameters, in the scope of the row.
  package var arguments: [String: Quantity]
  /// The values of parameters that follow from others, in the order of the block.
  package var standards: [Standard]
  /// Parameters that the width multiplier scales.
  package var scaledParameters: Set<String>
  /// Results that other rows may take, by name: a row inside.
  package var results: [String: Source]

  /// A block from its parts.
  package init(
    name: String, rows: [Row], arguments: [String: Quantity], standards: [Standard],
    scaledParameters: Set<String>, results: [String: Source]
  ) {
    self.name = name
    self.rows = rows
    self.arguments = arguments
    self.standards = standards
    self.scaledParameters = scaledParameters
    self.results = results
  }
}
