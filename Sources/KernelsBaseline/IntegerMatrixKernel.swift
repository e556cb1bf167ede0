import CSIMD
import KernelInterface
import Kernels

// As with floats, a tile keeps rows x columns sums in registers and walks over K once, but two k at a
// time: an instruction multiplies pairs of 16 bits and adds both products. So levels come widened, which costs
// less than to widen them for every panel.

/// Sums of `rows` places and two vectors of columns.
private struct WideTile<let rows: Int, V: IntegerVector> {
  @inline(never)
  static func run(_ task: IntegerMatrixTask, _ target: Target, row: Int, column: Int) {
    let lanes = V.scalarCount
    let bias = task.bias + column
    var first = InlineArray<rows, V>(repeating: bias.vector(at: 0))
    var second = InlineArray<rows, V>(repeating: bias.vector(at: lanes))
    let pairs = (task.segmentLength &+ 1) / 2
    var weights = task.weightPairs + column &* pairs &* task.segmentCount
    for segment in 0..<task.segmentCount {
      let inputs = task.inputs(InlineArray<rows, UnsafeRawPointer>.self, segment, row: row)
      for pair in 0..<pairs {
        let left: V = weights.vector(at: 0)
        let right: V = weights.vector(at: lanes)
        for place in 0..<rows {
          let levels = V(repeating: inputs[place].pair(pair))
          first[place] = V.addPairs(first[place], levels, left)
          second[place] = V.addPairs(second[place], levels, right)
        }
        weights += 2 &* lanes
      }
    }
    let multipliers = task.finish.multipliers + column
    for pair in 0..<rows / 2 {
      let (place, other) = (2 &* pair, 2 &* pair &+ 1)
      let output = target.start + place &* target.stride
      V.store(
        (first[place], second[place]), (first[other], second[other]), multipliers, target.cut,
        to: output, output + target.stride)
    }
    if rows % 2 == 1 {
      let last = rows &- 1
      first[last].store(
        with: second[last], multipliers, target.cut, to: target.start + last &* target.stride)
    }
  }
}

/// Sums of `rows` places and one vector of columns.
private struct NarrowTile<let rows: Int, V: IntegerVector> {
  @inline(never)
  static func run(_ task: IntegerMatrixTask, _ target: Target, row: Int, column: Int) {
    var sums = InlineArray<rows, V>(repeating: (task.bias + column).vector(at: 0))
    let pairs = (task.segmentLength &+ 1) / 2
    var weights = task.weightPairs + column &* pairs &* task.segmentCount
    for segment in 0..<task.segmentCount {
      let inputs = task.inputs(InlineArray<rows, UnsafeRawPointer>.self, segment, row: row)
      for pair in 0..<pairs {
        let vector: V = weights.vector(at: 0)
        for place in 0..<rows {
          sums[place] = V.addPairs(sums[place], V(repeating: inputs[place].pair(pair)), vector)
        }
        weights += V.scalarCount
      }
    }
    for place in 0..<rows {
      sums[place].store(
        task.finish.multipliers + column, target.cut, to: target.start + place &* target.stride)
    }
  }
}

/// Where a tile stores its levels.
private struct Target {
  var start: UnsafeMutablePointer<UInt8>
  /// Levels from one place to the next.
  var stride: Int
  let cut: csimd_cut
}

extension IntegerMatrixTask {
  /// The weights, by pairs.
  @inline(__always) fileprivate var weightPairs: UnsafePointer<Int32> {
    UnsafeRawPointer(weights).assumingMemoryBound(to: Int32.self)
  }

  /// Where a segment begins at some places.
  @inline(__always) fileprivate func inputs<let rows: Int>(
    _ type: InlineArray<rows, UnsafeRawPointer>.Type, _ segment: Int, row: Int
  ) -> InlineArray<rows, UnsafeRawPointer> {
    let start = segments[segment]
    var inputs = InlineArray<rows, UnsafeRawPointer>(repeating: UnsafeRawPointer(start))
    for place in 0..<rows {
      inputs[place] = UnsafeRawPointer(start + Int(offsets[row &+ place]))
    }
    return inputs
  }

  /// The width of the panel that begins at a column. Panels are as wide as can be, so it depends on
  /// how many columns there are, rounded up to eights.
  @inline(__always) fileprivate func panelWidth(at column: Int) -> Int {
    integerPanelWidth(remaining: (columns &- column &+ 7) / 8 &* 8)
  }
}

