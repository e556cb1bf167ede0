import CSIMD
import KernelInterface
import Kernels

/// See `IntegerDepthwiseTask`. Two places of the window at a time: their levels are laced into pairs.
func convolveIntegers(_ task: IntegerDepthwiseTask) {
  let requantizer = task.finish.requantizer
  let cut = LevelCut(
    zero: requantizer.zero, lower: requantizer.lower, upper: requantizer.upper)
  let pairs = (task.taps &+ 1) / 2
  let weights = UnsafeRawPointer(task.weights).assumingMemoryBound(to: Int32.self)
  for row in 0..<task.rows {
    let inputs = task.inputs + row &* task.taps
    let output = task.output + row &* task.outputStride
    var channel = 0
    while channel &+ 16 <= task.channels {
      convolveBlock16(task, inputs, weights + channel &* pairs, channel, cut, output + channel)
      channel &+= 16
    }
    while channel < task.channels {
      let left = task.channels &- channel
      if left >= 8 {
        convolveBlock8(task, inputs, weights + channel &* pairs, channel, cut, output + channel)
      } else {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { spare in
          guard let spare = spare.baseAddress else { return }
          convolveBlock8(task, inputs, weights + channel &* pairs, channel, cut, spare)
          copyLevels(spare, output + channel, left)
        }
      }
      channel &+= 8
    }
    if let table = task.finish.table { lookUp(table, output, task.channels) }
  }
}

@inline(__always)
private func convolveBlock8(
  _ task: IntegerDepthwiseTask, _ inputs: UnsafePointer<UnsafePointer<UInt8>>,
  _ weights: UnsafePointer<Int32>, _ channel: Int, _ cut: LevelCut,
  _ output: UnsafeMutablePointer<UInt8>
) {
  var sum: SIMD8<Int32> = (task.bias + channel).vector(at: 0)
  var (weights, tap) = (weights, 0)
  while tap < task.taps {
    // A last place without a partner meets a weight of zero.
    let other = tap &+ 1 < task.taps ? tap &+ 1 : tap
    let pair = csimd_lace8(inputs[tap] + channel, inputs[other] + channel)
    sum = SIMD8.addPairs(sum, pair, weights.vector(at: 0))
    weights += 8
    tap &+= 2
  }
  sum.store(task.finish.multipliers + channel, cut.lower, cut.upper, cut.shift, to: output)
}

@inline(__always)
private func convolveBlock16(
  _ task: IntegerDepthwiseTask, _ inputs: UnsafePointer<UnsafePointer<UInt8>>,
  _ weights: UnsafePointer<Int32>, _ channel: Int, _ cut: LevelCut,
  _ output: UnsafeMutablePointer<UInt8>
) {
  var first: SIMD8<Int32> = (task.bias + channel).vector(at: 0)
  var second: SIMD8<Int32> = (task.bias + channel).vector(at: 8)
  // The second block of weights stands behind all pairs of the first.
  let apart = (task.taps &+ 1) / 2 &* 8
  var (weights, tap) = (weights, 0)
  while tap < task.taps {
    let other = tap &+ 1 < task.taps ? tap &+ 1 : tap
    let (left, right) = (inputs[tap] + channel, inputs[other] + channel)
    first = SIMD8.addPairs(first, csimd_lace8(left, right), weights.vector(at: 0))
    second = SIMD8.addPairs(second, csimd_lace8(left + 8, right + 8), weights.vector(at: apart))
    weights += 8
    tap &+= 2
  }
  let multipliers = task.finish.multipliers + channel
  first.store(multipliers, cut.lower, cut.upper, cut.shift, to: output)
  second.store(multipliers + 8, cut.lower, cut.upper, cut.shift, to: output + 8)
}

/// Eights of two runs of levels, the last one perhaps in part.
@inline(__always)
private func forEachPair(
  _ task: IntegerPairTask, _ steps: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
) {
  let requantizer = task.requantizer
  let cut = LevelCut(
    zero: requantizer.zero, lower: requantizer.lower, upper: requantizer.upper)
  var index = 0
  while index < task.count {
    let left = csimd_steps8(task.left + index, task.leftZero)
    let right = csimd_steps8(task.right + index, task.rightZero)
    let result = steps(left, right)
    let rest = task.count &- index
    if rest >= 8 {
      csimd_store_steps8(result, cut.lower, cut.upper, cut.shift, task.output + index)
    } else {
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { spare in
        guard let spare = spare.baseAddress else { return }
        csimd_store_steps8(result, cut.lower, cut.upper, cut.shift, spare)
        copyLevels(spare, task.output + index, rest)
      }
    }
    index &+= 8
  }
}

/// See `IntegerKernels.add`.
func addIntegers(_ task: IntegerPairTask) {
  let left = SIMD8<Float>(repeating: task.leftMultiplier)
  let right = SIMD8<Float>(repeating: task.rightMultiplier)
  forEachPair(task) { $0 * left + $1 * right }
}

/// See `IntegerKernels.multiply`. A product of two steps is exact.
func multiplyIntegers(_ task: IntegerPairTask) {
  let multiplier = SIMD8<Float>(repeating: task.leftMultiplier)
  forEachPair(task) { $0 * $1 * multiplier }
}

/// See `IntegerKernels.addPlaces`.
func addPlaces(
  _ map: UnsafePointer<UInt8>, _ count: Int, _ stride: Int, _ channels: Int,
  _ sums: UnsafeMutablePointer<Int32>
) {
  var channel = 0
  while channel &+ 8 <= channels {
    var sum: SIMD8<Int32> = UnsafePointer(sums).vector(at: channel)
    var place = map + channel
    for _ in 0..<count {
      sum &+= csimd_whole8(place)
      place += stride
    }
    UnsafeMutableRawPointer(sums + channel).storeBytes(of: sum, as: SIMD8<Int32>.self)
    channel &+= 8
  }
  while channel < channels {
    for place in 0..<count { sums[channel] &+= Int32(map[place &* stride &+ channel]) }
    channel &+= 1
  }
}

/// See `IntegerKernels.lookUp`.
func lookUpLevels(
  _ levels: UnsafePointer<UInt8>, _ table: UnsafePointer<UInt8>,
  _ output: UnsafeMutablePointer<UInt8>, _ count: Int
) {
  for index in 0..<count { output[index] = table[Int(levels[index])] }
}
