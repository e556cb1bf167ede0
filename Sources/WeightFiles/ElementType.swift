/// The type of the elements of a storage, in the file.
public enum ElementType: Sendable, Equatable, CaseIterable {
  /// Floating-point numbers by IEEE 754, by their bits.
  case float16, float32, float64
  /// Whole numbers, by their bits.
  case uint8, int8, int16, int32, int64

  /// Whether the elements are floating-point numbers.
  public var isFloatingPoint: Bool {
    switch self {
    case .float16, .float32, .float64: true
    case .uint8, .int8, .int16, .int32, .int64: false
    }
  }

  /// Bytes per element.
  public var width: Int {
    switch self {
    case .uint8, .int8: 1
    case .float16, .int16: 2
    case .float32, .int32: 4
    case .float64, .int64: 8
    }
  }

  /// The type of the elements of the storage class `global`; nil for another global.
  init?(_ global: PickleGlobal) {
    switch global {
    case .halfStorage: self = .float16
    case .floatStorage: self = .float32
    case .doubleStorage: self = .float64
    case .byteStorage: self = .uint8
    case .charStorage: self = .int8
    case .shortStorage: self = .int16
    case .intStorage: self = .int32
    case .longStorage: self = .int64
    case .orderedDictionary, .rebuildTensor, .rebuildTensorV2, .rebuildParameter: return nil
    }
  }

  /// Converts little-endian bytes, whose number is a multiple of the width.
  func values(from bytes: [UInt8]) -> [Float] {
    switch self {
    case .float16: copy(bytes, as: UInt16.self).map(Float.init(halfBitPattern:))
    case .float32: copy(bytes, as: Float.self)
    case .float64: copy(bytes, as: Double.self).map { Float($0) }
    case .uint8: bytes.map { Float($0) }
    case .int8: copy(bytes, as: Int8.self).map { Float($0) }
    case .int16: copy(bytes, as: Int16.self).map { Float($0) }
    case .int32: copy(bytes, as: Int32.self).map { Float($0) }
    case .int64: copy(bytes, as: Int64.self).map { Float($0) }
    }
  }

  /// Copies the bytes at once into an array of elements of this type's width.
  private func copy<Element: BitwiseCopyable>(_ bytes: [UInt8], as: Element.Type) -> [Element] {
    #if _endian(big)
      #error("The elements are copied as they are in the file, which is little-endian.")
    #endif
    let count = bytes.count / width
    return Array(unsafeUninitializedCapacity: count) { elements, initializedCount in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(elements).copyMemory(from: $0) }
      initializedCount = count
    }
  }
}

extension Float {
  /// The number with the IEEE 754 half-precision encoding `bits`; every one is exact.
  init(halfBitPattern bits: UInt16) {
    let sign = UInt32(bits >> 15) << 31
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      self.init(bitPattern: sign | magnitude.bitPattern)
    case 0x1F: self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      // The exponents' biases are 15 and 127.
      self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