extension UnsafeRawPointer {
  /// Two numbers of 16 bits.
  @inline(__always) fileprivate func pair(_ index: Int) -> Int32 {
    loadUnaligned(fromByteOffset: index &* 4, as: Int32.self)
  }
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

/// See `IntegerMatrixTask`.
func multiplyIntegers(_ task: IntegerMatrixTask) {
  let tiles = (task.rows &+ tallest &- 1) / tallest
  guard tiles > 0 else { return }
  // Columns behind the last filter are computed, but not written.
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8 &* 32) { spare in
    guard let spare = spare.baseAddress else { return }
    let depth = task.segmentCount &* task.segmentLength
    if depth &* task.range.count <= 8 << 10 {
      // All weights stay in the first-level cache: what a tile of places gets stands together.
      for tile in 0..<tiles { multiply(task, tile..<tile &+ 1, of: tiles, task.range, spare) }
    } else {
      var column = task.range.lowerBound
      while column < task.range.upperBound {
        let end = min(column &+ task.panelWidth(at: column), task.range.upperBound)
        multiply(task, 0..<tiles, of: tiles, column..<end, spare)
        column = end
      }
    }
  }
  guard let table = task.finish.table else { return }
  let output = task.output + task.range.lowerBound
  if task.range.count == task.outputStride {
    return lookUpLevels(output, table, output, task.rows &* task.outputStride)
  }
  for row in 0..<task.rows {
    let place = output + row &* task.outputStride
    lookUpLevels(place, table, place, task.range.count)
  }
}

/// Some tiles of places, which are nearly equally tall, and some panels of columns.
@inline(never)
private func multiply(
  _ task: IntegerMatrixTask, _ range: Range<Int>, of tiles: Int, _ columns: Range<Int>,
  _ spare: UnsafeMutablePointer<UInt8>
) {
  let height = task.rows / tiles
  let taller = task.rows &- height &* tiles
  var target = Target(start: spare, stride: task.outputStride, cut: task.finish.requantizer.cut)
  var column = columns.lowerBound
  while column < columns.upperBound {
    let width = task.panelWidth(at: column)
    let written = min(width, columns.upperBound &- column)
    let isWhole = written == width
    target.stride = isWhole ? task.outputStride : 32
    for tile in range {
      let count = tile < taller ? height &+ 1 : height
      let row = tile &* height &+ min(tile, taller)
      let output = task.output + (row &* task.outputStride &+ column)
      target.start = isWhole ? output : spare
      run(task, target, width, row: row, count, column)
      if !isWhole {
        for place in 0..<count {
          copyLevels(spare + place &* 32, output + place &* task.outputStride, written)
        }
      }
    }
    column &+= width
  }
}

@inline(__always)
private func run(
  _ task: IntegerMatrixTask, _ target: Target, _ width: Int, row: Int, _ count: Int, _ column: Int
) {
  switch width {
  #if AVX512
    case 32: wide(SIMD16<Int32>.self, task, target, row: row, count, column)
    case 16: narrow(SIMD16<Int32>.self, task, target, row: row, count, column)
  #elseif AVX2 || arch(arm64)
    case 16: wide(SIMD8<Int32>.self, task, target, row: row, count, column)
  #endif
  default: narrow(SIMD8<Int32>.self, task, target, row: row, count, column)
  }
}

@inline(__always)
private func wide<V: IntegerVector>(
  _ type: V.Type, _ task: IntegerMatrixTask, _ target: Target, row: Int, _ count: Int,
  _ column: Int
) {
  switch count {
  case 7: WideTile<7, V>.run(task, target, row: row, column: column)
  case 6: WideTile<6, V>.run(task, target, row: row, column: column)
  case 5: WideTile<5, V>.run(task, target, row: row, column: column)
  case 4: WideTile<4, V>.run(task, target, row: row, column: column)
  case 3: WideTile<3, V>.run(task, target, row: row, column: column)
  case 2: WideTile<2, V>.run(task, target, row: row, column: column)
  default: WideTile<1, V>.run(task, target, row: row, column: column)
  }
}

@inline(__always)
private func narrow<V: IntegerVector>(
  _ type: V.Type, _ task: IntegerMatrixTask, _ target: Target, row: Int, _ count: Int,
  _ column: Int
) {
  switch count {
  case 7: NarrowTile<7, V>.run(task, target, row: row, column: column)
  case 6: NarrowTile<6, V>.run(task, target, row: row, column: column)
  case 5: NarrowTile<5, V>.run(task, target, row: row, column: column)
  case 4: NarrowTile<4, V>.run(task, target, row: row, column: column)
  case 3: NarrowTile<3, V>.run(task, target, row: row, column: column)
  case 2: NarrowTile<2, V>.run(task, target, row: row, column: column)
  default: NarrowTile<1, V>.run(task, target, row: row, column: column)
  }
}

/// See `IntegerKernels.widen`.
func widenLevels(
  _ levels: UnsafePointer<UInt8>, _ output: UnsafeMutablePointer<Int16>, _ count: Int
) {
  var index = 0
  while index &+ 16 <= count {
    csimd_widen16(levels + index, output + index)
    index &+= 16
  }
  while index < count {
    output[index] = Int16(levels[index])
    index &+= 1
  }
}
