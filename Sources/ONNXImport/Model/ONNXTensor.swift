import WeightFiles

/// A constant of a model: its shape, and where its numbers are.
package struct ONNXTensor: Sendable {
  /// Where numbers are in the file.
  enum Content: Sendable {
    /// As they are in memory.
    case raw(Range<Int>)
    /// Those of a field for numbers of their kind, in one piece or several.
    case packed([Range<Int>])
    /// Whole numbers of variable length, in pieces.
    case varints([Range<Int>])
    /// Whole numbers of variable length, each in a field of its own.
    case loose([UInt64])
    /// In another file, from an offset on; without a length, all that the shape needs.
    case external(file: String, offset: UInt64, length: UInt64?)
    /// Nowhere.
    case none
  }

  /// Its name.
  package private(set) var name = ""
  /// ONNX's number for the type of its elements.
  private(set) var type: UInt64 = 0
  /// Its shape.
  package private(set) var shape: [Int] = []
  private(set) var content = Content.none

  /// Reads a tensor's fields up to the offset `end`, but not its numbers.
  init(_ reader: inout MessageReader, until end: Int) throws(CheckpointError) {
    var raw: Range<Int>?
    var (packed, varints): ([Range<Int>], [Range<Int>]) = ([], [])
    var loose: [UInt64] = []
    var file: String?
    var (offset, length): (UInt64, UInt64?) = (0, nil)
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      switch (field, content) {
      case (1, .number(let number)): shape.append(Int(wire: number))
      case (1, .bytes(let range)): shape += try reader.numbers(range).map { Int(wire: $0) }
      case (2, .number(let number)): type = number
      case (4, .four(let range)), (10, .eight(let range)), (4, .bytes(let range)),
        (10, .bytes(let range)):
        packed.append(range)
      case (5, .bytes(let range)), (7, .bytes(let range)), (11, .bytes(let range)):
        varints.append(range)
      case (5, .number(let number)), (7, .number(let number)), (11, .number(let number)):
        loose.append(number)
      case (8, .bytes(let range)): name = try reader.text(range)
      case (9, .bytes(let range)): raw = range
      case (13, .bytes(let range)):
        let entry = try Self.entry(&reader, until: range.upperBound)
        switch entry.key {
        case "location": file = entry.value
        case "offset": offset = UInt64(entry.value) ?? .max
        case "length": length = UInt64(entry.value)
        default: break
        }
      default: break
      }
    }
    if let file {
      content = .external(file: file, offset: offset, length: length)
    } else if let raw {
      content = .raw(raw)
    } else if !packed.isEmpty {
      content = .packed(packed)
    } else if !varints.isEmpty {
      content = .varints(varints)
    } else if !loose.isEmpty {
      content = .loose(loose)
    }
  }

  private static func entry(
    _ reader: inout MessageReader, until end: Int
  ) throws(CheckpointError) -> (key: String, value: String) {
    var (key, value) = ("", "")
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      switch (field, content) {
      case (1, .bytes(let range)): key = try reader.text(range)
      case (2, .bytes(let range)): value = try reader.text(range)
      default: break
      }
    }
    return (key, value)
  }

  /// The file in which its numbers are, if that is another one.
  var externalFile: String? {
    if case .external(let file, _, _) = content { file } else { nil }
  }

  /// The tensor with its numbers in the file that has been joined to the model's own at the offset `start`;
  /// as it is if they do not fit into its `size` bytes.
  func joined(at start: Int, size: Int) -> Self {
    guard case .external(_, let offset, let length) = content, offset <= UInt64(size) else {
      return self
    }
    let width = ElementType(onnx: type)?.width ?? 1
    let (own, overflow) = shape.reduce((width, false)) { product, extent in
      let (next, overflow) = product.0.multipliedReportingOverflow(by: extent)
      return (next, product.1 || overflow)
    }
    guard !overflow, own >= 0, case let count = length ?? UInt64(own),
      count <= UInt64(size) - offset
    else { return self }
    var tensor = self
    let first = start + Int(offset)
    tensor.content = .raw(first..<first + Int(count))
    return tensor
  }

  /// The type of its elements, if it is one of numbers.
  var element: ElementType? { ElementType(onnx: type) }

  /// Whether its elements are floating-point numbers.
  var isFloatingPoint: Bool { element?.isFloatingPoint ?? false }

  /// The tensor with a name of its own, as one in a node has none.
  func named(_ name: String) -> Self {
    var tensor = self
    tensor.name = name
    return tensor
  }

  /// Its numbers in an order that `layout` gives, or its own.
  func stored(
    _ layout: TensorLayout? = nil, in source: CheckedBytes
  ) throws(ONNXError) -> StoredTensor {
    do throws(TensorProblem) {
      // Truth values are bytes.
      guard let element = type == 9 ? .uint8 : ElementType(onnx: type) else {
        throw .elementType("\(type)")
      }
      let own = try TensorLayout(rowMajor: shape)
      let (length, overflow) = own.count.multipliedReportingOverflow(by: element.width)
      guard !overflow else { throw .overflow }
      var start: Int?
      switch content {
      case .raw(let range):
        guard range.count == length else {
          throw .byteCount(expected: length, stored: range.count)
        }
        start = range.lowerBound
      case .packed(let ranges) where ranges.count == 1:
        guard ranges[0].count == length else {
          throw .byteCount(expected: length, stored: ranges[0].count)
        }
        start = ranges[0].lowerBound
      case .packed, .varints, .loose, .external, .none: break
      }
      if let start { return StoredTensor(element, layout ?? own, storageStart: start) }
      let values = try loaded(element, count: own.count, source)
      return StoredTensor(element, layout ?? own, values)
    } catch {
      if case .external(let file, _, _) = content { throw .external(tensor: name, file: file) }
      throw .tensor(name, error)
    }
  }

  /// All elements of a tensor that has them in fields for single numbers.
  private func loaded(
    _ element: ElementType, count: Int, _ source: CheckedBytes
  ) throws(TensorProblem) -> [Float] {
    var values: [Float] = []
    do throws(CheckpointError) {
      switch content {
      case .packed(let ranges):
        for range in ranges where range.count.isMultiple(of: element.width) {
          element.append(try source.load(range), to: &values)
        }
      case .varints(let ranges):
        for range in ranges {
          values += try Varints.values(try source.load(range)).map { number($0, element) }
        }
      case .loose(let numbers): values = numbers.map { number($0, element) }
      case .raw, .external, .none: break
      }
    } catch { throw .entry }
    guard values.count == count else {
      throw .elementCount(expected: count, stored: values.count)
    }
    return values
  }

  private func number(_ bits: UInt64, _ element: ElementType) -> Float {
    var values: [Float] = []
    switch element {
    // Their bits are in the lower half.
    case .float16, .bfloat16:
      element.append(
        [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)], to: &values)
      return values[0]
    default: return Float(Int64(bitPattern: bits))
    }
  }

  /// A few whole numbers, exactly.
  func integers(in source: CheckedBytes) throws(ONNXError) -> [Int] {
    let ranges: [Range<Int>]
    do throws(CheckpointError) {
      switch (content, type) {
      case (.loose(let numbers), _): return numbers.map { Int(wire: $0) }
      case (.varints(let found), _):
        var values: [Int] = []
        for range in found {
          values += try Varints.values(try source.load(range)).map { Int(wire: $0) }
        }
        return values
      case (.raw(let range), 7): ranges = [range]
      default:
        return try source.values(of: try storedQuietly(source)).map { Int(clamping: Double($0)) }
      }
      var values: [Int] = []
      for range in ranges where range.count.isMultiple(of: 8) {
        let bytes = try source.load(range)
        for start in stride(from: 0, to: bytes.count, by: 8) {
          let bits = bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
          values.append(Int(wire: bits))
        }
      }
      return values
    } catch { throw .reading(error) }
  }

  private func storedQuietly(_ source: CheckedBytes) throws(CheckpointError) -> StoredTensor {
    do throws(ONNXError) {
      return try stored(in: source)
    } catch {
      throw .source(error.description)
    }
  }
}

extension Int {
  /// The whole number that a floating-point one is cut to; the nearest one there is if it is too large,
  /// and 0 if it is none.
  init(clamping number: Double) {
    let (low, high) = (Double(Int.min), Double(Int.max))
    self = number.isNaN ? 0 : number <= low ? .min : number >= high ? .max : Int(number)
  }
}

/// Whole numbers of variable length: seven bits a byte, the lowest first.
enum Varints {
  static func values(_ bytes: [UInt8]) throws(CheckpointError) -> [UInt64] {
    var values: [UInt64] = []
    var (value, shift): (UInt64, UInt64) = (0, 0)
    for byte in bytes {
      guard shift < 64 else { throw .graph(.malformed) }
      value |= UInt64(byte & 0x7F) << shift
      shift += 7
      if byte & 0x80 == 0 {
        values.append(value)
        (value, shift) = (0, 0)
      }
    }
    guard shift == 0 else { throw .graph(.truncated) }
    return values
  }
}
