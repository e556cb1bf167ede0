import WeightFiles

extension ONNXModel.Node {
  /// Reads a node's fields up to the offset `end`.
  init(_ reader: inout MessageReader, until end: Int) throws(CheckpointError) {
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      guard case .bytes(let range) = content else { return }
      switch field {
      case 1: inputs.append(try reader.text(range))
      case 2: outputs.append(try reader.text(range))
      case 3: name = try reader.text(range)
      case 4: operation = try reader.text(range)
      case 5:
        let (name, attribute) = try ONNXModel.Attribute.named(&reader, until: range.upperBound)
        attributes[name] = attribute
      case 7: domain = try reader.text(range)
      default: break
      }
    }
  }
}

extension ONNXModel.Attribute {
  /// Reads an attribute's fields up to the offset `end`.
  fileprivate static func named(
    _ reader: inout MessageReader, until end: Int
  ) throws(CheckpointError) -> (name: String, attribute: Self) {
    var name = ""
    var attribute = Self()
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      switch (field, content) {
      case (1, .bytes(let range)): name = try reader.text(range)
      case (2, .four(let range)): attribute.number = try reader.floats(range).first
      case (3, .number(let number)): attribute.integer = Int(wire: number)
      case (4, .bytes(let range)): attribute.text = try? reader.text(range)
      case (5, .bytes(let range)):
        attribute.tensor = try ONNXTensor(&reader, until: range.upperBound)
      case (7, .four(let range)), (7, .bytes(let range)):
        attribute.numbers += try reader.floats(range)
      case (8, .number(let number)): attribute.integers.append(Int(wire: number))
      case (8, .bytes(let range)):
        attribute.integers += try reader.numbers(range).map { Int(wire: $0) }
      case (6, _), (11, _): attribute.hasGraph = true
      default: break
      }
    }
    return (name, attribute)
  }
}

extension ONNXModel.Value {
  /// Reads the name and the type of a tensor up to the offset `end`.
  init(_ reader: inout MessageReader, until end: Int) throws(CheckpointError) {
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      switch (field, content) {
      case (1, .bytes(let range)): name = try reader.text(range)
      case (2, .bytes(let range)):
        try reader.fields(until: range.upperBound) {
          reader, field, content throws(CheckpointError) in
          guard field == 1, case .bytes(let range) = content else { return }
          try readTensorType(&reader, until: range.upperBound)
        }
      default: break
      }
    }
  }

  private mutating func readTensorType(
    _ reader: inout MessageReader, until end: Int
  ) throws(CheckpointError) {
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      guard field == 2, case .bytes(let range) = content else { return }
      var extents: [ONNXModel.Dimension] = []
      try reader.fields(until: range.upperBound) { reader, field, content throws(CheckpointError) in
        guard field == 1, case .bytes(let range) = content else { return }
        var extent = ONNXModel.Dimension.open("")
        try reader.fields(until: range.upperBound) {
          reader, field, content throws(CheckpointError) in
          switch (field, content) {
          case (1, .number(let number)):
            let size = Int(wire: number)
            // Some writers say so of an extent that is open.
            extent = size > 0 ? .fixed(size) : .open("")
          case (2, .bytes(let range)): extent = .open(try reader.text(range))
          default: break
          }
        }
        extents.append(extent)
      }
      dimensions = extents
    }
  }
}

extension MessageReader {
  /// Reads 32-bit floating-point numbers, one after the other.
  mutating func floats(_ range: Range<Int>) throws(CheckpointError) -> [Double] {
    guard range.count.isMultiple(of: 4) else { throw .graph(.malformed) }
    var values: [Float] = []
    ElementType.float32.append(try bytes(range), to: &values)
    return values.map { Double($0) }
  }

  /// Reads whole numbers of variable length, one after the other.
  mutating func numbers(_ range: Range<Int>) throws(CheckpointError) -> [UInt64] {
    try Varints.values(try bytes(range))
  }
}
