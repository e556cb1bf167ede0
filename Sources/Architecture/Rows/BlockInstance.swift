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
  /// Names of what the block takes, in order; without them `inputs` is all of it.
  package var inputs: [String]
  /// The parameter that is a stride, which repeats after the first do not have.
  package var stride: String?
  /// Results that other rows may take, by name: a row inside.
  package var results: [String: Source]

  /// A block from its parts.
  package init(
    name: String, rows: [Row], arguments: [String: Quantity], standards: [Standard],
    scaledParameters: Set<String>, inputs: [String] = [], stride: String? = nil,
    results: [String: Source]
  ) {
    self.name = name
    self.rows = rows
    self.arguments = arguments
    self.standards = standards
    self.scaledParameters = scaledParameters
    self.inputs = inputs
    self.stride = stride
    self.results = results
  }
}

extension BlockInstance {
  /// The names by which rows inside know the two numbers of a parameter such as `2x1`.
  package static func axisNames(of parameter: String) -> PerAxis<String> {
    PerAxis(height: parameter + ".height", width: parameter + ".width")
  }

  /// The two numbers of a parameter, if it is known to have two.
  package static func perAxis(
    _ parameter: String, in variables: Set<String>
  ) -> PerAxis<Quantity>? {
    let names = axisNames(of: parameter)
    guard variables.contains(names.height), variables.contains(names.width) else { return nil }
    return names.map { Quantity(1, times: [$0]) }
  }
}
