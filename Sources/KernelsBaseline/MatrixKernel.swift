import Architecture
import CSIMD
import KernelInterface

// A tile keeps rows x columns sums in registers and walks over K once: every weight vector is
// loaded once for all rows, every input scalar is spread once for all columns. The weights of a
// panel stand in the order in which the walk needs them.

/// Sums of `rows` places and two vectors of columns. With `ahead` 1 every step asks for a line of
/// weights that a later tile needs: what comes from beyond the second-level cache then comes while
/// the tile computes.
private struct WideTile<let rows: Int, First: Vector, Second: Vector, let ahead: Int> {
  @inline(never)
  static func run(
    _ task: MatrixTask, _ finish: Finish, row: Int, column: Int, next: UnsafePointer<Float>
  ) {
    let stride = task.rowStride
    let bias = task.bias + column
    var first = InlineArray<rows, First>(repeating: bias.vector(at: 0))
    var second = InlineArray<rows, Second>(repeating: bias.vector(at: First.scalarCount))
    var weights = task.weights + column &* task.segmentCount &* task.segmentLength
    var next = next
    var segment = 0
    while segment < task.segmentCount {
      var input = task.segments[segment] + row &* stride
      for _ in 0..<task.segmentLength {
        let left: First = weights.vector(at: 0)
        let right: Second = weights.vector(at: First.scalarCount)
        for place in 0..<rows {
          let scalar = input[place &* stride]
          first[place] = First.multiplyAdd(First(repeating: scalar), left, first[place])
          second[place] = Second.multiplyAdd(Second(repeating: scalar), right, second[place])
        }
        if ahead == 1 {
          csimd_prefetch(next)
          next += 16
        }
        weights += First.scalarCount &+ Second.scalarCount
        input += 1
      }
      segment &+= 1
    }
    let output = task.output + (row &* task.outputStride &+ column)
    store(first, output, task, finish, row: row, column: column)
    store(
      second, output + First.scalarCount, task, finish, row: row,
      column: column &+ First.scalarCount)
  }
}

/// Sums of `rows` places and one vector of columns.
private struct NarrowTile<let rows: Int, First: Vector> {
  @inline(never)
  static func run(
    _ task: MatrixTask, _ finish: Finish, row: Int, column: Int
  ) {
    let stride = task.rowStride
    var sums = InlineArray<rows, First>(repeating: (task.bias + column).vector(at: 0))
    var weights = task.weights + column &* task.segmentCount &* task.segmentLength
    var segment = 0
    while segment < task.segmentCount {
      var input = task.segments[segment] + row &* stride
      for _ in 0..<task.segmentLength {
        let vector: First = weights.vector(at: 0)
        for place in 0..<rows {
          sums[place] = First.multiplyAdd(
            First(repeating: input[place &* stride]), vector, sums[place])
        }
        weights += First.scalarCount
        input += 1
      }
      segment &+= 1
    }
    let output = task.output + (row &* task.outputStride &+ column)
    store(sums, output, task, finish, row: row, column: column)
  }
}

/// Sums of `rows` places and three vectors of columns: for panels of 24, which two registers of 16
/// would leave half empty.
private struct TripleTile<let rows: Int, V: Vector> {
  @inline(never)
  static func run(_ task: MatrixTask, _ finish: Finish, row: Int, column: Int) {
    let stride = task.rowStride
    let lanes = V.scalarCount
    let bias = task.bias + column
    var first = InlineArray<rows, V>(repeating: bias.vector(at: 0))
    var second = InlineArray<rows, V>(repeating: bias.vector(at: lanes))
    var third = InlineArray<rows, V>(repeating: bias.vector(at: 2 &* lanes))
    var weights = task.weights + column &* task.segmentCount &* task.segmentLength
    var segment = 0
    while segment < task.segmentCount {
      var input = task.segments[segment] + row &* stride
      for _ in 0..<task.segmentLength {
        let left: V = weights.vector(at: 0)
        let middle: V = weights.vector(at: lanes)
        let right: V = weights.vector(at: 2 &* lanes)
        for place in 0..<rows {
          let scalar = V(repeating: input[place &* stride])
          first[place] = V.multiplyAdd(scalar, left, first[place])
          second[place] = V.multiplyAdd(scalar, middle, second[place])
          third[place] = V.multiplyAdd(scalar, right, third[place])
        }
        weights += 3 &* lanes
        input += 1
      }
      segment &+= 1
    }
    let output = task.output + (row &* task.outputStride &+ column)
    store(first, output, task, finish, row: row, column: column)
    store(second, output + lanes, task, finish, row: row, column: column &+ lanes)
    store(third, output + 2 &* lanes, task, finish, row: row, column: column &+ 2 &* lanes)
  }
}

