import CSIMD
import KernelInterface
import Kernels

/// Sixteens of levels, the last ones perhaps in part, from numbers of steps that are made by eights.
@inline(__always)
private func storeLevels(
  _ count: Int, _ requantizer: Requantizer, _ output: UnsafeMutablePointer<UInt8>,
  _ steps: (_ index: Int) -> SIMD8<Float>
) {
  let cut = requantizer.cut
  var index = 0
  while index &+ 16 <= count {
    csimd_store_steps16(steps(index), steps(index &+ 8), cut, output + index)
    index &+= 16
  }
  while index &+ 8 <= count {
    csimd_store_steps8(steps(index), cut, output + index)
    index &+= 8
  }
  if index < count {
    storePart(count &- index, to: output + index) { csimd_store_steps8(steps(index), cut, $0) }
  }
}

@inline(__always)
private func storePairs(
  _ task: IntegerPairTask, _ steps: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
) {
  for run in 0..<task.runs {
    let (left, output) = (task.left + run &* task.count, task.output + run &* task.count)
    storeLevels(task.count, task.requantizer, output) { index in
      steps(
        csimd_steps8(left + index, task.leftZero),
        csimd_steps8(task.right + index, task.rightZero))
    }
  }
}

/// See `IntegerKernels.add`.
func addIntegers(_ task: IntegerPairTask) {
  let left = SIMD8<Float>(repeating: task.leftMultiplier)
  let right = SIMD8<Float>(repeating: task.rightMultiplier)
  storePairs(task) { $0 * left + $1 * right }
}

/// See `IntegerKernels.multiply`. A product of two steps is exact.
func multiplyIntegers(_ task: IntegerPairTask) {
  let multiplier = SIMD8<Float>(repeating: task.leftMultiplier)
  storePairs(task) { $0 * $1 * multiplier }
}

/// See `IntegerKernels.quantize`.
func quantizeValues(
  _ values: UnsafePointer<Float>, _ scale: Float, _ requantizer: Requantizer,
  _ output: UnsafeMutablePointer<UInt8>, _ count: Int
) {
  // Of floats nothing may be read behind the last one.
  let whole = count / 8 &* 8
  storeLevels(whole, requantizer, output) { csimd_divided8(values + $0, scale) }
  for index in whole..<count { output[index] = requantizer.level(values[index] / scale) }
}

/// See `IntegerKernels.addPlaces`. A cache line serves all sums that it can.
func addPlaces(
  _ map: UnsafePointer<UInt8>, _ count: Int, _ stride: Int, _ channels: Int,
  _ sums: UnsafeMutablePointer<Int32>
) {
  var channel = 0
  while channel &+ 32 <= channels {
    addPlaces(map + channel, count, stride, sums + channel, InlineArray<4, SIMD8<Int32>>.self)
    channel &+= 32
  }
  while channel &+ 8 <= channels {
    addPlaces(map + channel, count, stride, sums + channel, InlineArray<1, SIMD8<Int32>>.self)
    channel &+= 8
  }
  while channel < channels {
    for place in 0..<count { sums[channel] &+= Int32(map[place &* stride &+ channel]) }
    channel &+= 1
  }
}

@inline(__always)
private func addPlaces<let vectors: Int>(
  _ map: UnsafePointer<UInt8>, _ count: Int, _ stride: Int, _ target: UnsafeMutablePointer<Int32>,
  _ type: InlineArray<vectors, SIMD8<Int32>>.Type
) {
  var sums = InlineArray<vectors, SIMD8<Int32>>(repeating: SIMD8(repeating: 0))
  var place = map
  for _ in 0..<count {
    for vector in 0..<vectors { sums[vector] &+= csimd_whole8(place + vector &* 8) }
    place += stride
  }
  for vector in 0..<vectors {
    let before: SIMD8<Int32> = UnsafePointer(target).vector(at: vector &* 8)
    UnsafeMutableRawPointer(target + vector &* 8)
      .storeBytes(of: before &+ sums[vector], as: SIMD8<Int32>.self)
  }
}

/// See `IntegerKernels.lookUp`.
func lookUpLevels(
  _ levels: UnsafePointer<UInt8>, _ table: UnsafePointer<UInt8>,
  _ output: UnsafeMutablePointer<UInt8>, _ count: Int
) {
  csimd_look_up(levels, table, output, count)
}
