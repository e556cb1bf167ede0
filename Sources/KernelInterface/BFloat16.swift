extension Float {
  /// The nearest number of bfloat16, which has the upper 16 bits of a float: of two that are as near, the one whose
  /// last bit is 0. A NaN stays one.
  package var roundedToBFloat16: Float {
    let bits = bitPattern
    if isNaN { return Float(bitPattern: (bits | 0x0040_0000) & 0xFFFF_0000) }
    // Beyond the greatest number comes infinity.
    return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
  }
}
