import Architecture
import Inference
import KernelInterface
import Testing

/// A matrix task without its memory.
private struct Matrix {
  var rows: Int
  var columns: Int
  var segmentCount = 1
  var segmentLength: Int
  var activation: Activation?
  var hasResidual = false
  /// Scalars between one place's and the next one's, in input, output and residual.
  var gap = 0

  var depth: Int { segmentCount * segmentLength }
  var inputStride: Int { segmentLength + gap }
  var outputStride: Int { columns + gap }
  var residualStride: Int { columns + 2 * gap }
  var outputCount: Int { (rows - 1) * outputStride + columns }

  /// Rounding of sums of k products of numbers below 1 grows as sqrt(k) does, and an activation's
  /// slope is below 2.
  var tolerance: Float { 8e-6 * Float(depth).squareRoot() }
}

/// Input, weights and residual of a matrix task: gaps hold what is not a number.
private final class Operands {
  let matrix: Matrix
  private let inputs: [FencedMemory]
  private let residual: FencedMemory
  private let weights: [Float]
  private let bias: [Float]

  init(_ matrix: Matrix, roundedInputs: Bool = false) throws {
    self.matrix = matrix
    func rows(_ name: String, length: Int, stride: Int) throws -> FencedMemory {
      let all = numbers(name, matrix.rows * stride)
      return try FencedMemory(
        (0..<(matrix.rows - 1) * stride + length).map {
          $0 % stride < length ? (roundedInputs ? all[$0].roundedToBFloat16 : all[$0]) : .nan
        })
    }
    inputs = try (0..<matrix.segmentCount).map {
      try rows("input \($0)", length: matrix.segmentLength, stride: matrix.inputStride)
    }
    residual = try rows("residual", length: matrix.columns, stride: matrix.residualStride)
    weights = numbers("weights", matrix.columns * matrix.depth)
    bias = numbers("bias", matrix.columns)
  }

  /// The weights as a table has them: segments are input channels of a window of one row.
  func packed(
    for table: KernelTable, inBFloat16: Bool = false, rounded: Bool = false
  ) -> PackedMatrix {
    PackedMatrix(
      weights: rounded ? weights.map { $0.roundedToBFloat16 } : weights, filters: matrix.columns,
      inputChannels: matrix.depth, taps: 1, scale: nil, bias: bias, inBFloat16: inBFloat16,
      for: table)
  }

  /// Runs a kernel for some of the rows and columns.
  func run(
    _ table: KernelTable, _ packed: PackedMatrix, rows: Range<Int>, columns: Range<Int>,
    later: UnsafePointer<Float>? = nil, laterCount: Int = 0, into output: inout Output
  ) {
    let segments = inputs.map {
      UnsafePointer($0.start + rows.lowerBound * matrix.inputStride)
    }
    segments.withUnsafeBufferPointer { segments in
      guard let first = segments.baseAddress else { return }
      output.write { start in
        table.multiply(
          by: packed,
          MatrixTask(
            rows: rows.count, columns: matrix.columns, range: columns, segments: first,
            segmentCount: matrix.segmentCount, segmentLength: matrix.segmentLength,
            rowStride: matrix.inputStride, weights: packed.weights, bias: packed.bias,
            output: start + rows.lowerBound * matrix.outputStride,
            outputStride: matrix.outputStride,
            epilogue: Epilogue(
              activation: matrix.activation,
              residual: matrix.hasResidual
                ? UnsafePointer(residual.start + rows.lowerBound * matrix.residualStride) : nil,
              residualStride: matrix.residualStride),
            later: later, laterCount: laterCount))
      }
    }
  }

  /// Everything at once.
  func run(
    _ table: KernelTable, _ packed: PackedMatrix, later: UnsafePointer<Float>? = nil,
    laterCount: Int = 0
  ) -> Output {
    var output = Output(count: matrix.outputCount)
    run(
      table, packed, rows: 0..<matrix.rows, columns: 0..<matrix.columns, later: later,
      laterCount: laterCount, into: &output)
    return output
  }

  /// What is left of an output of everything if only some rows and columns are computed.
  func part(_ whole: Output, rows: Range<Int>, columns: Range<Int>) -> Output {
    var part = Output(count: matrix.outputCount)
    for row in rows {
      let start = row * matrix.outputStride
      part.copy(whole, start + columns.lowerBound..<start + columns.upperBound)
    }
    return part
  }
}

@Suite("Matrix kernel")
struct MatrixTests {
  @Test(
    "weights of a later layer are asked for, never read: any address will do",
    arguments: runnableSets, [8, 40, 64])
  func later(set: KernelSetName, columns: Int) throws {
    let table = try KernelTable.named(set.rawValue)
    let operands = try Operands(Matrix(rows: 50, columns: columns, segmentLength: 40))
    let packed = operands.packed(for: table)
    let whole = operands.run(table, packed)
    for count in [1, 600, 1 << 20] {
      let nowhere = UnsafePointer<Float>(bitPattern: 64)
      let output = operands.run(table, packed, later: nowhere, laterCount: count)
      #expect(output.hasBits(of: whole), "\(count)")
    }
  }

