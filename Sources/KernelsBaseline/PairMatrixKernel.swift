import Architecture
import CSIMD
import KernelInterface

// As in MatrixKernel.swift, but weights are pairs of bfloat16, of which a tile makes floats in registers: they come
// from memory in half the time.

/// Sums of `rows` places and two vectors of columns, in a panel of `width`.
private struct WidePairTile<let rows: Int, First: Vector, Second: Vector> {
  @inline(never)
  static func run(
    _ task: MatrixTask, _ finish: Finish, row: Int, column: Int, _ weights: UnsafePointer<Float>,
    width: Int
  ) {
    let stride = task.rowStride
    let bias = task.bias + column
    var first = InlineArray<rows, First>(repeating: bias.vector(at: 0))
    var second = InlineArray<rows, Second>(repeating: bias.vector(at: First.scalarCount))
    var weights = weights
    var input = task.segments[0] + row &* stride
    for _ in 0..<task.segmentLength / 2 {
      let left: First = weights.vector(at: 0)
      let right: Second = weights.vector(at: First.scalarCount)
      let (leftEven, rightEven) = (First.even(left), Second.even(right))
      for place in 0..<rows {
        let scalar = input[place &* stride]
        first[place] = First.multiplyAdd(First(repeating: scalar), leftEven, first[place])
        second[place] = Second.multiplyAdd(Second(repeating: scalar), rightEven, second[place])
      }
      let (leftOdd, rightOdd) = (First.odd(left), Second.odd(right))
      for place in 0..<rows {
        let scalar = input[place &* stride &+ 1]
        first[place] = First.multiplyAdd(First(repeating: scalar), leftOdd, first[place])
        second[place] = Second.multiplyAdd(Second(repeating: scalar), rightOdd, second[place])
      }
      weights += width
      input += 2
    }
    let output = task.output + (row &* task.outputStride &+ column)
    store(first, output, task, finish, row: row, column: column)
    store(
      second, output + First.scalarCount, task, finish, row: row,
      column: column &+ First.scalarCount)
  }
}

/// Sums of `rows` places and one vector of columns, in a panel of `width`.
private struct NarrowPairTile<let rows: Int, V: Vector> {
  @inline(never)
  static func run(
    _ task: MatrixTask, _ finish: Finish, row: Int, column: Int, _ weights: UnsafePointer<Float>,
    width: Int
  ) {
    let stride = task.rowStride
    var sums = InlineArray<rows, V>(repeating: (task.bias + column).vector(at: 0))
    var weights = weights
    var input = task.segments[0] + row &* stride
    for _ in 0..<task.segmentLength / 2 {
      let pairs: V = weights.vector(at: 0)
      let even = V.even(pairs)
      for place in 0..<rows {
        sums[place] = V.multiplyAdd(V(repeating: input[place &* stride]), even, sums[place])
      }
      let odd = V.odd(pairs)
      for place in 0..<rows {
        sums[place] = V.multiplyAdd(V(repeating: input[place &* stride &+ 1]), odd, sums[place])
      }
      weights += width
      input += 2
    }
    let output = task.output + (row &* task.outputStride &+ column)
    store(sums, output, task, finish, row: row, column: column)
  }
}

/// Tiles of nearly equal height over all places.
@inline(__always)
private func tiles(_ places: Int, _ run: (_ count: Int, _ row: Int) -> Void) {
  let tiles = (places &+ tilePlaces &- 1) / tilePlaces
  guard tiles > 0 else { return }
  let height = places / tiles
  let taller = places &- height &* tiles
  var row = 0
  for tile in 0..<tiles {
    let count = tile < taller ? height &+ 1 : height
    run(count, row)
    row &+= count
  }
}

