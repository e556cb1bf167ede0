import Architecture
import KernelInterface

extension StepRun {
  /// A pointwise convolution multiplies all places at once; any other one goes row by row.
  func runDense(_ dense: Plan.Dense) {
    let residual = dense.addsResidual ? inputs[1] : nil
    if dense.convolution.kernel == 1, dense.convolution.stride == 1, dense.groups.count == 1,
      inputs[0].shape.places == output.shape.places
    {
      return multiplyPlaces(dense, residual)
    }
    let rows = DenseRows(dense, input: inputs[0].shape, output: output.shape)
    let operations = dense.operations(output.shape)
    let columns = dense.columns
    let threads = pool?.count ?? 1
    // A map of few rows is shared by its channels instead.
    if threads > 1, output.shape.height < 2 * threads, dense.groups.count == 1 {
      let ranges = PackedMatrix.split(columns: columns, into: 4 * threads, for: kernels)
      share(ranges.count, operations: operations) { range, worker in
        rows.run(
          0..<output.shape.height, columns: ranges.covered(range), inputs[0], output, residual,
          scratch(worker), kernels)
      }
    } else {
      share(output.shape.height, operations: operations) { range, worker in
        rows.run(
          range, columns: 0..<columns, inputs[0], output, residual, scratch(worker),
          kernels)
      }
    }
  }

  private func multiplyPlaces(_ dense: Plan.Dense, _ residual: Map?) {
    // Read by all threads, written by none while they do.
    nonisolated(unsafe) let weights = gatedWeights(dense)
    let places = output.shape.places
    let operations = dense.operations(output.shape)
    let matrix = dense.groups[0]
    let threads = pool?.count ?? 1
    if threads > 1, places < 28 * threads {
      let ranges = PackedMatrix.split(columns: matrix.columns, into: 4 * threads, for: kernels)
      share(ranges.count, operations: operations) { range, _ in
        multiply(dense, weights, residual, 0..<places, ranges.covered(range))
      }
    } else {
      // Whole tiles of any kernel.
      share(places, unit: 84 / 6, operations: operations) { range, _ in
        multiply(dense, weights, residual, range, 0..<matrix.columns)
      }
    }
  }

  private func multiply(
    _ dense: Plan.Dense, _ weights: UnsafePointer<Float>, _ residual: Map?, _ places: Range<Int>,
    _ columns: Range<Int>
  ) {
    dense.multiply(
      weights, places.count, columns, from: inputs[0].place(places.lowerBound),
      stride: inputs[0].stride, to: output.place(places.lowerBound), stride: output.stride,
      residual: residual.map { ($0.place(places.lowerBound), $0.stride) }, kernels)
  }

  /// The weights, with the gate's channels multiplied into them, or else into the input: whichever
  /// has fewer scalars.
  private func gatedWeights(_ dense: Plan.Dense) -> UnsafePointer<Float> {
    let matrix = dense.groups[0]
    guard dense.isGated, let gate = inputs.last else { return matrix.weights }
    let places = output.shape.places
    guard places < matrix.columns else {
      let ranges = PackedMatrix.split(
        columns: matrix.columns, into: matrix.columns, for: kernels)
      share(ranges.count, operations: matrix.columns * matrix.depth * 8) { range, _ in
        for panel in ranges[range] {
          let start = panel.lowerBound * matrix.depth
          kernels.scaleRows(
            matrix.weights + start, matrix.depth, panel.count, gate.start,
            sharedScratch + start)
        }
      }
      return UnsafePointer(sharedScratch)
    }
    share(places, operations: places * matrix.depth * 8) { range, _ in
      kernels.scaleChannels(
        inputs[0].place(range.lowerBound), range.count, inputs[0].stride,
        (matrix.depth + 7) / 8 * 8, gate.start)
    }
    return matrix.weights
  }
}

extension Plan.Dense {
  /// Columns of all groups.
  var columns: Int { groups.count == 1 ? groups[0].columns : convolution.outputChannels }

  /// Multiply-accumulates of an output.
  func operations(_ shape: Shape) -> Int {
    shape.places * groups.reduce(0) { $0 + $1.columns * $1.depth }
  }

  /// Scalars that all threads need together: the weights of a gated layer.
  func sharedScratch(places: Int) -> Int {
    isGated && places >= groups[0].columns ? groups[0].columns * groups[0].depth : 0
  }

