/// What is known of a network that comes from a model's file and not from a table.
public struct ImportedModel: Hashable, Sendable, CustomStringConvertible {
  /// The format of the file: ONNX.
  public var format: String
  /// The program that wrote it, with its version; empty if it does not say.
  public var producer: String
  /// The version of the set of operators.
  public var operatorSet: Int
  /// Operations in the file.
  public var operations: Int
  /// The operations that could not be read, each with the reason.
  public var leftOut: [String]
  /// How many more are left out because they depend on those.
  public var dependents: Int
  /// The weights of the operations that were read, by the type of their numbers, the most frequent first.
  public var weights: [StoredNumbers]
  /// The table that computes the same, if one does: `mobilenet-v2 (torchvision), norms folded`.
  public var equal: String?

  /// The facts of a model.
  public init(
    format: String, producer: String, operatorSet: Int, operations: Int, leftOut: [String] = [],
    dependents: Int = 0, weights: [StoredNumbers] = [], equal: String? = nil
  ) {
    self.format = format
    self.producer = producer
    self.operatorSet = operatorSet
    self.operations = operations
    self.leftOut = leftOut
    self.dependents = dependents
    self.weights = weights
    self.equal = equal
  }

  /// Format, writer and number of operations.
  public var description: String {
    format + (producer.isEmpty ? "" : " of \(producer)")
      + ", operator set \(operatorSet), \(operations) operations"
  }

  /// Numbers of one type in a file.
  public struct StoredNumbers: Hashable, Sendable {
    /// The type, such as `float16`.
    public var type: String
    /// How many there are.
    public var count: Int
    /// Their bytes in the file.
    public var bytes: Int

    /// Numbers of a type.
    public init(type: String, count: Int, bytes: Int) {
      (self.type, self.count, self.bytes) = (type, count, bytes)
    }
  }

  /// Whether the file has all weights in 32-bit floating point.
  public var isSinglePrecision: Bool { weights.allSatisfy { $0.type == "float32" } }

  /// What totals leave out, in one sentence; nothing if they leave out nothing.
  public var omission: String? {
    guard !leftOut.isEmpty else { return nil }
    let shown = leftOut.prefix(3).joined(separator: ", ")
    let more = leftOut.count > 3 ? " and \(leftOut.count - 3) more" : ""
    let others = dependents > 0 ? ", and \(dependents) operations that depend on them" : ""
    return "Left out of all totals: \(shown)\(more)\(others)."
  }
}