@inline(__always)
func store<let rows: Int, V: Vector>(
  _ sums: InlineArray<rows, V>, _ output: UnsafeMutablePointer<Float>,
  _ task: MatrixTask, _ finish: Finish, row: Int, column: Int
) {
  let stride = task.outputStride
  if let residual = task.epilogue.residual {
    let residualStride = task.epilogue.residualStride
    let added = residual + (row &* residualStride &+ column)
    switch finish {
    case .clamp(let lower, let upper):
      let (lower, upper) = (V(repeating: lower), V(repeating: upper))
      for place in 0..<rows {
        output.store(
          sums[place].clamped(lower, upper) + added.vector(at: place &* residualStride),
          at: place &* stride)
      }
    case .hardSwish:
      for place in 0..<rows {
        output.store(
          sums[place].hardSwish + added.vector(at: place &* residualStride), at: place &* stride)
      }
    }
    return
  }
  switch finish {
  case .clamp(let lower, let upper):
    let (lower, upper) = (V(repeating: lower), V(repeating: upper))
    for place in 0..<rows { output.store(sums[place].clamped(lower, upper), at: place &* stride) }
  case .hardSwish:
    for place in 0..<rows { output.store(sums[place].hardSwish, at: place &* stride) }
  }
}

#if AVX512
  /// Rows of a tile: 7 x 2 sums, 2 weights and a spread scalar fit 32 registers, and the maps of
  /// MobileNets at 224 have 7 x 7 x 4^n places.
  let tilePlaces = 7
#elseif AVX2
  let tilePlaces = 6
#elseif arch(arm64)
  let tilePlaces = 6
#else
  let tilePlaces = 4
#endif

#if AVX512
  /// Scalars of the input that stay in the second-level cache, of which such processors have a mebibyte
  /// or more, while all panels pass.
  private let passedInput = 96 << 10
#else
  /// Scalars of the input that stay in the second-level cache, beside a panel, while all panels pass.
  private let passedInput = 24 << 10
#endif

/// The width of the next panel when so many columns, a multiple of 8, remain.
func panelWidth(remaining: Int) -> Int {
  #if AVX512
    // 40 as 24 + 16: a panel of 8 keeps only half of each register busy.
    remaining == 40 ? 24 : min(remaining, 32)
  #elseif AVX2
    remaining >= 32 ? 16 : min(remaining, 24)
  #elseif arch(arm64)
    min(remaining, 16)
  #else
    8
  #endif
}

/// What tiles ask the memory for while they compute.
private struct Ahead {
  /// Whether they do: if the layer's weights are beyond the first-level cache, or a later one's are
  /// known.
  let isWanted: Bool
  private var later: UnsafePointer<Float>?
  private var count: Int

  @inline(__always) init(_ task: MatrixTask) {
    later = task.later
    count = task.laterCount
    isWanted =
      task.segmentCount &* task.segmentLength &* task.columns > 12 << 10 || task.laterCount > 0
  }

