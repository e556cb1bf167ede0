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
    let (input, output, kernels) = (inputs[0], output, kernels)
    // A map of few rows is shared by its channels instead.
    if threads > 1, output.shape.height < 2 * threads, dense.groups.count == 1 {
      let ranges = PackedMatrix.split(columns: columns, into: 4 * threads, for: kernels)
      share(ranges.count, operations: operations) { range, worker in
        rows.run(
          0..<output.shape.height, columns: ranges.covered(range), from: input, residual: residual,
          scratch(worker), kernels, stride: output.stride
        ) { output.row($0) }
      }
    } else {
      share(output.shape.height, operations: operations) { range, worker in
        rows.run(
          range, columns: 0..<columns, from: input, residual: residual, scratch(worker), kernels,
          stride: output.stride
        ) { output.row($0) }
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
      // Panels, and halves of the places where there are few of them: parts of nearly equal size.
      let ranges = PackedMatrix.split(columns: matrix.columns, into: 4 * threads, for: kernels)
      let halves =
        ranges.count < 4 * threads && places > 14
        ? [0, (places + 13) / 14 * 7, places]
        : [0, places]
      share(ranges.count * (halves.count - 1), operations: operations) { range, _ in
        for part in range {
          let (half, columns) = part.quotientAndRemainder(dividingBy: ranges.count)
          multiply(dense, weights, residual, halves[half]..<halves[half + 1], ranges[columns])
        }
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

  /// The shape of its output for an input that fits it.
  func outputShape(of input: Shape) -> Shape {
    func extent(_ input: Int) -> Int {
      WindowExtent(
        input: input, kernel: convolution.kernel, stride: convolution.stride,
        dilation: convolution.dilation, padding: convolution.padding)?.output ?? 0
    }
    return Shape(
      height: extent(input.height), width: extent(input.width),
      channels: convolution.outputChannels)
  }

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
