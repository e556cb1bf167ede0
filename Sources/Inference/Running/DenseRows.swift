import Architecture
import KernelInterface

/// A convolution row by row. Every window is a few runs of scalars that stand together: one for each
/// of its rows, or one for each of its elements if they are apart.
///
/// Where a map has no gaps, windows inside it are read where they are, and only those that reach over
/// its left or right border from a copy with zeros. Otherwise the rows of the window are copied into
/// a ring, once each.
struct DenseRows: Sendable {
  private let dense: Plan.Dense
  private let input: Shape
  private let output: Shape
  private let top: Int
  private let left: Int
  /// Places that the window reaches over.
  private let reach: PerAxis<Int>
  /// Places of a row with its padding.
  private let width: Int
  /// Places of the output whose windows are inside.
  private let inside: Range<Int>

  init(_ dense: Plan.Dense, input: Shape, output: Shape) {
    self.dense = dense
    self.input = input
    self.output = output
    let convolution = dense.convolution
    let window = convolution.window
    top = window.height.before(input.height)
    left = window.width.before(input.width)
    reach = window.map { $0.reach }
    let stride = convolution.stride.width
    width = max((output.width - 1) * stride + reach.width, left + input.width)
    let first = min((left + stride - 1) / stride, output.width)
    let room = input.width + left - reach.width
    let end = room < 0 ? 0 : min(room / stride + 1, output.width)
    inside = first..<max(first, end)
  }

  private var rowCount: Int { width * input.channels }
  private var groupColumns: Int { dense.groups[0].columns }
  private var isOnly: Bool { dense.groups.count == 1 }

  /// Scalars of scratch: the rows of a window, a row of zeros, and for several groups a row of one's
  /// results.
  var scratch: Int {
    (reach.height + 1) * rowCount + (isOnly ? 0 : output.width * groupColumns)
  }

  /// Computes rows of the output; `target` gives the first scalar of each.
  func run(
    _ rows: Range<Int>, columns: Range<Int>, from source: Map, residual: Map?,
    _ scratch: UnsafeMutablePointer<Float>, _ kernels: KernelTable, stride: Int,
    target: (Int) -> UnsafeMutablePointer<Float>
  ) {
    let isDirect =
      source.stride == input.channels && isOnly && dense.convolution.dilation == 1
    if isDirect {
      let zeros = scratch + reach.height * rowCount
      zeros.update(repeating: 0, count: rowCount)
      for y in rows {
        multiply(y, inside, columns, residual, target(y), stride, kernels) { inputY in
          guard let inputY else { return UnsafePointer(zeros) }
          let x = inside.lowerBound * dense.convolution.stride.width - left
          return UnsafePointer(source.row(inputY) + x * input.channels)
        }
        for border in [0..<inside.lowerBound, inside.upperBound..<output.width] {
          runBorder(y, border, columns, source, residual, scratch, target(y), stride, kernels)
        }
      }
    } else {
      runInRing(rows, columns, source, residual, scratch, kernels, stride, target)
    }
  }

  /// Places whose windows reach over a border, from a copy of what they see.
  private func runBorder(
    _ y: Int, _ places: Range<Int>, _ columns: Range<Int>, _ source: Map, _ residual: Map?,
    _ scratch: UnsafeMutablePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ stride: Int,
    _ kernels: KernelTable
  ) {
    guard !places.isEmpty else { return }
    let first = places.lowerBound * dense.convolution.stride.width - left
    let count = (places.count - 1) * dense.convolution.stride.width + reach.width
    let present = max(first, 0)..<max(min(first + count, input.width), max(first, 0))
    let channels = input.channels
    var copied = 0
    multiply(y, places, columns, residual, target, stride, kernels) { inputY in
      let row = scratch + copied * rowCount
      copied += 1
      row.update(repeating: 0, count: count * channels)
      if let inputY {
        (row + (present.lowerBound - first) * channels).update(
          from: source.row(inputY) + present.lowerBound * channels,
          count: present.count * channels)
      }
      return UnsafePointer(row)
    }
  }