  /// The next `share` floats of a later layer's weights.
  @inline(__always) mutating func take(_ share: Int) -> UnsafePointer<Float>? {
    guard count > 0, let start = later else { return nil }
    later = start + share
    count &-= share
    return start
  }
}

@inline(__always)
private func wide<First: Vector, Second: Vector>(
  _ first: First.Type, _ second: Second.Type, _ task: MatrixTask, _ finish: Finish,
  _ rows: Range<Int>, _ tallest: Int, _ column: Int, _ ahead: inout Ahead
) {
  var row = rows.lowerBound
  let tiles = (rows.count &+ tallest &- 1) / tallest
  guard tiles > 0 else { return }
  let height = rows.count / tiles
  let taller = rows.count &- height &* tiles
  let panel = (First.scalarCount &+ Second.scalarCount) &* task.segmentCount &* task.segmentLength
  let start = task.weights + column &* task.segmentCount &* task.segmentLength
  for tile in 0..<tiles {
    let count = tile < taller ? height &+ 1 : height
    if ahead.isWanted, count >= tallest &- 1 {
      // The first tiles ask for a share of the next panel each, the others for a later layer.
      let share = 16 &* task.segmentCount &* task.segmentLength
      let next =
        tile &* share < panel ? start + (panel &+ tile &* share) : ahead.take(share) ?? start
      if count == 7 {
        WideTile<7, First, Second, 1>.run(task, finish, row: row, column: column, next: next)
      } else if count == 6 {
        WideTile<6, First, Second, 1>.run(task, finish, row: row, column: column, next: next)
      } else {
        WideTile<5, First, Second, 1>.run(task, finish, row: row, column: column, next: next)
      }
      row &+= count
      continue
    }
    switch count {
    case 7: WideTile<7, First, Second, 0>.run(task, finish, row: row, column: column, next: start)
    case 6: WideTile<6, First, Second, 0>.run(task, finish, row: row, column: column, next: start)
    case 5: WideTile<5, First, Second, 0>.run(task, finish, row: row, column: column, next: start)
    case 4: WideTile<4, First, Second, 0>.run(task, finish, row: row, column: column, next: start)
    case 3: WideTile<3, First, Second, 0>.run(task, finish, row: row, column: column, next: start)
    case 2: WideTile<2, First, Second, 0>.run(task, finish, row: row, column: column, next: start)
    default: WideTile<1, First, Second, 0>.run(task, finish, row: row, column: column, next: start)
    }
    row &+= count
  }
}

@inline(__always)
private func narrow<V: Vector>(
  _ type: V.Type, _ task: MatrixTask, _ finish: Finish, _ rows: Range<Int>,
  _ tallest: Int, _ column: Int
) {
  var row = rows.lowerBound
  let tiles = (rows.count &+ tallest &- 1) / tallest
  guard tiles > 0 else { return }
  let height = rows.count / tiles
  let taller = rows.count &- height &* tiles
  for tile in 0..<tiles {
    let count = tile < taller ? height &+ 1 : height
    switch count {
    case 7: NarrowTile<7, V>.run(task, finish, row: row, column: column)
    case 6: NarrowTile<6, V>.run(task, finish, row: row, column: column)
    case 5: NarrowTile<5, V>.run(task, finish, row: row, column: column)
    case 4: NarrowTile<4, V>.run(task, finish, row: row, column: column)
    case 3: NarrowTile<3, V>.run(task, finish, row: row, column: column)
    case 2: NarrowTile<2, V>.run(task, finish, row: row, column: column)
    default: NarrowTile<1, V>.run(task, finish, row: row, column: column)
    }
    row &+= count
  }
}

