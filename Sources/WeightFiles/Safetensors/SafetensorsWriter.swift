/// Writes tensors of 32-bit floating-point numbers in the safetensors format.
public enum SafetensorsWriter {
  /// The bytes of a file with the tensors in their order; their names are those of the header.
  ///
  /// - Parameter tensors: names, sizes outermost first, and elements in row-major order.
  /// - Throws: ``CheckpointError`` for a name that stands twice or that the format reserves, and for
  ///   a tensor whose shape has another number of elements.
  public static func file(
    _ tensors: [(name: String, shape: [Int], values: [Float])]
  ) throws(CheckpointError) -> [UInt8] {
    var names: Set<String> = [SafetensorsFile.metadata]
    var entries: [String] = []
    var end = 0
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else { throw .duplicateName(tensor.name) }
      do throws(TensorProblem) {
        _ = try StoredTensor(.float32, shape: tensor.shape, tensor.values)
      } catch {
        throw .tensor(name: tensor.name, error)
      }
      let begin = end
      end += tensor.values.count * ElementType.float32.width
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(quoted(tensor.name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(end)]}")
    }
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    // So that the numbers are aligned, as the format's own writer has them.
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes += header
    for tensor in tensors {
      #if _endian(big)
        #error("The elements are written as they are in memory, which must be little-endian.")
      #endif
      tensor.values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
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
