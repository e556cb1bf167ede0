extension Array<Float> {
  /// The largest magnitude of each of so many equal parts.
  package func magnitudes(parts: Int) -> [Float] {
    let size = count / Swift.max(parts, 1)
    return (0..<parts).map { part in
      var largest: Float = 0
      for index in part * size..<(part + 1) * size {
        let magnitude = abs(self[index])
        if magnitude > largest { largest = magnitude }
      }
      return largest
    }
  }

  /// The numbers of each of so many equal parts, rounded to symmetric levels up to its largest.
  package func rounded(bits: Int, parts: Int) -> [Float] {
    let magnitudes = magnitudes(parts: parts)
    let size = count / Swift.max(parts, 1)
    var rounded = self
    rounded.withUnsafeMutableBufferPointer { values in
      guard let start = values.baseAddress else { return }
      for (part, magnitude) in magnitudes.enumerated() {
        Quantizer(magnitude: magnitude, bits: bits).round(start + part * size, count: size)
      }
    }
    return rounded
  }
}
