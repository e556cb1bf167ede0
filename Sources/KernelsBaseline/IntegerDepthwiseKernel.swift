import CSIMD
import KernelInterface
import Kernels

// As with floats, a tile keeps the sums of some neighboring places of a row in registers. Two rows of the window go
// together, so that every pair of levels is laced once and serves all columns of the window.

/// `places` sums of eight channels, of a `kernel` x `kernel` window moved by `stride`.
private struct IntegerDepthwiseTile<let places: Int, let kernel: Int, let stride: Int> {
  /// All whole eights of channels.
  @inline(never)
  static func run(_ task: IntegerDepthwiseTask, _ cut: csimd_cut, place: Int) {
    let inputs = task.inputs + place &* stride
    var channel = 0
    while channel &+ 8 <= task.channels {
      var sums = InlineArray<places, SIMD8<Int32>>(
        repeating: (task.bias + channel).vector(at: 0))
      var weights = task.weightPairs + channel &* task.pairs
      for row in 0..<kernel / 2 {
        let (upper, lower) = (
          inputs + 2 &* row &* task.inputsPerRow, inputs + (2 &* row &+ 1) &* task.inputsPerRow
        )
        add(to: &sums, weights) { csimd_lace8(upper[$0] + channel, lower[$0] + channel) }
        weights += 8 &* kernel
      }
      if kernel % 2 == 1 {
        let last = inputs + (kernel &- 1) &* task.inputsPerRow
        add(to: &sums, weights) { csimd_whole8(last[$0] + channel) }
      }
      let multipliers = task.finish.multipliers + channel
      let output = task.output + (place &* task.outputStride &+ channel)
      for quarter in 0..<places / 4 {
        let first = quarter &* 4
        csimd_store_eights(
          csimd_scaled8(sums[first], multipliers), csimd_scaled8(sums[first &+ 1], multipliers),
          csimd_scaled8(sums[first &+ 2], multipliers),
          csimd_scaled8(sums[first &+ 3], multipliers), cut,
          output + first &* task.outputStride, task.outputStride)
      }
      for index in places / 4 &* 4..<places {
        sums[index].store(multipliers, cut, to: output + index &* task.outputStride)
      }
      channel &+= 8
    }
  }

  /// Adds the products of one or two rows of the window; `levels` gives the pairs of an input column.
  @inline(__always)
  private static func add(
    to sums: inout InlineArray<places, SIMD8<Int32>>, _ weights: UnsafePointer<Int32>,
    _ levels: (Int) -> SIMD8<Int32>
  ) {
    // Loaded before the loop, which else would be too long for the compiler to unroll.
    var row = InlineArray<kernel, SIMD8<Int32>>(repeating: weights.vector(at: 0))
    for column in 1..<kernel { row[column] = weights.vector(at: column &* 8) }
    for input in 0..<(places &- 1) &* stride &+ kernel {
      let pairs = levels(input)
      for column in 0..<kernel {
        let place = (input &- column) / stride
        if input >= column, (input &- column) % stride == 0, place < places {
          sums[place] = SIMD8.addPairs(sums[place], pairs, row[column])
        }
      }
    }
  }
}

extension IntegerDepthwiseTask {
  /// The weights, by pairs.
  @inline(__always) fileprivate var weightPairs: UnsafePointer<Int32> {
    UnsafeRawPointer(weights).assumingMemoryBound(to: Int32.self)
  }
  /// Pairs of the window.
  @inline(__always) fileprivate var pairs: Int { (kernelHeight &+ 1) / 2 &* kernelWidth }
}

/// A row in tiles, the last one of which may overlap the one before; then the channels that are no whole eight.
@inline(__always)
private func convolveTiles<let places: Int, let kernel: Int, let stride: Int>(
  _ task: IntegerDepthwiseTask, _ cut: csimd_cut,
  _ tile: IntegerDepthwiseTile<places, kernel, stride>.Type
) {
  typealias Low<let few: Int> = IntegerDepthwiseTile<few, kernel, stride>
  var place = 0
  if task.places >= places {
    while place < task.places {
      tile.run(task, cut, place: min(place, task.places &- places))
      place &+= places
    }
  } else {
    while place &+ 3 <= task.places {
      Low<3>.run(task, cut, place: place)
      place &+= 3
    }
    while place < task.places {
      Low<1>.run(task, cut, place: place)
      place &+= 1
    }
  }
  convolvePlainly(task, cut, from: task.channels / 8 &* 8)
}

/// The channels from one on, one place at a time, for any window.
private func convolvePlainly(_ task: IntegerDepthwiseTask, _ cut: csimd_cut, from first: Int) {
  guard first < task.channels else { return }
  for place in 0..<task.places {
    let inputs = task.inputs + place &* task.stride
    let output = task.output + place &* task.outputStride
    var channel = first
    while channel < task.channels {
      var sum: SIMD8<Int32> = (task.bias + channel).vector(at: 0)
      var weights = task.weightPairs + channel &* task.pairs
      var row = 0
      while row < task.kernelHeight {
        let upper = inputs + row &* task.inputsPerRow
        // A last row without a partner meets weights of zero.
        let lower = row &+ 1 < task.kernelHeight ? upper + task.inputsPerRow : upper
        for column in 0..<task.kernelWidth {
          let input = column &* task.dilation
          sum = SIMD8.addPairs(
            sum, csimd_lace8(upper[input] + channel, lower[input] + channel),
            weights.vector(at: 0))
          weights += 8
        }
        row &+= 2
      }
      let multipliers = task.finish.multipliers + channel
      if channel &+ 8 <= task.channels {
        sum.store(multipliers, cut, to: output + channel)
      } else {
        storePart(task.channels &- channel, to: output + channel) {
          sum.store(multipliers, cut, to: $0)
        }
      }
      channel &+= 8
    }
  }
}

/// See `IntegerDepthwiseTask`.
func convolveIntegers(_ task: IntegerDepthwiseTask) {
  let cut = task.finish.requantizer.cut
  let isSquare = task.kernelHeight == task.kernelWidth && task.dilation == 1
  // As many places as the compiler unrolls.
  switch (isSquare ? task.kernelWidth : 0, task.stride) {
  #if AVX512 || AVX2 || arch(arm64)
    case (3, 1): convolveTiles(task, cut, IntegerDepthwiseTile<7, 3, 1>.self)
  #else
    case (3, 1): convolveTiles(task, cut, IntegerDepthwiseTile<4, 3, 1>.self)
  #endif
  case (3, 2): convolveTiles(task, cut, IntegerDepthwiseTile<4, 3, 2>.self)
  case (5, 1): convolveTiles(task, cut, IntegerDepthwiseTile<4, 5, 1>.self)
  case (5, 2): convolveTiles(task, cut, IntegerDepthwiseTile<3, 5, 2>.self)
  default: convolvePlainly(task, cut, from: 0)
  }
  guard let table = task.finish.table else { return }
  if task.channels == task.outputStride {
    return lookUpLevels(task.output, table, task.output, task.places &* task.channels)
  }
  for place in 0..<task.places {
    let output = task.output + place &* task.outputStride
    lookUpLevels(output, table, output, task.channels)
  }
}
