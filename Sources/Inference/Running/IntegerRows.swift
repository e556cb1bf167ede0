import Architecture
import KernelInterface
import Kernels

/// A convolution in integers, some rows of the output at a time: all that their windows see is widened to 16 bits once, with
/// the padding around it, so that every window is a few runs of numbers, and all panels of weights are multiplied by the same
/// numbers.
struct IntegerRows: Sendable {
  private let dense: Plan.IntegerDense
  private let kernels: IntegerKernels
  private let input: Shape
  private let output: Shape
  private let top: Int
  private let left: Int
  /// Places of a row with its padding.
  private let width: Int
  /// Rows that a window reaches over.
  private let reach: Int

  init(
    _ dense: Plan.IntegerDense, _ input: Shape, _ output: Shape, _ kernels: IntegerKernels
  ) {
    self.dense = dense
    self.kernels = kernels
    let (convolution, window) = (dense.convolution, dense.convolution.window)
    if convolution.kernel == 1, convolution.stride == 1, input.places == output.places {
      // A place sees no other, so each may be a row.
      self.input = Shape(height: input.places, width: 1, channels: input.channels)
      self.output = Shape(height: output.places, width: 1, channels: output.channels)
      (top, left, reach, width) = (0, 0, 1, 1)
    } else {
      (self.input, self.output) = (input, output)
      top = window.height.before(input.height)
      left = window.width.before(input.width)
      reach = window.height.reach
      width = max(
        (output.width - 1) * convolution.stride.width + window.width.reach, left + input.width)
    }
  }

  /// Rows of the output.
  var count: Int { output.height }
  /// Parts of the work should be multiples of so many rows, for whole tiles.
  var unit: Int { output.width == 1 ? kernels.tilePlaces : 1 }
  private var rowCount: Int { width * input.channels }
  private var stride: PerAxis<Int> { dense.convolution.stride }

  /// Numbers of 16 bits that so many rows of the output see.
  private func numbers(_ rows: Int) -> Int { ((rows - 1) * stride.height + reach) * rowCount }

  /// Rows of the output that are computed at once. What they see, and they themselves, stay in the first-level cache while
  /// all weights are multiplied by them; or in the second-level one if the weights are too many to stay there.
  private var most: Int {
    let isLarge = dense.convolution.weightCount > 64 << 10
    let limit = isLarge ? 96 << 10 : 12 << 10
    let row = stride.height * rowCount + (isLarge ? 0 : output.width * output.channels / 2)
    let rows = (limit - max(reach - stride.height, 0) * rowCount) / max(row, 1)
    return min(max(rows / unit, 1) * unit, count)
  }

  /// Floats of scratch: numbers, with some behind them that kernels may read, then the offset of every place.
  var scratch: Int { numberFloats + most * output.width }
  private var numberFloats: Int { (numbers(most) + 32 + 31) / 32 * 16 }

  /// Computes rows of the output.
  func run(
    _ rows: Range<Int>, _ columns: Range<Int>, from source: LevelMap, to target: LevelMap,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    guard !rows.isEmpty else { return }
    let numbers = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Int16.self)
    let offsets = UnsafeMutableRawPointer(scratch + numberFloats)
      .assumingMemoryBound(to: Int32.self)
    // All parts nearly as large.
    let parts = (rows.count + most - 1) / most
    let part = min(((rows.count + parts - 1) / parts + unit - 1) / unit * unit, most)
    fill(offsets, rows: min(part, rows.count))
    var first = rows.lowerBound
    while first < rows.upperBound {
      let band = first..<min(first + part, rows.upperBound)
      load(band, source, numbers)
      for (group, matrix) in dense.groups.enumerated() {
        multiply(
          group, matrix, band.count * output.width, columns, numbers, offsets,
          target.start + first * output.width * target.stride + group * matrix.filters,
          target.stride)
      }
      first = band.upperBound
    }
  }

  private func multiply(
    _ group: Int, _ matrix: PackedIntegerMatrix, _ places: Int, _ columns: Range<Int>,
    _ numbers: UnsafePointer<Int16>, _ offsets: UnsafePointer<Int32>,
    _ target: UnsafeMutablePointer<UInt8>, _ targetStride: Int
  ) {
    let convolution = dense.convolution
    let perRow = matrix.segments / convolution.kernel.height
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<Int16>.self, capacity: matrix.segments
    ) { segments in
      guard let start = segments.baseAddress else { return }
      for segment in 0..<matrix.segments {
        let (row, column) = segment.quotientAndRemainder(dividingBy: perRow)
        let place = row * rowCount + column * input.channels
        segments[segment] =
          numbers + place * convolution.dilation + group * matrix.segmentLength
      }
      kernels.multiplyMatrix(
        IntegerMatrixTask(
          rows: places, columns: matrix.filters, range: columns, segments: UnsafePointer(start),
          segmentCount: matrix.segments, segmentLength: matrix.segmentLength, offsets: offsets,
          weights: matrix.weights, bias: matrix.bias, output: target,
          outputStride: targetStride, finish: dense.finish.task(matrix.multipliers)))
    }
  }

  /// How far the windows of each place are behind those of the first.
  private func fill(_ offsets: UnsafeMutablePointer<Int32>, rows: Int) {
    var next = offsets
    for row in 0..<rows {
      var offset = row * stride.height * rowCount
      for _ in 0..<output.width {
        next.pointee = Int32(truncatingIfNeeded: offset)
        next += 1
        offset += stride.width * input.channels
      }
    }
  }

  /// Widens what some rows of the output see.
  private func load(
    _ rows: Range<Int>, _ source: LevelMap, _ numbers: UnsafeMutablePointer<Int16>
  ) {
    let first = rows.lowerBound * stride.height - top
    let end = (rows.upperBound - 1) * stride.height - top + reach
    let present = min(max(first, 0), end)..<max(min(end, input.height), min(max(first, 0), end))
    let zero = Int16(source.levels?.zero ?? 0)
    numbers.update(repeating: zero, count: (present.lowerBound - first) * rowCount)
    var target = numbers + (present.lowerBound - first) * rowCount
    let inside = input.width * input.channels
    var levels = UnsafePointer(source.start + present.lowerBound * input.width * source.stride)
    if inside == rowCount {
      kernels.widen(levels, target, present.count * rowCount)
      target += present.count * rowCount
    } else {
      for _ in present {
        let before = left * input.channels
        target.update(repeating: zero, count: before)
        kernels.widen(levels, target + before, inside)
        (target + before + inside).update(repeating: zero, count: rowCount - before - inside)
        levels += inside
        target += rowCount
      }
    }
    target.update(repeating: zero, count: (end - present.upperBound) * rowCount)
  }
}
