/// The type of the elements of a storage, in the file.
package enum ElementType: String, Sendable, CaseIterable, CustomStringConvertible {
  /// Floating-point numbers by IEEE 754, by their bits.
  case float16, float32, float64
  /// Floating-point numbers with the upper 16 bits of an IEEE 754 single.
  case bfloat16
  /// Whole numbers, by their bits.
  case uint8, int8, uint16, int16, uint32, int32, uint64, int64
  /// Truth values, a byte each, which is 0 or 1.
  case bool

  /// The name, such as `float32`.
  package var description: String { rawValue }

  /// Whether the elements are floating-point numbers.
  package var isFloatingPoint: Bool {
    switch self {
    case .float16, .float32, .float64, .bfloat16: true
    case .uint8, .int8, .uint16, .int16, .uint32, .int32, .uint64, .int64, .bool: false
    }
  }

  /// Bytes per element.
  package var width: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .float16, .bfloat16, .uint16, .int16: 2
    case .float32, .uint32, .int32: 4
    case .float64, .uint64, .int64: 8
    }
  }

  /// The type of the elements of the storage class `global`; nil for another global.
  init?(_ global: PickleGlobal) {
    switch global {
    case .halfStorage: self = .float16
    case .floatStorage: self = .float32
    case .doubleStorage: self = .float64
    case .bfloat16Storage: self = .bfloat16
    case .boolStorage: self = .bool
    case .byteStorage, .untypedStorage: self = .uint8
    case .charStorage: self = .int8
    case .shortStorage: self = .int16
    case .intStorage: self = .int32
    case .longStorage: self = .int64
    case .orderedDictionary, .rebuildTensor, .rebuildTensorV2, .rebuildTensorV3, .rebuildParameter,
      .rebuildParameterWithState, .reconstructArray, .arrayOfBuffer, .arrayType,
      .encode, .tuple:
      return nil
    }
  }

  /// The type that PyTorch calls by the global `name`; nil for one that is not known.
  init?(torch name: String) {
    switch name {
    case "torch.float16": self = .float16
    case "torch.bfloat16": self = .bfloat16
    case "torch.float32": self = .float32
    case "torch.float64": self = .float64
    case "torch.bool": self = .bool
    case "torch.uint8": self = .uint8
    case "torch.int8": self = .int8
    case "torch.uint16": self = .uint16
    case "torch.int16": self = .int16
    case "torch.uint32": self = .uint32
    case "torch.int32": self = .int32
    case "torch.uint64": self = .uint64
    case "torch.int64": self = .int64
    default: return nil
    }
  }

  /// The type that NumPy calls by a letter and its bytes, such as `f4`; nil for one that is not read.
  ///
  /// NumPy has no bfloat16: Paddle gives it the bits as unsigned numbers, which no other weights are.
  init?(numPy name: String) {
    switch name {
    case "f2": self = .float16
    case "f4": self = .float32
    case "f8": self = .float64
    case "b1": self = .bool
    case "u1": self = .uint8
    case "i1": self = .int8
    case "u2": self = .bfloat16
    case "i2": self = .int16
    case "u4": self = .uint32
    case "i4": self = .int32
    case "u8": self = .uint64
    case "i8": self = .int64
    default: return nil
    }
  }

  /// What safetensors calls the type.
  var safetensors: String {
    switch self {
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .float32: "F32"
    case .float64: "F64"
    case .uint8: "U8"
    case .int8: "I8"
    case .uint16: "U16"
    case .int16: "I16"
    case .uint32: "U32"
    case .int32: "I32"
    case .uint64: "U64"
    case .int64: "I64"
    case .bool: "BOOL"
    }
  }

  /// The type that safetensors calls `name`; nil for one that is not known.
  init?(safetensors name: String) {
    guard let type = Self.allCases.first(where: { $0.safetensors == name }) else { return nil }
    self = type
  }

  /// The type that TensorFlow calls by a number; nil for one that is not known.
  init?(tensorFlow number: UInt64) {
    switch number {
    case 1: self = .float32
    case 2: self = .float64
    case 3: self = .int32
    case 4: self = .uint8
    case 5: self = .int16
    case 6: self = .int8
    case 9: self = .int64
    case 10: self = .bool
    case 14: self = .bfloat16
    case 17: self = .uint16
    case 19: self = .float16
    case 22: self = .uint32
    case 23: self = .uint64
    default: return nil
    }
  }

  /// The type that ONNX calls by a number; nil for one that is not read.
  package init?(onnx number: UInt64) {
    switch number {
    case 1: self = .float32
    case 2: self = .uint8
    case 3: self = .int8
    case 5: self = .int16
    case 6: self = .int32
    case 7: self = .int64
    case 10: self = .float16
    case 11: self = .float64
    case 16: self = .bfloat16
    default: return nil
    }
  }

  /// Appends the elements in little-endian bytes, whose number is a multiple of the width.
  package func append(_ bytes: [UInt8], to values: inout [Float]) {
    #if _endian(big)
      #error("The elements are read as they are in the file, which is little-endian.")
    #endif
    bytes.withUnsafeBytes { bytes in
      switch self {
      // Most weights: copied at once.
      case .float32: bytes.withMemoryRebound(to: Float.self) { values.append(contentsOf: $0) }
      case .float16: append(bytes, to: &values) { Float(halfBitPattern: $0) }
      case .bfloat16:
        append(bytes, to: &values) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
      case .float64: append(bytes, to: &values) { (number: Double) in Float(number) }
      case .uint8: append(bytes, to: &values) { (number: UInt8) in Float(number) }
      case .int8: append(bytes, to: &values) { (number: Int8) in Float(number) }
      case .uint16: append(bytes, to: &values) { (number: UInt16) in Float(number) }
      case .int16: append(bytes, to: &values) { (number: Int16) in Float(number) }
      case .uint32: append(bytes, to: &values) { (number: UInt32) in Float(number) }
      case .int32: append(bytes, to: &values) { (number: Int32) in Float(number) }
      case .uint64: append(bytes, to: &values) { (number: UInt64) in Float(number) }
      case .int64: append(bytes, to: &values) { (number: Int64) in Float(number) }
      case .bool: append(bytes, to: &values) { (number: UInt8) in number == 0 ? 0 : 1 }
      }
    }
  }

  private func append<Element: BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, to values: inout [Float],
    _ convert: @escaping (Element) -> Float
  ) {
    // An array's bytes are aligned for any number.
    bytes.withMemoryRebound(to: Element.self) { values.append(contentsOf: $0.lazy.map(convert)) }
  }
}

extension Float {
  /// The number with the IEEE 754 half-precision encoding `bits`; every one is exact.
  init(halfBitPattern bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF) << 13
    // The exponents' biases are 15 and 127. Without branches, so that many are converted at once.
    let number = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
    let isFinite = magnitude < 0x7C00 << 13
    self.init(bitPattern: sign | (isFinite ? number : magnitude | 0x7F80_0000))
  }
}
