import Architecture

/// The 256 levels of a map in integers: level q stands for (q - zero) scale, and one stands for zero.
package struct Levels: Hashable, Sendable {
  /// From one level to the next; above zero.
  package let scale: Float
  /// The level of zero, from 0 to 255.
  package let zero: Int

  /// Levels from their numbers; nothing unless the scale is a normal number above zero and the zero is one of the levels.
  package init?(scale: Float, zero: Int) {
    guard scale.isNormal, scale > 0, (0...255).contains(zero) else { return nil }
    (self.scale, self.zero) = (scale, zero)
  }

  /// The levels of a range, widened to hold zero: those of a `Quantizer` of 8 bits. Where nothing but zero is in it,
  /// the scale is 1.
  package init(range: ClosedRange<Float>) {
    let quantizer = Quantizer(range: range, bits: 8)
    let isUsable = quantizer.step.isNormal
    scale = isUsable ? quantizer.step : 1
    zero = isUsable ? Int(-quantizer.lowest) : 0
  }

  /// What a level stands for.
  @inlinable package func value(_ level: UInt8) -> Float { Float(Int(level) - zero) * scale }

  /// The nearest level: value / scale, rounded to the nearest whole number, of two to the even one, then
  /// counted from the zero. What lies outside becomes the nearest end, NaN becomes zero.
  package func level(_ value: Float) -> UInt8 {
    Requantizer(self).level(value / scale)
  }

  /// For each level that of other levels for what a function makes of its value.
  package func table(to other: Levels, _ function: (Float) -> Float = { $0 }) -> [UInt8] {
    (0...255).map { other.level(function(value(UInt8($0)))) }
  }
}

/// The end of every operation in integers: what it computes, in steps of its result's scale, is cut to a
/// range, rounded to the nearest whole number (of two to the even one), and counted from the level of zero.
package struct Requantizer: Hashable, Sendable {
  /// The level of zero.
  package let zero: Float
  /// The least, in steps from zero; a whole number.
  package let lower: Float
  /// The largest.
  package let upper: Float

  /// All levels, or those that a clip leaves.
  package init(_ levels: Levels, clip: Activation? = nil) {
    zero = Float(levels.zero)
    let (least, most) = (-zero, 255 - zero)
    switch clip {
    case .relu: (lower, upper) = (0, most)
    case .relu6:
      lower = 0
      upper = min(Self.whole(min(6 / levels.scale, most)), most)
    case .leakyRelu, .sigmoid, .hardSigmoid, .hardSigmoidFifth, .swish, .hardSwish, .gelu, nil:
      (lower, upper) = (least, most)
    }
  }

  /// The level of a number of steps.
  @inlinable
  package func level(_ steps: Float) -> UInt8 {
    guard steps == steps else { return UInt8(truncatingIfNeeded: Int32(zero)) }
    let inside = steps < lower ? lower : steps > upper ? upper : steps
    return UInt8(truncatingIfNeeded: Int32(Self.whole(inside) + zero))
  }

  /// The nearest whole number of one below 2^22: what is added leaves no place for a fraction.
  @inlinable static func whole(_ x: Float) -> Float { (x + 12_582_912) - 12_582_912 }
}
