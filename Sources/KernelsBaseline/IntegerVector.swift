import CSIMD
import Kernels

/// Eight or sixteen sums of 32 bits. Everything that is read or written beside them stands in C: Swift
/// compiles changes of width lane by lane.
protocol IntegerVector: SIMD where Scalar == Int32 {
  /// sum + left[2 i] right[2 i] + left[2 i + 1] right[2 i + 1] in lane i, of numbers of 16 bits.
  static func addPairs(_ sum: Self, _ left: Self, _ right: Self) -> Self
  /// Stores the levels of these sums; see `IntegerFinish`.
  func store(
    _ multipliers: UnsafePointer<Float>, _ cut: csimd_cut, to output: UnsafeMutablePointer<UInt8>)
  /// Stores the levels of these sums and of those that follow them.
  func store(
    with second: Self, _ multipliers: UnsafePointer<Float>, _ cut: csimd_cut,
    to output: UnsafeMutablePointer<UInt8>)
  /// Stores the levels of two vectors of a place, and of the same channels of another.
  static func store(
    _ place: (Self, Self), _ other: (Self, Self), _ multipliers: UnsafePointer<Float>,
    _ cut: csimd_cut, to output: UnsafeMutablePointer<UInt8>,
    _ otherOutput: UnsafeMutablePointer<UInt8>)
}

extension SIMD8<Int32>: IntegerVector {
  @inline(__always) static func addPairs(_ sum: Self, _ left: Self, _ right: Self) -> Self {
    csimd_add_pairs8(sum, left, right)
  }
  @inline(__always) func store(
    _ multipliers: UnsafePointer<Float>, _ cut: csimd_cut, to output: UnsafeMutablePointer<UInt8>
  ) {
    csimd_store_steps8(csimd_scaled8(self, multipliers), cut, output)
  }
  @inline(__always) func store(
    with second: Self, _ multipliers: UnsafePointer<Float>, _ cut: csimd_cut,
    to output: UnsafeMutablePointer<UInt8>
  ) {
    csimd_store_steps16(
      csimd_scaled8(self, multipliers), csimd_scaled8(second, multipliers + 8), cut, output)
  }
  @inline(__always) static func store(
    _ place: (Self, Self), _ other: (Self, Self), _ multipliers: UnsafePointer<Float>,
    _ cut: csimd_cut, to output: UnsafeMutablePointer<UInt8>,
    _ otherOutput: UnsafeMutablePointer<UInt8>
  ) {
    csimd_store_sixteens(
      csimd_scaled8(place.0, multipliers), csimd_scaled8(place.1, multipliers + 8),
      csimd_scaled8(other.0, multipliers), csimd_scaled8(other.1, multipliers + 8), cut, output,
      otherOutput)
  }
}

extension SIMD16<Int32>: IntegerVector {
  @inline(__always) static func addPairs(_ sum: Self, _ left: Self, _ right: Self) -> Self {
    csimd_add_pairs16(sum, left, right)
  }
  @inline(__always) func store(
    _ multipliers: UnsafePointer<Float>, _ cut: csimd_cut, to output: UnsafeMutablePointer<UInt8>
  ) {
    lowHalf.store(with: highHalf, multipliers, cut, to: output)
  }
  @inline(__always) func store(
    with second: Self, _ multipliers: UnsafePointer<Float>, _ cut: csimd_cut,
    to output: UnsafeMutablePointer<UInt8>
  ) {
    csimd_store_sixteens(
      csimd_scaled8(lowHalf, multipliers), csimd_scaled8(highHalf, multipliers + 8),
      csimd_scaled8(second.lowHalf, multipliers + 16),
      csimd_scaled8(second.highHalf, multipliers + 24), cut, output, output + 16)
  }
  @inline(__always) static func store(
    _ place: (Self, Self), _ other: (Self, Self), _ multipliers: UnsafePointer<Float>,
    _ cut: csimd_cut, to output: UnsafeMutablePointer<UInt8>,
    _ otherOutput: UnsafeMutablePointer<UInt8>
  ) {
    place.0.store(with: place.1, multipliers, cut, to: output)
    other.0.store(with: other.1, multipliers, cut, to: otherOutput)
  }
}

extension Requantizer {
  /// The requantizer as vectors take it.
  @inline(__always) var cut: csimd_cut {
    let least = UInt8(truncatingIfNeeded: Int32(lower + zero))
    return csimd_cut(upper: upper, zero: Int16(zero), lower: least)
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

/// Lets a kernel that stores whole vectors store a part of one: `levels` get what is stored, `count` of them go on
/// to the output.
@inline(__always)
func storePart(
  _ count: Int, to output: UnsafeMutablePointer<UInt8>,
  _ store: (_ levels: UnsafeMutablePointer<UInt8>) -> Void
) {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { spare in
    guard let spare = spare.baseAddress else { return }
    store(spare)
    copyLevels(spare, output, count)
  }
}