  /// Some places of a row without groups and gaps; `row` gives where the first place's window begins
  /// in each of its rows, nothing standing for a row in the padding.
  private func multiply(
    _ y: Int, _ places: Range<Int>, _ columns: Range<Int>, _ residual: Map?,
    _ target: UnsafeMutablePointer<Float>, _ stride: Int, _ kernels: KernelTable,
    row: (Int?) -> UnsafePointer<Float>
  ) {
    guard !places.isEmpty else { return }
    let convolution = dense.convolution
    let matrix = dense.groups[0]
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>.self, capacity: convolution.kernel.height
    ) { segments in
      for windowY in 0..<convolution.kernel.height {
        let inputY = y * convolution.stride.height - top + windowY
        segments[windowY] = row(inputY >= 0 && inputY < input.height ? inputY : nil)
      }
      guard let start = segments.baseAddress else { return }
      kernels.multiply(
        by: matrix,
        MatrixTask(
          rows: places.count, columns: matrix.columns, range: columns,
          segments: UnsafePointer(start), segmentCount: segments.count,
          segmentLength: convolution.kernel.width * input.channels,
          rowStride: convolution.stride.width * input.channels, weights: matrix.weights,
          bias: matrix.bias, output: target + places.lowerBound * stride, outputStride: stride,
          epilogue: epilogue(residual, y, places.lowerBound)))
    }
  }

  private func epilogue(_ residual: Map?, _ y: Int, _ place: Int) -> Epilogue {
    Epilogue(
      activation: dense.activation,
      residual: residual.map { UnsafePointer($0.row(y) + place * $0.stride) },
      residualStride: residual?.stride ?? 0)
  }

  // MARK: - Groups, gaps and dilation

  private func runInRing(
    _ rows: Range<Int>, _ columns: Range<Int>, _ source: Map, _ residual: Map?,
    _ scratch: UnsafeMutablePointer<Float>, _ kernels: KernelTable, _ stride: Int,
    _ target: (Int) -> UnsafeMutablePointer<Float>
  ) {
    let convolution = dense.convolution
    scratch.update(repeating: 0, count: (reach.height + 1) * rowCount)
    let zeros = scratch + reach.height * rowCount
    let results = zeros + rowCount
    let isWhole = convolution.dilation == 1 && isOnly
    let perRow = isWhole ? 1 : convolution.kernel.width
    let length =
      isWhole ? convolution.kernel.width * input.channels : input.channels / dense.groups.count
    var loaded = -1
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>.self, capacity: convolution.kernel.height * perRow
    ) { segments in
      for y in rows {
        let first = y * convolution.stride.height - top
        let last = min(first + reach.height, input.height)
        for inputY in max(first, loaded + 1, 0)..<max(last, first, loaded + 1, 0) {
          load(source, inputY, into: scratch + inputY % reach.height * rowCount)
        }
        loaded = max(loaded, last - 1)
        for group in dense.groups.indices {
          for windowY in 0..<convolution.kernel.height {
            let inputY = first + windowY * convolution.dilation
            let row =
              inputY >= 0 && inputY < input.height
              ? scratch + inputY % reach.height * rowCount : zeros
            for part in 0..<perRow {
              segments[windowY * perRow + part] = UnsafePointer(
                row + part * convolution.dilation * input.channels + group * length)
            }
          }
          guard let start = segments.baseAddress else { continue }
          let matrix = dense.groups[group]
          kernels.multiply(
            by: matrix,
            MatrixTask(
              rows: output.width, columns: matrix.columns,
              range: isOnly ? columns : 0..<matrix.columns, segments: UnsafePointer(start),
              segmentCount: segments.count, segmentLength: length,
              rowStride: convolution.stride.width * input.channels, weights: matrix.weights,
              bias: matrix.bias, output: isOnly ? target(y) : results,
              outputStride: isOnly ? stride : groupColumns, epilogue: epilogue(residual, y, 0)))
          if !isOnly { scatter(results, group, to: target(y), stride: stride) }
        }
      }
    }
  }

  private func load(_ source: Map, _ y: Int, into row: UnsafeMutablePointer<Float>) {
    let channels = input.channels
    for x in 0..<input.width {
      (row + (left + x) * channels)
        .update(from: source.row(y) + x * source.stride, count: channels)
    }
  }

  private func scatter(
    _ results: UnsafePointer<Float>, _ group: Int, to row: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let filters = output.channels / dense.groups.count
    for x in 0..<output.width {
      (row + x * stride + group * filters)
        .update(from: results + x * groupColumns, count: filters)
    }
  }
}
