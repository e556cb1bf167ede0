/// What does not fit between a checkpoint and a network.
public struct WeightError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A tensor of another shape.
  package struct Shape: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// The network's shape.
    package var expected: [Int]
    /// The checkpoint's shape.
    package var got: [Int]
  }

  /// Tensors that the network needs and the checkpoint lacks.
  public var missing: [String] = []
  /// Tensors that the checkpoint has and the network does not know.
  public var extra: [String] = []
  /// Tensors of another shape or type.
  package var misshapen: [Shape] = []

  var isEmpty: Bool { missing.isEmpty && extra.isEmpty && misshapen.isEmpty }

  /// All of them, one a line.
  public var description: String {
    var lines = ["the checkpoint does not fit the network"]
    lines += missing.map { "  missing: \($0)" }
    lines += extra.map { "  extra: \($0)" }
    lines += misshapen.map {
      $0.got == $0.expected
        ? "  wrong type: \($0.name) has integers"
        : "  wrong shape: \($0.name) is \($0.got), not \($0.expected)"
    }
    return lines.joined(separator: "\n")
  }
}
