#if canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#else
  import Darwin
#endif

/// What kernels compute with. The same kernels run with floating-point numbers and with a scalar
/// that counts.
public protocol KernelScalar: Sendable {
  /// A constant.
  init(_ value: Double)
  /// The sum.
  static func + (left: Self, right: Self) -> Self
  /// The difference.
  static func - (left: Self, right: Self) -> Self
  /// The product, where it is no part of a convolution or fully connected layer.
  static func * (left: Self, right: Self) -> Self
  /// The quotient.
  static func / (left: Self, right: Self) -> Self
  /// The order.
  static func < (left: Self, right: Self) -> Bool
  /// accumulator + left right: the multiply-accumulate, the only thing that counts as one.
  static func multiplyAdd(_ accumulator: Self, _ left: Self, _ right: Self) -> Self
  /// e to the power of the scalar.
  static func exponential(_ value: Self) -> Self
  /// The natural logarithm of the scalar.
  static func logarithm(_ value: Self) -> Self
  /// 1 - erf of the scalar.
  static func complementaryErrorFunction(_ value: Self) -> Self
  /// The square root.
  static func squareRoot(_ value: Self) -> Self
}

extension Float: KernelScalar {
  /// accumulator + left right, rounded after each step.
  @inlinable public static func multiplyAdd(_ accumulator: Float, _ left: Float, _ right: Float)
    -> Float
  {
    accumulator + left * right
  }

  /// e to the power of the scalar.
  @inlinable public static func exponential(_ value: Float) -> Float { exp(value) }

  /// The natural logarithm of the scalar.
  @inlinable public static func logarithm(_ value: Float) -> Float { log(value) }

  /// 1 - erf of the scalar.
  @inlinable public static func complementaryErrorFunction(_ value: Float) -> Float {
    erfc(value)
  }

  /// The square root.
  @inlinable public static func squareRoot(_ value: Float) -> Float { value.squareRoot() }
}

extension Double: KernelScalar {
  /// accumulator + left right, rounded after each step.
  @inlinable public static func multiplyAdd(_ accumulator: Double, _ left: Double, _ right: Double)
    -> Double
  {
    accumulator + left * right
  }

  /// e to the power of the scalar.
  @inlinable public static func exponential(_ value: Double) -> Double { exp(value) }

  /// The natural logarithm of the scalar.
  @inlinable public static func logarithm(_ value: Double) -> Double { log(value) }

  /// 1 - erf of the scalar.
  @inlinable public static func complementaryErrorFunction(_ value: Double) -> Double {
    erfc(value)
  }

  /// The square root.
  @inlinable public static func squareRoot(_ value: Double) -> Double { value.squareRoot() }
}

/// A scalar whose value is the number of multiply-accumulates that made it. Run with it, a kernel
/// counts its own work: the sum over an output tensor is what the kernel really executed.
public struct CountedScalar: KernelScalar, Hashable {
  /// In half of a word, so that twice as many are counted at a time: as many products as a scalar is the
  /// sum of need not more.
  @usableFromInline var count: Int32

  /// Multiply-accumulates behind this scalar; no more than 2^31 - 1 are told apart.
  @inlinable public var multiplyAccumulates: Int {
    get { Int(count) }
    set { count = Int32(clamping: newValue) }
  }

  /// A scalar that nothing was multiplied for.
  @inlinable public init(_ value: Double) { count = 0 }

  @inlinable init(count: Int32) { self.count = count }

  /// Both histories.
  @inlinable public static func + (left: Self, right: Self) -> Self {
    let (sum, overflows) = left.count.addingReportingOverflow(right.count)
    return Self(count: overflows ? .max : sum)
  }

  /// Both histories.
  @inlinable public static func - (left: Self, right: Self) -> Self { left + right }
  /// Both histories; a product by itself is no multiply-accumulate.
  @inlinable public static func * (left: Self, right: Self) -> Self { left + right }
  /// Both histories.
  @inlinable public static func / (left: Self, right: Self) -> Self { left + right }

  /// By history, so that a maximum keeps the longer one.
  @inlinable public static func < (left: Self, right: Self) -> Bool {
    left.count < right.count
  }

  /// The one place that counts.
  @inlinable public static func multiplyAdd(_ accumulator: Self, _ left: Self, _ right: Self)
    -> Self
  {
    Self(count: accumulator.count &+ 1)
  }

  /// The history stays.
  @inlinable public static func exponential(_ value: Self) -> Self { value }
  /// The history stays.
  @inlinable public static func logarithm(_ value: Self) -> Self { value }
  /// The history stays.
  @inlinable public static func complementaryErrorFunction(_ value: Self) -> Self { value }
  /// The history stays.
  @inlinable public static func squareRoot(_ value: Self) -> Self { value }
}
