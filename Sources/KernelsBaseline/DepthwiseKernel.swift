import Architecture
import KernelInterface

// A tile keeps the sums of some neighboring places in registers, for one vector of channels; with
// 32 registers seven, as the rows of MobileNets at 224 have 7 x 2^n places. Every input of a row of
// the window is loaded once. How many inputs a tile misses left and right is part of its type: at
// the border it has fewer instructions, not more.

/// `places` sums of a `kernel` x `kernel` window moved by `stride`: together they need
/// `inputs` = (places - 1) stride + kernel places of a row, of which the first `left` and the last
/// `right` are outside and hold zero.
private struct DepthwiseTile<
  let places: Int, let inputs: Int, let kernel: Int, let stride: Int, let left: Int, let right: Int,
  V: Vector
> {
  @inline(__always)
  static func run(_ task: DepthwiseTask, _ finish: Finish, place: Int, channel: Int) {
    let inputStride = task.inputStride
    var sums = InlineArray<places, V>(repeating: task.bias.vector(at: channel))
    let start = (place &* stride &- task.before) &* inputStride &+ channel
    var row = 0
    while row < kernel {
      if let input = task.rows[row] {
        let values = input + start
        let weights = task.weights + (channel &* kernel &+ row &* V.scalarCount) &* kernel
        var loaded = InlineArray<inputs, V>(repeating: V(repeating: 0))
        for index in 0..<inputs where index >= left && index < inputs &- right {
          loaded[index] = values.vector(at: index &* inputStride)
        }
        for column in 0..<kernel {
          let weight: V = weights.vector(at: column &* V.scalarCount)
          for index in 0..<places {
            let needed = index &* stride &+ column
            if needed >= left && needed < inputs &- right {
              sums[index] = V.multiplyAdd(loaded[needed], weight, sums[index])
            }
          }
        }
      }
      row &+= 1
    }
    store(sums, task.output + (place &* task.outputStride &+ channel), task, finish)
  }

  /// All channels of the tiles that begin in a range, but none later than at `latest`.
  @inline(never)
  static func runTiles(
    _ task: DepthwiseTask, _ finish: Finish, from first: Int, to end: Int, latest: Int
  ) {
    var next = first
    while next < end {
      let place = min(next, latest)
      var channel = 0
      #if AVX512
        while channel &+ 16 <= task.channels {
          DepthwiseTile<places, inputs, kernel, stride, left, right, SIMD16<Float>>.run(
            task, finish, place: place, channel: channel)
          channel &+= 16
        }
      #endif
      while channel < task.channels {
        DepthwiseTile<places, inputs, kernel, stride, left, right, SIMD8<Float>>.run(
          task, finish, place: place, channel: channel)
        channel &+= 8
      }
      next &+= places
    }
  }
}

@inline(__always)
private func store<let places: Int, V: Vector>(
  _ sums: InlineArray<places, V>, _ output: UnsafeMutablePointer<Float>, _ task: DepthwiseTask,
  _ finish: Finish
) {
  let stride = task.outputStride
  switch finish {
  case .clamp(let lower, let upper):
    let (lower, upper) = (V(repeating: lower), V(repeating: upper))
    for index in 0..<places {
      output.store(sums[index].clamped(lower, upper), at: index &* stride)
    }
  case .hardSwish:
    for index in 0..<places { output.store(sums[index].hardSwish, at: index &* stride) }
  }
}

/// A row in tiles: the first begins at its first place, the last ends at its last and may overlap
/// the one before. False if the row has no such tiles.
@inline(__always)
private func convolveTiles<
  let places: Int, let inputs: Int, let kernel: Int, let stride: Int, let left: Int, let right: Int
>(
  _ task: DepthwiseTask, _ finish: Finish,
  _ tile: DepthwiseTile<places, inputs, kernel, stride, left, right, SIMD8<Float>>.Type
) -> Bool {
  typealias Tile<let l: Int, let r: Int> = DepthwiseTile<
    places, inputs, kernel, stride, l, r, SIMD8<Float>
  >
  let last = task.outputWidth &- places
  let after = last &* stride &- task.before &+ inputs &- task.inputWidth
  guard last >= 0, task.before == left, after == right else { return false }
  if last == 0 {
    tile.runTiles(task, finish, from: 0, to: 1, latest: 0)
    return true
  }
  // The first tile must not miss anything on the right, nor the last on the left.
  guard inputs &- left <= task.inputWidth else { return false }
  Tile<left, 0>.runTiles(task, finish, from: 0, to: 1, latest: 0)
  // A tile just before the last would miss something too if the window reaches over the end by more
  // than a stride.
  let inside = (task.inputWidth &+ task.before &- inputs) / stride
  Tile<0, 0>.runTiles(task, finish, from: places, to: last, latest: inside)
  Tile<0, right>.runTiles(task, finish, from: last, to: last &+ 1, latest: last)
  return true
}

