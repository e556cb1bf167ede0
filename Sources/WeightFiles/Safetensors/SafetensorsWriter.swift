/// Writes tensors in the safetensors format.
public enum SafetensorsWriter {
  /// A tensor to be written.
  package struct Tensor: Sendable {
    /// The name in the header.
    package let name: String
    /// Sizes, outermost first.
    package let shape: [Int]
    let element: ElementType
    let bytes: [UInt8]

    /// 32-bit floating-point numbers in row-major order.
    package init(_ name: String, _ shape: [Int], _ values: [Float]) {
      self.init(name, shape, .float32, values)
    }

    /// Signed integers of 8 bits.
    package init(_ name: String, _ shape: [Int], _ values: [Int8]) {
      self.init(name, shape, .int8, values)
    }

    /// Unsigned integers of 8 bits.
    package init(_ name: String, _ shape: [Int], _ values: [UInt8]) {
      self.init(name, shape, .uint8, values)
    }

    /// Signed integers of 32 bits.
    package init(_ name: String, _ shape: [Int], _ values: [Int32]) {
      self.init(name, shape, .int32, values)
    }

    private init<Number: BitwiseCopyable>(
      _ name: String, _ shape: [Int], _ element: ElementType, _ values: [Number]
    ) {
      #if _endian(big)
        #error("The elements are written as they are in memory, which must be little-endian.")
      #endif
      (self.name, self.shape, self.element) = (name, shape, element)
      bytes = values.withUnsafeBytes { Array($0) }
    }

    /// Throws if the shape is invalid or has another number of elements.
    fileprivate func check() throws(TensorProblem) {
      let (count, stored) = (try TensorLayout(rowMajor: shape).count, bytes.count / element.width)
      guard count == stored else { throw .elementCount(expected: count, stored: stored) }
    }
  }

  /// The bytes of a file with the tensors in their order; their names are those of the header.
  ///
  /// - Parameter tensors: names, sizes outermost first, and elements in row-major order.
  /// - Throws: ``CheckpointError`` for a name that stands twice or that the format reserves, and for
  ///   a tensor whose shape has another number of elements.
  public static func file(
    _ tensors: [(name: String, shape: [Int], values: [Float])]
  ) throws(CheckpointError) -> [UInt8] {
    try file(tensors.map { Tensor($0.name, $0.shape, $0.values) })
  }

  /// The bytes of a file with tensors of several types; see ``file(_:)``.
  package static func file(_ tensors: [Tensor]) throws(CheckpointError) -> [UInt8] {
    var names: Set<String> = [SafetensorsFile.metadata]
    var entries: [String] = []
    var end = 0
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else { throw .duplicateName(tensor.name) }
      do throws(TensorProblem) { try tensor.check() } catch {
        throw .tensor(name: tensor.name, error)
      }
      let begin = end
      end += tensor.bytes.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.element.safetensors)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(end)]}")
    }
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    // So that the numbers are aligned, as the format's own writer has them.
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes += header
    for tensor in tensors { bytes += tensor.bytes }
    return bytes
  }

  /// A text as JSON has it.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\u{00}"..<"\u{20}":
        let code = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
