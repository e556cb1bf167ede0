import CSIMD

/// Eight or sixteen sums of 32 bits. Everything that is read or written beside them stands in C: Swift
/// compiles changes of width lane by lane.
protocol IntegerVector: SIMD where Scalar == Int32 {
  /// sum + left[2 i] right[2 i] + left[2 i + 1] right[2 i + 1] in lane i, of numbers of 16 bits.
  static func addPairs(_ sum: Self, _ left: Self, _ right: Self) -> Self
  /// The levels of sums; see `IntegerFinish`. `shift` is what the bits of 1.5 2^23 are above the level of zero.
  func store(
    _ multipliers: UnsafePointer<Float>, _ lower: Float, _ upper: Float, _ shift: Int32,
    to output: UnsafeMutablePointer<UInt8>)
}

extension SIMD8<Int32>: IntegerVector {
  @inline(__always) static func addPairs(_ sum: Self, _ left: Self, _ right: Self) -> Self {
    csimd_add_pairs8(sum, left, right)
  }
  @inline(__always) func store(
    _ multipliers: UnsafePointer<Float>, _ lower: Float, _ upper: Float, _ shift: Int32,
    to output: UnsafeMutablePointer<UInt8>
  ) {
    csimd_store_levels8(self, multipliers, lower, upper, shift, output)
  }
}

extension SIMD16<Int32>: IntegerVector {
  @inline(__always) static func addPairs(_ sum: Self, _ left: Self, _ right: Self) -> Self {
    csimd_add_pairs16(sum, left, right)
  }
  @inline(__always) func store(
    _ multipliers: UnsafePointer<Float>, _ lower: Float, _ upper: Float, _ shift: Int32,
    to output: UnsafeMutablePointer<UInt8>
  ) {
    csimd_store_levels16(self, multipliers, lower, upper, shift, output)
  }
}

/// A requantizer as vectors take it.
struct LevelCut {
  let lower: Float
  let upper: Float
  let shift: Int32

  @inline(__always) init(zero: Float, lower: Float, upper: Float) {
    self.lower = lower
    self.upper = upper
    shift = 0x4B40_0000 &- Int32(zero)
  }
}

extension UnsafePointer<Int32> {
  /// The vector that begins here.
  @inline(__always) func vector<V: IntegerVector>(at offset: Int, _ type: V.Type = V.self) -> V {
    UnsafeRawPointer(self + offset).loadUnaligned(as: V.self)
  }
}

/// Copies a few levels.
@inline(__always)
func copyLevels(
  _ source: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>, _ count: Int
) {
  for index in 0..<count { target[index] = source[index] }
}

/// Levels in the place of levels.
@inline(__always)
func lookUp(_ table: UnsafePointer<UInt8>, _ levels: UnsafeMutablePointer<UInt8>, _ count: Int) {
  for index in 0..<count { levels[index] = table[Int(levels[index])] }
}
