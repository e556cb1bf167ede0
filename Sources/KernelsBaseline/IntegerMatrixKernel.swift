import CSIMD
import KernelInterface
import Kernels

// As with floats, a tile keeps rows x columns sums in registers and walks over K once, but two k at a
// time: an instruction multiplies pairs of 16 bits and adds both products. So the inputs are widened first,
// once for all columns, window by window behind one another.

/// Sums of `rows` places and two vectors of columns.
private struct WideTile<let rows: Int, V: IntegerVector> {
  @inline(never)
  static func run(
    _ task: IntegerMatrixTask, _ block: Block, row: Int, column: Int,
    _ levels: UnsafeMutablePointer<UInt8>
  ) {
    let lanes = V.scalarCount
    let bias = task.bias + column
    var first = InlineArray<rows, V>(repeating: bias.vector(at: 0))
    var second = InlineArray<rows, V>(repeating: bias.vector(at: lanes))
    var weights = block.weights + column &* block.pairs
    var input = block.input + row &* block.stride
    for _ in 0..<block.pairs {
      let left: V = weights.vector(at: 0)
      let right: V = weights.vector(at: lanes)
      for place in 0..<rows {
        let pair = V(repeating: input[place &* block.stride])
        first[place] = V.addPairs(first[place], pair, left)
        second[place] = V.addPairs(second[place], pair, right)
      }
      weights += 2 &* lanes
      input += 1
    }
    let multipliers = task.finish.multipliers + column
    for place in 0..<rows {
      let target = levels + place &* block.levelStride
      first[place].store(
        multipliers, block.cut.lower, block.cut.upper, block.cut.shift, to: target)
      second[place].store(
        multipliers + lanes, block.cut.lower, block.cut.upper, block.cut.shift,
        to: target + lanes)
    }
  }
}

/// Sums of `rows` places and one vector of columns.
private struct NarrowTile<let rows: Int, V: IntegerVector> {
  @inline(never)
  static func run(
    _ task: IntegerMatrixTask, _ block: Block, row: Int, column: Int,
    _ levels: UnsafeMutablePointer<UInt8>
  ) {
    var sums = InlineArray<rows, V>(repeating: (task.bias + column).vector(at: 0))
    var weights = block.weights + column &* block.pairs
    var input = block.input + row &* block.stride
    for _ in 0..<block.pairs {
      let vector: V = weights.vector(at: 0)
      for place in 0..<rows {
        let pair = V(repeating: input[place &* block.stride])
        sums[place] = V.addPairs(sums[place], pair, vector)
      }
      weights += V.scalarCount
      input += 1
    }
    for place in 0..<rows {
      sums[place].store(
        task.finish.multipliers + column, block.cut.lower, block.cut.upper, block.cut.shift,
        to: levels + place &* block.levelStride)
    }
  }
}

/// What all tiles of a task share.
private struct Block {
  /// Pairs of weights.
  let weights: UnsafePointer<Int32>
  /// Pairs of widened inputs.
  let input: UnsafePointer<Int32>
  /// Pairs of a window.
  let pairs: Int
  /// Pairs from one place to the next.
  let stride: Int
  /// Levels from one place of what a tile writes to the next.
  var levelStride: Int
  let cut: LevelCut
}

#if AVX512
  private let tallest = 7
#elseif AVX2 || arch(arm64)
  private let tallest = 6
#else
  private let tallest = 4
#endif
/// Rows of a tile.
let integerTilePlaces = tallest

/// The width of the next panel when so many columns, a multiple of 8, remain.
func integerPanelWidth(remaining: Int) -> Int {
  #if AVX512
    remaining >= 32 ? 32 : remaining >= 16 ? 16 : 8
  #elseif AVX2 || arch(arm64)
    remaining >= 16 ? 16 : 8
  #else
    8
  #endif
}

/// Widens the windows of all places, one behind the other. Each segment is written in whole vectors: what is too
/// much is overwritten by the next one, or met by weights of zero.
@inline(never)
private func widen(_ task: IntegerMatrixTask, stride: Int) {
  for row in 0..<task.rows {
    var target = task.scratch + row &* stride
    for segment in 0..<task.segmentCount {
      let source = task.inputs[row &* task.segmentCount &+ segment]
      var index = 0
      while index < task.segmentLength {
        csimd_widen16(source + index, target + index)
        index &+= 16
      }
      target += task.segmentLength
    }
  }
}

