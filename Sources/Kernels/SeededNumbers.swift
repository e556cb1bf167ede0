/// Numbers by formula, so that two implementations hold the same weights and the same picture
/// without sharing a file.
///
/// value(name, i) = (mix(FNV-1a 64(name) + (i + 1) G) >> 40) 2^-23 - 1, in [-1, 1), exact in Float;
/// G is 0x9E3779B97F4A7C15 and mix the finalizer of SplitMix64.
package enum SeededNumbers {
  /// `count` numbers in [-1, 1) for a name.
  package static func uniform(_ name: String, count: Int) -> [Float] {
    // All threads share one array without capacity, and its count would be written.
    guard count > 0 else { return [] }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      var state = hash
      for index in 0..<count {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed ^= mixed >> 30
        mixed &*= 0xBF58_476D_1CE4_E5B9
        mixed ^= mixed >> 27
        mixed &*= 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        buffer[index] = Float(Double(mixed >> 40) * 0x1p-23 - 1)
      }
      initialized = count
    }
  }
}
