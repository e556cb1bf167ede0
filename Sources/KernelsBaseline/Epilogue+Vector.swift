import Architecture
import KernelInterface

/// An epilogue as a tile applies it to its sums. ReLU, ReLU6 and no activation are one clamp, so
/// that a tile has few variants; any other activation follows in the cache, many scalars at once.
enum Finish {
  case clamp(lower: Float, upper: Float)
  case hardSwish

  /// What a tile does; a linear layer if the activation follows.
  @inline(__always) init(_ activation: Activation?) {
    switch activation {
    case nil: self = .clamp(lower: -.infinity, upper: .infinity)
    case .relu: self = .clamp(lower: 0, upper: .infinity)
    case .relu6: self = .clamp(lower: 0, upper: 6)
    case .hardSwish: self = .hardSwish
    case .leakyRelu, .sigmoid, .hardSigmoid, .hardSigmoidFifth, .swish, .gelu:
      self = .clamp(lower: -.infinity, upper: .infinity)
    }
  }

  /// The activation if it is none that a tile applies.
  @inline(__always) static func following(_ activation: Activation?) -> Activation? {
    switch activation {
    case nil, .relu, .relu6, .hardSwish: nil
    case .leakyRelu, .sigmoid, .hardSigmoid, .hardSigmoidFifth, .swish, .gelu: activation
    }
  }
}

extension Vector {
  @inline(__always) func clamped(_ lower: Self, _ upper: Self) -> Self {
    Self.minimum(upper, Self.maximum(lower, self))
  }

  /// clip(scale x + shift, 0, 1).
  @inline(__always) func ramp(_ scale: Float, _ shift: Float) -> Self {
    Self.multiplyAdd(self, Self(repeating: scale), Self(repeating: shift))
      .clamped(Self(repeating: 0), Self(repeating: 1))
  }

  @inline(__always) var leaky: Self { Self.maximum(self * Self(repeating: 0.1), self) }

  @inline(__always) var hardSwish: Self { self * ramp(1 / 6, 0.5) }

  /// x / 2 erfc(-x / sqrt(2)).
  @inline(__always) var gelu: Self {
    self * Self(repeating: 0.5)
      * Self.complementaryErrorFunction(self * Self(repeating: -0.70710678))
  }

  /// exp(-x) + 1.
  @inline(__always) var logisticDivisor: Self {
    Self.exponential(Self(repeating: 0) - self) + Self(repeating: 1)
  }
}

/// Activates `count` scalars in place; a multiple of 8.
@inline(__always)
private func forEachVector(
  _ count: Int, _ values: UnsafeMutablePointer<Float>, _ wide: (SIMD16<Float>) -> SIMD16<Float>,
  _ narrow: (SIMD8<Float>) -> SIMD8<Float>
) {
  var index = 0
  while index &+ 16 <= count {
    values.store(wide(values.vector(at: index)), at: index)
    index &+= 16
  }
  while index &+ 8 <= count {
    values.store(narrow(values.vector(at: index)), at: index)
    index &+= 8
  }
}

/// Activates `count` scalars in place; a multiple of 8.
@inline(never)
func activate(_ values: UnsafeMutablePointer<Float>, _ count: Int, _ activation: Activation) {
  switch activation {
  case .relu:
    forEachVector(
      count, values, { .maximum(.init(repeating: 0), $0) }, { .maximum(.init(repeating: 0), $0) })
  case .relu6:
    forEachVector(
      count, values, { $0.clamped(.init(repeating: 0), .init(repeating: 6)) },
      { $0.clamped(.init(repeating: 0), .init(repeating: 6)) })
  case .leakyRelu:
    forEachVector(count, values, { $0.leaky }, { $0.leaky })
  case .sigmoid:
    forEachVector(count, values, { 1 / $0.logisticDivisor }, { 1 / $0.logisticDivisor })
  case .hardSigmoid: forEachVector(count, values, { $0.ramp(1 / 6, 0.5) }, { $0.ramp(1 / 6, 0.5) })
  case .hardSigmoidFifth:
    forEachVector(count, values, { $0.ramp(0.2, 0.5) }, { $0.ramp(0.2, 0.5) })
  case .swish:
    forEachVector(count, values, { $0 / $0.logisticDivisor }, { $0 / $0.logisticDivisor })
  case .hardSwish: forEachVector(count, values, { $0.hardSwish }, { $0.hardSwish })
  case .gelu: forEachVector(count, values, { $0.gelu }, { $0.gelu })
  }
}
