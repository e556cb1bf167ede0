@testable import WeightFiles

/// Writes a frozen graph, field by field.
struct GraphWriter {
  private(set) var bytes: [UInt8] = []

  /// A number, seven bits a byte.
  static func number(_ value: UInt64) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + number(value >> 7)
  }

  /// A field with a length.
  static func field(_ number: UInt64, _ content: [UInt8]) -> [UInt8] {
    Self.number(number << 3 | 2) + Self.number(UInt64(content.count)) + content
  }

  static func text(_ number: UInt64, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  static func floats(_ values: [Float]) -> [UInt8] {
    values.flatMap { littleEndian($0.bitPattern) }
  }

  /// A tensor's fields: its type, its sizes, and whatever has its numbers.
  static func tensor(type: UInt64 = 1, _ shape: [Int], _ numbers: [UInt8]) -> [UInt8] {
    let sizes = shape.flatMap {
      field(2, [0x08] + number(UInt64(bitPattern: Int64($0))))
    }
    return [0x08] + number(type) + field(2, sizes) + numbers
  }

  mutating func add(_ operation: String, _ name: String, _ inputs: [String], _ rest: [UInt8] = []) {
    var node = Self.text(1, name) + Self.text(2, operation)
    for input in inputs { node += Self.text(3, input) }
    bytes += Self.field(1, node + rest)
  }

  /// An attribute whose value is the field `kind`.
  static func attribute(_ name: String, _ value: [UInt8]) -> [UInt8] {
    field(5, text(1, name) + field(2, value))
  }

  /// A constant, with the attribute that repeats its type, and a copy of it to be taken.
  mutating func constant(_ name: String, _ tensor: [UInt8]) {
    add(
      "Const", name, [],
      Self.attribute("dtype", [0x30, 1]) + Self.attribute("value", Self.field(8, tensor)))
    add("Identity", name + "/read", [name], Self.attribute("T", [0x30, 1]))
  }

  /// A constant of 32-bit numbers as they are in memory.
  mutating func constant(_ name: String, _ shape: [Int], _ values: [Float]) {
    constant(name, Self.tensor(shape, Self.field(4, Self.floats(values))))
  }

  /// A convolution, a depthwise one with its norm, and a fully connected layer; the numbers of their
  /// weights are the places at which the file has them.
  static let sample = {
    var graph = GraphWriter()
    graph.add("Placeholder", "input", [])
    graph.constant("a/weights", [1, 2, 2, 3], (0..<12).map { Float($0) })
    graph.add("Conv2D", "a/Conv2D", ["input", "a/weights/read"])
    graph.constant("b/depthwise_weights", [2, 1, 3, 2], (0..<12).map { Float($0) })
    graph.add("DepthwiseConv2dNative", "b/depthwise", ["a/Conv2D", "b/depthwise_weights/read"])
    for (index, part) in ["gamma", "beta", "moving_mean", "moving_variance"].enumerated() {
      graph.constant("b/BatchNorm/\(part)", [2], [Float(index), -1])
    }
    graph.add(
      "FusedBatchNorm", "b/BatchNorm",
      [
        "b/depthwise:0", "b/BatchNorm/gamma/read", "b/BatchNorm/beta/read:0",
        "b/BatchNorm/moving_mean", "b/BatchNorm/moving_variance/read",
      ])
    graph.constant("c/weights", [3, 2], [1, 2, 3, 4, 5, 6])
    graph.add("MatMul", "c/MatMul", ["b/BatchNorm", "c/weights/read"])
    graph.constant("c/biases", [2], [7, 8])
    graph.add("BiasAdd", "c/BiasAdd", ["c/MatMul", "c/biases/read"])
    // What no layer takes.
    graph.constant("threshold", [], [0.5])
    graph.constant("sizes", GraphWriter.tensor(type: 3, [2], field(7, [5, 9])))
    graph.add("Reshape", "reshaped", ["c/BiasAdd", "sizes"])
    return graph
  }()
}
