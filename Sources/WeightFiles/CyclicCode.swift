/// When a checksum counts as the right one.
enum Checksum {
  /// Whether the checksum that was found is the expected one. In builds for libFuzzer all are, for its bytes
  /// would never get past one.
  static func isRight(_ found: UInt32, expecting expected: UInt32) -> Bool {
    #if FUZZER
      true
    #else
      found == expected
    #endif
  }
}

/// A checksum of 32 bits, the remainder of a division of polynomials, taken eight bytes at a time by tables.
struct CyclicCode: Sendable {
  /// For each of eight places the remainders of a byte's 256 values there.
  private let remainders: [UInt32]

  private static let places = 8

  /// The code of a polynomial, whose highest power is the lowest bit.
  private init(_ polynomial: UInt32) {
    var remainders = (0..<256).map { value in
      (0..<8).reduce(UInt32(value)) { sum, _ in sum >> 1 ^ (sum & 1 == 0 ? 0 : polynomial) }
    }
    for index in 256..<256 * Self.places {
      let last = remainders[index - 256]
      remainders.append(last >> 8 ^ remainders[Int(last & 0xFF)])
    }
    self.remainders = remainders
  }

  /// CRC-32, that of ZIP.
  static let crc32 = CyclicCode(0xEDB8_8320)
  /// CRC-32C, of Castagnoli, that of TensorFlow.
  static let crc32c = CyclicCode(0x82F6_3B78)

  /// The checksum of bytes behind others with the checksum `sum`.
  func checksum(_ bytes: [UInt8], after sum: UInt32) -> UInt32 {
    var sum = ~sum
    bytes.withUnsafeBytes { bytes in
      remainders.withUnsafeBufferPointer { table in
        let whole = bytes.count / Self.places * Self.places
        for start in stride(from: 0, to: whole, by: Self.places) {
          let word = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian
          let mixed = word ^ UInt64(sum)
          sum = 0
          for place in 0..<Self.places {
            let value = Int(mixed >> UInt64(8 * place) & 0xFF)
            sum ^= table[(Self.places - 1 - place) * 256 + value]
          }
        }
        for byte in bytes[whole...] { sum = sum >> 8 ^ table[Int((sum ^ UInt32(byte)) & 0xFF)] }
      }
    }
    return ~sum
  }
}
