import CSIMD

/// Eight or sixteen floats: one or two registers of the instruction set that this module is built
/// for.
protocol Vector: SIMD where Scalar == Float {
  /// left right + sum, fused where the target has such an instruction.
  static func multiplyAdd(_ left: Self, _ right: Self, _ sum: Self) -> Self
  /// The smaller; a NaN in `x` stays.
  static func minimum(_ limit: Self, _ x: Self) -> Self
  /// The larger; a NaN in `x` stays.
  static func maximum(_ limit: Self, _ x: Self) -> Self
  /// e to the power of x.
  static func exponential(_ x: Self) -> Self
  static func complementaryErrorFunction(_ x: Self) -> Self
  /// The nearest numbers of bfloat16.
  static func roundedToBFloat16(_ x: Self) -> Self
  /// The lower numbers of pairs of bfloat16.
  static func even(_ pairs: Self) -> Self
  /// The upper numbers of pairs of bfloat16.
  static func odd(_ pairs: Self) -> Self
}

// The operators of Swift's SIMD types would do, were `addingProduct`, `pointwiseMin` and `replacing`
// not compiled lane by lane.
extension SIMD8<Float>: Vector {
  @inline(__always) static func multiplyAdd(_ left: Self, _ right: Self, _ sum: Self) -> Self {
    csimd_multiply_add8(left, right, sum)
  }
  @inline(__always) static func minimum(_ limit: Self, _ x: Self) -> Self {
    csimd_minimum8(limit, x)
  }
  @inline(__always) static func maximum(_ limit: Self, _ x: Self) -> Self {
    csimd_maximum8(limit, x)
  }
  @inline(__always) static func exponential(_ x: Self) -> Self { csimd_exponential8(x) }
  @inline(__always) static func complementaryErrorFunction(_ x: Self) -> Self {
    csimd_complementary_error_function8(x)
  }
  @inline(__always) static func roundedToBFloat16(_ x: Self) -> Self { csimd_round_bfloat16_8(x) }
  @inline(__always) static func even(_ pairs: Self) -> Self { csimd_even_bfloat16_8(pairs) }
  @inline(__always) static func odd(_ pairs: Self) -> Self { csimd_odd_bfloat16_8(pairs) }
}

extension SIMD16<Float>: Vector {
  @inline(__always) static func multiplyAdd(_ left: Self, _ right: Self, _ sum: Self) -> Self {
    csimd_multiply_add16(left, right, sum)
  }
  @inline(__always) static func minimum(_ limit: Self, _ x: Self) -> Self {
    csimd_minimum16(limit, x)
  }
  @inline(__always) static func maximum(_ limit: Self, _ x: Self) -> Self {
    csimd_maximum16(limit, x)
  }
  @inline(__always) static func exponential(_ x: Self) -> Self { csimd_exponential16(x) }
  @inline(__always) static func complementaryErrorFunction(_ x: Self) -> Self {
    csimd_complementary_error_function16(x)
  }
  @inline(__always) static func roundedToBFloat16(_ x: Self) -> Self { csimd_round_bfloat16_16(x) }
  @inline(__always) static func even(_ pairs: Self) -> Self { csimd_even_bfloat16_16(pairs) }
  @inline(__always) static func odd(_ pairs: Self) -> Self { csimd_odd_bfloat16_16(pairs) }
}

extension UnsafePointer<Float> {
  /// The vector that begins here.
  @inline(__always) func vector<V: Vector>(at offset: Int, _ type: V.Type = V.self) -> V {
    UnsafeRawPointer(self + offset).loadUnaligned(as: V.self)
  }
}

extension UnsafeMutablePointer<Float> {
  /// The vector that begins here.
  @inline(__always) func vector<V: Vector>(at offset: Int, _ type: V.Type = V.self) -> V {
    UnsafeRawPointer(self + offset).loadUnaligned(as: V.self)
  }

  /// Stores a vector that begins here.
  @inline(__always) func store<V: Vector>(_ vector: V, at offset: Int) {
    UnsafeMutableRawPointer(self + offset).storeBytes(of: vector, as: V.self)
  }
}