/// See `IntegerMatrixTask`.
func multiplyIntegers(_ task: IntegerMatrixTask) {
  let depth = task.segmentCount &* task.segmentLength
  let stride = (depth &+ 31) / 16 &* 16
  widen(task, stride: stride)
  let requantizer = task.finish.requantizer
  var block = Block(
    weights: UnsafeRawPointer(task.weights).assumingMemoryBound(to: Int32.self),
    input: UnsafeRawPointer(task.scratch).assumingMemoryBound(to: Int32.self),
    pairs: (depth &+ 1) / 2, stride: stride / 2, levelStride: task.outputStride,
    cut: LevelCut(
      zero: requantizer.zero, lower: requantizer.lower, upper: requantizer.upper))
  // Columns behind the last filter are computed, but not written.
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8 &* 32) { spare in
    guard let spare = spare.baseAddress else { return }
    var column = task.range.lowerBound
    while column < task.range.upperBound {
      let width = task.panelWidth(at: column)
      let written = min(width, task.range.upperBound &- column)
      let tiles = (task.rows &+ tallest &- 1) / tallest
      let height = task.rows / max(tiles, 1)
      let taller = task.rows &- height &* tiles
      block.levelStride = written == width ? task.outputStride : 32
      var row = 0
      for tile in 0..<tiles {
        let count = tile < taller ? height &+ 1 : height
        let output = task.output + (row &* task.outputStride &+ column)
        let target = written == width ? output : spare
        run(task, block, width, row: row, count, column, target)
        for place in 0..<count {
          let target = target + place &* block.levelStride
          if let table = task.finish.table { lookUp(table, target, written) }
          if written < width {
            copyLevels(target, output + place &* task.outputStride, written)
          }
        }
        row &+= count
      }
      column &+= width
    }
  }
}

extension IntegerMatrixTask {
  /// The width of the panel that begins at a column. Panels are as wide as can be, so it depends on
  /// how many columns there are, rounded up to eights.
  @inline(__always) fileprivate func panelWidth(at column: Int) -> Int {
    integerPanelWidth(remaining: (columns &- column &+ 7) / 8 &* 8)
  }
}

@inline(__always)
private func run(
  _ task: IntegerMatrixTask, _ block: Block, _ width: Int, row: Int, _ count: Int, _ column: Int,
  _ levels: UnsafeMutablePointer<UInt8>
) {
  switch width {
  #if AVX512
    case 32: wide(SIMD16<Int32>.self, task, block, row: row, count, column, levels)
    case 16: narrow(SIMD16<Int32>.self, task, block, row: row, count, column, levels)
  #elseif AVX2 || arch(arm64)
    case 16: wide(SIMD8<Int32>.self, task, block, row: row, count, column, levels)
  #endif
  default: narrow(SIMD8<Int32>.self, task, block, row: row, count, column, levels)
  }
}

@inline(__always)
private func wide<V: IntegerVector>(
  _ type: V.Type, _ task: IntegerMatrixTask, _ block: Block, row: Int, _ count: Int,
  _ column: Int, _ levels: UnsafeMutablePointer<UInt8>
) {
  switch count {
  case 7: WideTile<7, V>.run(task, block, row: row, column: column, levels)
  case 6: WideTile<6, V>.run(task, block, row: row, column: column, levels)
  case 5: WideTile<5, V>.run(task, block, row: row, column: column, levels)
  case 4: WideTile<4, V>.run(task, block, row: row, column: column, levels)
  case 3: WideTile<3, V>.run(task, block, row: row, column: column, levels)
  case 2: WideTile<2, V>.run(task, block, row: row, column: column, levels)
  default: WideTile<1, V>.run(task, block, row: row, column: column, levels)
  }
}

@inline(__always)
private func narrow<V: IntegerVector>(
  _ type: V.Type, _ task: IntegerMatrixTask, _ block: Block, row: Int, _ count: Int,
  _ column: Int, _ levels: UnsafeMutablePointer<UInt8>
) {
  switch count {
  case 7: NarrowTile<7, V>.run(task, block, row: row, column: column, levels)
  case 6: NarrowTile<6, V>.run(task, block, row: row, column: column, levels)
  case 5: NarrowTile<5, V>.run(task, block, row: row, column: column, levels)
  case 4: NarrowTile<4, V>.run(task, block, row: row, column: column, levels)
  case 3: NarrowTile<3, V>.run(task, block, row: row, column: column, levels)
  case 2: NarrowTile<2, V>.run(task, block, row: row, column: column, levels)
  default: NarrowTile<1, V>.run(task, block, row: row, column: column, levels)
  }
}