  private static let columns = [8, 16, 24, 32, 40, 48, 56, 64, 72, 96, 1000]
  private static let depths = [1, 3, 16, 27, 40, 131, 960]
  private static let rows = Array(1...15) + [48, 49, 50]

  @Test(
    "shapes around every tile's edge: the reference's sums, however the work is split",
    arguments: runnableSets, columns)
  func shapes(set: KernelSetName, columns: Int) throws {
    let depths = columns < 1000 ? Self.depths : [3, 960]
    try shapes(set, columns: columns, depths: depths, inBFloat16: false)
    // Those of an odd depth stay as they are.
    try shapes(set, columns: columns, depths: depths.filter { $0 > 1 }, inBFloat16: true)
  }

  private func shapes(
    _ set: KernelSetName, columns: Int, depths: [Int], inBFloat16: Bool
  ) throws {
    let table = try KernelTable.named(set.rawValue)
    for depth in depths {
      let operands = try Operands(Matrix(rows: 50, columns: columns, segmentLength: depth))
      let packed = operands.packed(for: table, inBFloat16: inBFloat16)
      #expect(packed.isPaired == (inBFloat16 && depth.isMultiple(of: 2)))
      let whole = operands.run(table, packed)
      let expected = operands.run(
        .reference, operands.packed(for: .reference, inBFloat16: inBFloat16))
      let difference = whole.firstDifference(
        from: expected, absolute: operands.matrix.tolerance, relative: 0)
      #expect(difference == nil, "depth \(depth)")
      func check(_ rows: Range<Int>, _ range: Range<Int>) {
        var part = Output(count: operands.matrix.outputCount)
        operands.run(table, packed, rows: rows, columns: range, into: &part)
        if !part.hasBits(of: operands.part(whole, rows: rows, columns: range)) {
          Issue.record("depth \(depth), rows \(rows), columns \(range): other bits")
        }
      }
      for count in Self.rows {
        // The last ones, so that the end of the input is the end of what may be read.
        check(50 - count..<50, 0..<columns)
      }
      // The fewer rows, the more ways to cut the columns.
      for (rows, parts) in [(0..<50, 2), (17..<31, 3), (3..<4, columns / 8)] {
        for range in PackedMatrix.split(columns: columns, into: parts, for: table) {
          check(rows, range)
        }
      }
    }
  }

  @Test("rows that pass in several blocks", arguments: runnableSets, [96, 200])
  func blocks(set: KernelSetName, columns: Int) throws {
    let table = try KernelTable.named(set.rawValue)
    for rows in [103, 211, 260] {
      let operands = try Operands(
        Matrix(rows: rows, columns: columns, segmentLength: 960, hasResidual: true))
      let packed = operands.packed(for: table)
      let whole = operands.run(table, packed)
      let expected = operands.run(.reference, operands.packed(for: .reference))
      let difference = whole.firstDifference(
        from: expected, absolute: operands.matrix.tolerance, relative: 0)
      #expect(difference == nil, "\(rows) rows")
      var split = Output(count: operands.matrix.outputCount)
      for range in [0..<rows / 3, rows / 3..<rows] {
        operands.run(table, packed, rows: range, columns: 0..<columns, into: &split)
      }
      #expect(split.hasBits(of: whole), "\(rows) rows, split")
    }
  }

  @Test(
    "segments, strides, activations and residuals", arguments: runnableSets,
    [nil] + Activation.allCases.map(Optional.some))
  func options(set: KernelSetName, activation: Activation?) throws {
    let table = try KernelTable.named(set.rawValue)
    for columns in [8, 24, 40, 72] {
      for rows in [1, 7, 13] {
        for (segmentCount, segmentLength) in [(1, 5), (3, 1), (7, 16)] {
          for (hasResidual, gap) in [(false, 8), (true, 0), (true, 5)] {
            let matrix = Matrix(
              rows: rows, columns: columns, segmentCount: segmentCount,
              segmentLength: segmentLength, activation: activation, hasResidual: hasResidual,
              gap: gap)
            let operands = try Operands(matrix)
            for inBFloat16 in [false, true] {
              let packed = operands.packed(for: table, inBFloat16: inBFloat16)
              let whole = operands.run(table, packed)
              let expected = operands.run(
                .reference, operands.packed(for: .reference, inBFloat16: inBFloat16))
              let difference = whole.firstDifference(
                from: expected, absolute: matrix.tolerance, relative: 0)
              #expect(difference == nil, "\(matrix)")
              var split = Output(count: matrix.outputCount)
              for range in PackedMatrix.split(columns: columns, into: 3, for: table).reversed() {
                operands.run(table, packed, rows: 0..<rows / 2, columns: range, into: &split)
                operands.run(table, packed, rows: rows / 2..<rows, columns: range, into: &split)
              }
              #expect(split.hasBits(of: whole), "\(matrix) split")
            }
          }
        }
      }
    }
  }