/// One place at a time, for windows that have no tile.
private func convolvePlainly(_ task: DepthwiseTask, _ finish: Finish) {
  let kernel = task.kernel
  for place in 0..<task.outputWidth {
    let first = place &* task.stride &- task.before
    var channel = 0
    while channel < task.channels {
      let isWide = depthwiseLanes == 16 && channel &+ 16 <= task.channels
      let lanes = isWide ? 16 : 8
      var part = 0
      while part < lanes {
        var sums: SIMD8<Float> = task.bias.vector(at: channel &+ part)
        for row in 0..<kernel {
          guard let input = task.rows[row] else { continue }
          for column in 0..<kernel {
            let x = first &+ column
            guard x >= 0, x < task.inputWidth else { continue }
            sums = .multiplyAdd(
              input.vector(at: x &* task.inputStride &+ channel &+ part),
              task.weights.vector(
                at: channel &* kernel &* kernel &+ (row &* kernel &+ column) &* lanes &+ part),
              sums)
          }
        }
        store(
          InlineArray<1, SIMD8<Float>>(repeating: sums),
          task.output + (place &* task.outputStride &+ channel &+ part), task, finish)
        part &+= 8
      }
      channel &+= lanes
    }
  }
}

#if AVX512
  /// Channels whose weights stand together.
  let depthwiseLanes = 16
#else
  /// Channels whose weights stand together.
  let depthwiseLanes = 8
#endif

/// See `DepthwiseTask`.
func convolveDepthwise(_ task: DepthwiseTask) {
  let finish = Finish(task.activation)
  let isDone: Bool
  switch (task.kernel, task.stride) {
  #if AVX512
    case (3, 1): isDone = convolveTiles(task, finish, Tile<7, 9, 3, 1, 1, 1>.self)
    case (5, 1): isDone = convolveTiles(task, finish, Tile<7, 11, 5, 1, 2, 2>.self)
    // Padding of 1 or 2 on both sides; TensorFlow's, which is one less before the map if its size is
    // even.
    case (3, 2):
      isDone =
        convolveTiles(task, finish, Tile<7, 15, 3, 2, 1, 0>.self)
        || convolveTiles(task, finish, Tile<7, 15, 3, 2, 1, 1>.self)
        || convolveTiles(task, finish, Tile<7, 15, 3, 2, 0, 1>.self)
  #else
    // Sixteen registers hold no more.
    case (3, 1): isDone = convolveTiles(task, finish, Tile<4, 6, 3, 1, 1, 1>.self)
    case (5, 1): isDone = convolveTiles(task, finish, Tile<4, 8, 5, 1, 2, 2>.self)
    case (3, 2):
      isDone =
        convolveTiles(task, finish, Tile<4, 9, 3, 2, 1, 0>.self)
        || convolveTiles(task, finish, Tile<4, 9, 3, 2, 1, 1>.self)
        || convolveTiles(task, finish, Tile<4, 9, 3, 2, 0, 1>.self)
  #endif
  case (5, 2):
    isDone =
      convolveTiles(task, finish, Tile<4, 11, 5, 2, 2, 1>.self)
      || convolveTiles(task, finish, Tile<4, 11, 5, 2, 2, 2>.self)
      || convolveTiles(task, finish, Tile<4, 11, 5, 2, 1, 2>.self)
  default: isDone = false
  }
  if !isDone { convolvePlainly(task, finish) }
  guard let activation = Finish.following(task.activation) else { return }
  for place in 0..<task.outputWidth {
    activate(task.output + place &* task.outputStride, task.channels, activation)
  }
}

private typealias Tile<
  let places: Int, let inputs: Int, let kernel: Int, let stride: Int, let left: Int, let right: Int
> = DepthwiseTile<places, inputs, kernel, stride, left, right, SIMD8<Float>>