@inline(__always)
private func wide<First: Vector, Second: Vector>(
  _ first: First.Type, _ second: Second.Type, _ task: MatrixTask, _ finish: Finish, _ column: Int,
  _ weights: UnsafePointer<Float>, width: Int
) {
  tiles(task.rows) { count, row in
    switch count {
    #if AVX512
      case 7:
        WidePairTile<7, First, Second>.run(
          task, finish, row: row, column: column, weights, width: width)
    #endif
    case 6:
      WidePairTile<6, First, Second>.run(
        task, finish, row: row, column: column, weights, width: width)
    case 5:
      WidePairTile<5, First, Second>.run(
        task, finish, row: row, column: column, weights, width: width)
    case 4:
      WidePairTile<4, First, Second>.run(
        task, finish, row: row, column: column, weights, width: width)
    case 3:
      WidePairTile<3, First, Second>.run(
        task, finish, row: row, column: column, weights, width: width)
    case 2:
      WidePairTile<2, First, Second>.run(
        task, finish, row: row, column: column, weights, width: width)
    default:
      WidePairTile<1, First, Second>.run(
        task, finish, row: row, column: column, weights, width: width)
    }
  }
}

@inline(__always)
private func narrow<V: Vector>(
  _ type: V.Type, _ task: MatrixTask, _ finish: Finish, _ column: Int,
  _ weights: UnsafePointer<Float>, width: Int
) {
  tiles(task.rows) { count, row in
    switch count {
    #if AVX512
      case 7:
        NarrowPairTile<7, V>.run(
          task, finish, row: row, column: column, weights, width: width)
    #endif
    case 6:
      NarrowPairTile<6, V>.run(
        task, finish, row: row, column: column, weights, width: width)
    case 5:
      NarrowPairTile<5, V>.run(
        task, finish, row: row, column: column, weights, width: width)
    case 4:
      NarrowPairTile<4, V>.run(
        task, finish, row: row, column: column, weights, width: width)
    case 3:
      NarrowPairTile<3, V>.run(
        task, finish, row: row, column: column, weights, width: width)
    case 2:
      NarrowPairTile<2, V>.run(
        task, finish, row: row, column: column, weights, width: width)
    default:
      NarrowPairTile<1, V>.run(
        task, finish, row: row, column: column, weights, width: width)
    }
  }
}

/// See `KernelTable.multiplyPairs`.
func multiplyPairs(_ task: MatrixTask) {
  let finish = Finish(task.epilogue.activation)
  let following = Finish.following(task.epilogue.activation)
  let epilogue = task.epilogue
  var task = task
  if following != nil { task.epilogue = Epilogue() }
  var column = task.range.lowerBound
  while column < task.range.upperBound {
    let width = panelWidth(remaining: task.columns &- column)
    let weights = task.weights + column &* task.segmentLength / 2
    switch width {
    #if AVX512
      case 32:
        wide(
          SIMD16<Float>.self, SIMD16<Float>.self, task, finish, column, weights, width: width)
      case 24:
        wide(SIMD16<Float>.self, SIMD8<Float>.self, task, finish, column, weights, width: width)
      case 16: narrow(SIMD16<Float>.self, task, finish, column, weights, width: width)
    #elseif AVX2
      case 24:
        // Three vectors and what is made of them are more than the registers hold.
        wide(SIMD8<Float>.self, SIMD8<Float>.self, task, finish, column, weights, width: width)
        narrow(SIMD8<Float>.self, task, finish, column &+ 16, weights + 16, width: width)
    #endif
    #if AVX2 || arch(arm64)
      case 16:
        wide(SIMD8<Float>.self, SIMD8<Float>.self, task, finish, column, weights, width: width)
    #endif
    default: narrow(SIMD8<Float>.self, task, finish, column, weights, width: width)
    }
    if let following { activate(task, epilogue, 0..<task.rows, column, width, following) }
    column &+= width
  }
}

/// See `KernelTable.roundInputs`.
func roundInputs(
  _ inputs: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int
) {
  var index = 0
  while index &+ 8 <= count {
    let vector: SIMD8<Float> = inputs.vector(at: index)
    output.store(SIMD8<Float>.roundedToBFloat16(vector), at: index)
    index &+= 8
  }
  while index < count {
    output[index] = SIMD8<Float>.roundedToBFloat16(SIMD8(repeating: inputs[index]))[0]
    index &+= 1
  }
}