  @Test("in bfloat16 the reference multiplies rounded inputs by rounded weights, exactly")
  func rounded() throws {
    for (segmentCount, segmentLength) in [(1, 6), (3, 10), (7, 16)] {
      let matrix = Matrix(
        rows: 5, columns: 24, segmentCount: segmentCount, segmentLength: segmentLength, gap: 3)
      let pairs = try Operands(matrix)
      let floats = try Operands(matrix, roundedInputs: true)
      let got = pairs.run(.reference, pairs.packed(for: .reference, inBFloat16: true))
      let expected = floats.run(.reference, floats.packed(for: .reference, rounded: true))
      #expect(got.hasBits(of: expected), "\(matrix)")
      let unrounded = pairs.run(.reference, pairs.packed(for: .reference))
      #expect(!got.hasBits(of: unrounded))
    }
  }

  @Test("numbers round to the nearest bfloat16, of two to the even one", arguments: runnableSets)
  func rounding(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    // Halfway between two numbers, just below and above; the last number before infinity; what is none.
    var patterns: [UInt32] = [0, 1, 0x7FFF, 0x8000, 0x8001, 0x7F7F_7FFF, 0x7F7F_8000, 0x7F80_0000]
    patterns += [0x7F80_0001, 0x7FFF_FFFF, 0x3F80_8000, 0x3F81_8000, 0x3F80_7FFF, 0x3F80_8001]
    patterns += patterns.map { $0 | 0x8000_0000 }
    patterns += numbers("bits", 2000).map { $0.bitPattern }
    let inputs = patterns.map { Float(bitPattern: $0) }
    for count in [inputs.count, 7, 1] {
      var got = [Float](repeating: 0, count: count)
      got.withUnsafeMutableBufferPointer { output in
        inputs.withUnsafeBufferPointer { inputs in
          guard let from = inputs.baseAddress, let to = output.baseAddress else { return }
          table.roundInputs(from, to, count)
        }
      }
      for (value, got) in zip(inputs, got) {
        guard !value.isNaN else {
          #expect(got.isNaN)
          continue
        }
        #expect(got.bitPattern & 0xFFFF == 0)
        // Neither neighbor of 16 bits is nearer.
        for step in [UInt32(0x1_0000), UInt32(bitPattern: -0x1_0000)] {
          let other = Double(Float(bitPattern: got.bitPattern &+ step))
          guard other.isFinite, got.isFinite else { continue }
          let (own, further) = (abs(Double(got) - Double(value)), abs(other - Double(value)))
          #expect(own < further || own == further && got.bitPattern & 0x1_0000 == 0, "\(value)")
        }
        #expect(got == value.roundedToBFloat16)
      }
    }
  }

  @Test("a sum without products is its bias, and no rows are no work", arguments: runnableSets)
  func empty(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    let operands = try Operands(Matrix(rows: 9, columns: 40, segmentLength: 0, gap: 8))
    let packed = operands.packed(for: table)
    let whole = operands.run(table, packed)
    for row in 0..<9 {
      #expect(Array(whole[row * 48..<row * 48 + 40]) == numbers("bias", 40))
    }
    var nothing = Output(count: operands.matrix.outputCount)
    operands.run(table, packed, rows: 0..<0, columns: 0..<40, into: &nothing)
    operands.run(table, packed, rows: 0..<9, columns: 0..<0, into: &nothing)
    #expect(nothing.hasBits(of: Output(count: operands.matrix.outputCount)))
  }

  @Test("what is not a number or infinite goes on as IEEE 754 says", arguments: runnableSets)
  func special(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    // One product of two columns a row: special times 1, special times -1.
    let specials: [Float] = [.nan, .infinity, -.infinity, 0, -0.0, 0x1p-149, 1e37, -1e37]
    for activation in [nil] + Activation.allCases.map(Optional.some) {
      for columns in [8, 16, 24, 32, 40] {
        let weights: [Float] = (0..<columns).map { $0.isMultiple(of: 2) ? 1 : -1 }
        func run(_ table: KernelTable) -> Output {
          let packed = PackedMatrix(
            weights: weights, filters: columns, inputChannels: 1, taps: 1, scale: nil,
            bias: Array(repeating: -0.0, count: columns), for: table)
          var output = Output(count: specials.count * columns)
          specials.withUnsafeBufferPointer { input in
            guard let first = input.baseAddress else { return }
            withUnsafePointer(to: first) { segments in
              output.write {
                table.multiplyMatrix(
                  MatrixTask(
                    rows: specials.count, columns: columns, range: 0..<columns,
                    segments: segments, segmentCount: 1, segmentLength: 1, rowStride: 1,
                    weights: packed.weights, bias: packed.bias, output: $0,
                    outputStride: columns, epilogue: Epilogue(activation: activation)))
              }
            }
          }
          return output
        }
        let output = run(table)
        for (row, special) in specials.enumerated() {
          for column in 0..<columns {
            let sum = special * weights[column] + -0.0
            let expected = activation.map { Float($0.value(Double(sum))) } ?? sum
            let got = output[row * columns + column..<row * columns + column + 1].first ?? 0
            #expect(
              isClose(got, expected), "\(activation?.rawValue ?? "no activation") of \(sum)")
          }
        }
      }
    }
  }
}
