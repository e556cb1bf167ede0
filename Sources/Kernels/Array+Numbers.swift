import Architecture

extension ArraySlice<Float> {
  /// The same numbers, with which sums round less.
  package var inDoublePrecision: [Double] {
    [Double](unsafeUninitializedCapacity: count) { numbers, initialized in
      for index in indices { numbers[index - startIndex] = Double(self[index]) }
      initialized = count
    }
  }
}

extension Array<Float> {
  /// The numbers in as many equal parts as there are factors, each times its factor, rounded once.
  package func scaled(_ factors: [Double]) -> [Float] {
    let size = count / Swift.max(factors.count, 1)
    return [Float](unsafeUninitializedCapacity: count) { scaled, initialized in
      for (part, factor) in factors.enumerated() {
        for index in part * size..<(part + 1) * size {
          scaled[index] = Float(factor * Double(self[index]))
        }
      }
      initialized = factors.count * size
    }
  }

  /// Whether none is infinite or NaN.
  package var areFinite: Bool {
    // Only an exponent of ones carries into the sign. Nothing is compared, so several go at a time.
    var carries: UInt32 = 0
    for number in self { carries |= (number.bitPattern & 0x7FFF_FFFF) &+ 0x0080_0000 }
    return carries < 0x8000_0000
  }
}

extension Tensor<Float> {
  /// The same scalars.
  package var inDoublePrecision: Tensor<Double> {
    var tensor = Tensor<Double>(shape: Shape(height: 0, width: 0, channels: 0))
    tensor.shape = shape
    tensor.values = values[...].inDoublePrecision
    return tensor
  }
}