  /// A pointwise layer over places that stand one after the other.
  func multiply(
    _ weights: UnsafePointer<Float>, _ places: Int, _ columns: Range<Int>,
    from input: UnsafePointer<Float>, stride inputStride: Int,
    to output: UnsafeMutablePointer<Float>, stride outputStride: Int,
    residual: (UnsafeMutablePointer<Float>, Int)?, _ kernels: KernelTable
  ) {
    withUnsafePointer(to: input) { segments in
      kernels.multiplyMatrix(
        MatrixTask(
          rows: places, columns: groups[0].columns, range: columns, segments: segments,
          segmentCount: 1, segmentLength: groups[0].depth, rowStride: inputStride,
          weights: weights, bias: groups[0].bias, output: output, outputStride: outputStride,
          epilogue: Epilogue(
            activation: activation, residual: residual.map { UnsafePointer($0.0) },
            residualStride: residual?.1 ?? 0)))
    }
  }
}

extension [Range<Int>] {
  /// From the first to the last of some neighbouring ranges.
  func covered(_ indices: Range<Int>) -> Range<Int> {
    self[indices.lowerBound].lowerBound..<self[indices.upperBound - 1].upperBound
  }
}

/// A convolution row by row: the rows of its window are copied once into a ring, with zeros left and
/// right, so that every window is a few runs of scalars without exceptions.
struct DenseRows: Sendable {
  private let dense: Plan.Dense
  private let top: Int
  private let left: Int
  private let input: Shape
  private let output: Shape
  /// Places of a row in the ring.
  private let width: Int
  /// Rows that the window reaches over.
  private let reach: Int

  init(_ dense: Plan.Dense, input: Shape, output: Shape) {
    self.dense = dense
    self.input = input
    self.output = output
    let convolution = dense.convolution
    func before(_ extent: Int) -> Int {
      WindowExtent(
        input: extent, kernel: convolution.kernel, stride: convolution.stride,
        dilation: convolution.dilation, padding: convolution.padding)?.before ?? 0
    }
    top = before(input.height)
    left = before(input.width)
    reach = convolution.dilation * (convolution.kernel - 1) + 1
    width = max((output.width - 1) * convolution.stride + reach, left + input.width)
  }

  private var rowCount: Int { width * input.channels }
  private var groupColumns: Int { dense.groups[0].columns }

  /// Scalars of scratch: the ring, a row of zeros, and for several groups a row of one's results.
  var scratch: Int {
    (reach + 1) * rowCount + (dense.groups.count > 1 ? output.width * groupColumns : 0)
  }

  func run(
    _ rows: Range<Int>, columns: Range<Int>, _ source: Map, _ target: Map, _ residual: Map?,
    _ scratch: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    let convolution = dense.convolution
    scratch.update(repeating: 0, count: (reach + 1) * rowCount)
    let zeros = scratch + reach * rowCount
    let results = zeros + rowCount
    // Windows without gaps take a run for each of their rows, others one for each element.
    let isWhole = convolution.dilation == 1 && dense.groups.count == 1
    let perRow = isWhole ? 1 : convolution.kernel
    let length = isWhole ? convolution.kernel * input.channels : input.channels / dense.groups.count
    var loaded = -1
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>.self, capacity: convolution.kernel * perRow
    ) { segments in
      for y in rows {
        let first = y * convolution.stride - top
        let last = min(first + reach, input.height)
        for inputY in max(first, loaded + 1, 0)..<max(last, first, loaded + 1, 0) {
          load(source, inputY, into: scratch + inputY % reach * rowCount)
        }
        loaded = max(loaded, last - 1)
        for group in dense.groups.indices {
          for windowY in 0..<convolution.kernel {
            let inputY = first + windowY * convolution.dilation
            let row =
              inputY >= 0 && inputY < input.height ? scratch + inputY % reach * rowCount : zeros
            for part in 0..<perRow {
              segments[windowY * perRow + part] = UnsafePointer(
                row + part * convolution.dilation * input.channels + group * length)
            }
          }
          guard let start = segments.baseAddress else { continue }
          let matrix = dense.groups[group]
          let isOnly = dense.groups.count == 1
          kernels.multiplyMatrix(
            MatrixTask(
              rows: output.width, columns: matrix.columns,
              range: isOnly ? columns : 0..<matrix.columns, segments: UnsafePointer(start),
              segmentCount: segments.count, segmentLength: length,
              rowStride: convolution.stride * input.channels, weights: matrix.weights,
              bias: matrix.bias, output: isOnly ? target.row(y) : results,
              outputStride: isOnly ? target.stride : groupColumns,
              epilogue: Epilogue(
                activation: dense.activation, residual: residual.map { UnsafePointer($0.row(y)) },
                residualStride: residual?.stride ?? 0)))
          if !isOnly { scatter(results, group, to: target.row(y), stride: target.stride) }
        }
      }
    }
  }

  private func load(_ source: Map, _ y: Int, into row: UnsafeMutablePointer<Float>) {
    let channels = input.channels
    if source.stride == channels {
      (row + left * channels).update(from: source.row(y), count: input.width * channels)
      return
    }
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