@inline(__always)
private func triple<V: Vector>(
  _ type: V.Type, _ task: MatrixTask, _ finish: Finish, _ rows: Range<Int>, _ tallest: Int,
  _ column: Int
) {
  var row = rows.lowerBound
  let tiles = (rows.count &+ tallest &- 1) / tallest
  guard tiles > 0 else { return }
  let height = rows.count / tiles
  let taller = rows.count &- height &* tiles
  for tile in 0..<tiles {
    let count = tile < taller ? height &+ 1 : height
    switch count {
    case 7: TripleTile<7, V>.run(task, finish, row: row, column: column)
    case 6: TripleTile<6, V>.run(task, finish, row: row, column: column)
    case 5: TripleTile<5, V>.run(task, finish, row: row, column: column)
    case 4: TripleTile<4, V>.run(task, finish, row: row, column: column)
    case 3: TripleTile<3, V>.run(task, finish, row: row, column: column)
    case 2: TripleTile<2, V>.run(task, finish, row: row, column: column)
    default: TripleTile<1, V>.run(task, finish, row: row, column: column)
    }
    row &+= count
  }
}

/// Activates sums that stand in the cache, and adds the residual, which comes after.
@inline(never)
func activate(
  _ task: MatrixTask, _ epilogue: Epilogue, _ rows: Range<Int>, _ column: Int, _ width: Int,
  _ activation: Activation
) {
  for row in rows {
    let output = task.output + (row &* task.outputStride &+ column)
    activate(output, width, activation)
    guard let residual = epilogue.residual else { continue }
    let added = residual + (row &* epilogue.residualStride &+ column)
    var index = 0
    while index < width {
      output.store(output.vector(at: index) + added.vector(at: index) as SIMD8<Float>, at: index)
      index &+= 8
    }
  }
}

/// See `MatrixTask`.
func multiplyMatrix(_ task: MatrixTask) {
  let finish = Finish(task.epilogue.activation)
  let following = Finish.following(task.epilogue.activation)
  let epilogue = task.epilogue
  var task = task
  if following != nil { task.epilogue = Epilogue() }
  let depth = task.segmentCount &* task.segmentLength
  // Inputs of a block of rows stay in the first-level cache for all panels, unless the weights are
  // too many to come back from the second: then they stay in the second, and the blocks are equal, so
  // that no few rows need all weights.
  let isLarge = depth &* task.range.count > 64 << 10
  var ahead = Ahead(task)
  let block: Int
  if isLarge {
    let blocks = max(task.rows &* depth / passedInput, 1)
    let rows = max((task.rows &+ blocks &- 1) / blocks, 4 &* tilePlaces)
    block = (rows &+ tilePlaces &- 1) / tilePlaces &* tilePlaces
  } else {
    block = max(4096 / max(depth, 1) / tilePlaces, 1) &* tilePlaces
  }
  var row = 0
  while row < task.rows {
    let rows = row..<min(row &+ block, task.rows)
    var column = task.range.lowerBound
    while column < task.range.upperBound {
      let width = panelWidth(remaining: task.columns &- column)
      switch width {
      #if AVX512
        case 32:
          wide(
            SIMD16<Float>.self, SIMD16<Float>.self, task, finish, rows, 7, column,
            &ahead)
        case 24: triple(SIMD8<Float>.self, task, finish, rows, 7, column)
        case 16: narrow(SIMD16<Float>.self, task, finish, rows, 7, column)
      #elseif AVX2
        case 24: triple(SIMD8<Float>.self, task, finish, rows, 4, column)
        case 16:
          wide(
            SIMD8<Float>.self, SIMD8<Float>.self, task, finish, rows, 6, column,
            &ahead)
      #elseif arch(arm64)
        case 16:
          wide(
            SIMD8<Float>.self, SIMD8<Float>.self, task, finish, rows, 6, column,
            &ahead)
      #endif
      #if AVX512 || AVX2
        default: narrow(SIMD8<Float>.self, task, finish, rows, 7, column)
      #else
        default: narrow(SIMD8<Float>.self, task, finish, rows, tilePlaces, column)
      #endif
      }
      if let following { activate(task, epilogue, rows, column, width, following) }
      column &+= width
    }
    row = rows.upperBound
  }
}
