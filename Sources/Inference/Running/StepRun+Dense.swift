import Architecture
import KernelInterface

extension StepRun {
  /// A pointwise convolution multiplies all places at once; any other one goes row by row, or copies
  /// its windows.
  func runDense(_ dense: Plan.Dense) {
    let residual = map(of: .residual, dense)
    if dense.convolution.kernel == 1, dense.convolution.stride == 1, dense.groups.count == 1,
      inputs[0].shape.places == output.shape.places
    {
      return multiplyPlaces(dense, residual)
    }
    if let windows = WindowMatrix(dense, input: inputs[0].shape, output: output.shape, kernels) {
      return multiplyWindows(windows, dense, residual)
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

  private func multiplyWindows(
    _ windows: WindowMatrix, _ dense: Plan.Dense, _ residual: Map?
  ) {
    let places = output.shape.places
    let operations = dense.operations(output.shape)
    let threads = pool?.count ?? 1
    let (input, output, kernels) = (inputs[0], output, kernels)
    // Of few places every thread copies all, and reads its share of the weights.
    if threads > 1, places < 28 * threads {
      let ranges = PackedMatrix.split(columns: dense.columns, into: threads, for: kernels)
      share(ranges.count, operations: operations) { range, worker in
        windows.run(
          0..<places, columns: ranges.covered(range), from: input, residual: residual, to: output,
          scratch(worker), kernels)
      }
    } else {
      share(places, unit: 2 * kernels.tilePlaces, operations: operations) { range, worker in
        windows.run(
          range, columns: 0..<dense.columns, from: input, residual: residual, to: output,
          scratch(worker), kernels)
      }
    }
  }

  private func multiplyPlaces(_ dense: Plan.Dense, _ residual: Map?) {
    let places = output.shape.places
    let operations = dense.operations(output.shape)
    let matrix = dense.groups[0]
    let threads = pool?.count ?? 1
    let operands = GatedOperands(
      dense, inputs[0], gate: map(of: .gate, dense), places: places, threads: threads)
    defer { operands.free() }
    if threads > 1, places < 28 * threads {
      // By panels and then tiles, so that each thread reads half of the weights.
      let tiles = (places + kernels.tilePlaces - 1) / kernels.tilePlaces
      share(matrix.panels.count * tiles, operations: operations) { range, worker in
        let (input, weights) = operands.prepared(scratch(worker), worker, kernels)
        var tile = range.lowerBound
        while tile < range.upperBound {
          let (panel, first) = tile.quotientAndRemainder(dividingBy: tiles)
          let end = min(first + range.upperBound - tile, tiles)
          multiply(
            dense, input, weights, residual,
            first * kernels.tilePlaces..<min(end * kernels.tilePlaces, places),
            matrix.panels[panel],
            step.fetch?.share(tile..<tile + end - first, of: matrix.panels.count * tiles))
          tile += end - first
        }
      }
    } else {
      // Whole tiles of any kernel.
      share(places, unit: 84 / 6, operations: operations) { range, worker in
        let (input, weights) = operands.prepared(scratch(worker), worker, kernels)
        multiply(
          dense, input, weights, residual, range, 0..<matrix.columns,
          step.fetch?.share(range, of: places))
      }
    }
  }

  private func multiply(
    _ dense: Plan.Dense, _ input: Map, _ weights: UnsafePointer<Float>, _ residual: Map?,
    _ places: Range<Int>, _ columns: Range<Int>, _ fetch: UnsafeBufferPointer<Float>?
  ) {
    dense.multiply(
      weights, places.count, columns, from: input.place(places.lowerBound),
      stride: input.stride, to: output.place(places.lowerBound), stride: output.stride,
      residual: residual.map { ($0.place(places.lowerBound), $0.stride) }, fetch: fetch, kernels)
  }
}

/// What a pointwise layer multiplies. If it has a gate, each worker scales by it what has fewer
/// scalars, the weights or the input, into scratch of its own: that costs less than reading what
/// another one has just written.
private struct GatedOperands: @unchecked Sendable {
  private let matrix: PackedMatrix
  private let input: Map
  private let gate: Map?
  private let scalesWeights: Bool
  /// Of each worker, whether it has scaled.
  private let isDone: UnsafeMutablePointer<Bool>

  init(_ dense: Plan.Dense, _ input: Map, gate: Map?, places: Int, threads: Int) {
    matrix = dense.groups[0]
    self.input = input
    self.gate = gate
    scalesWeights = dense.scalesWeights(places: places)
    isDone = .allocate(capacity: threads)
    isDone.initialize(repeating: false, count: threads)
  }

  func free() { isDone.deallocate() }

  func prepared(
    _ scratch: UnsafeMutablePointer<Float>, _ worker: Int, _ kernels: KernelTable
  ) -> (Map, UnsafePointer<Float>) {
    guard let gate else { return (input, matrix.weights) }
    defer { isDone[worker] = true }
    if scalesWeights {
      if !isDone[worker] {
        for panel in matrix.panels {
          let start = panel.lowerBound * matrix.depth
          kernels.scaleRows(
            matrix.weights + start, matrix.depth, panel.count, gate.start, scratch + start)
        }
      }
      return (input, UnsafePointer(scratch))
    }
    let scaled = Map(start: scratch, shape: input.shape, stride: input.stride)
    if !isDone[worker] {
      kernels.scaleChannels(
        input.start, input.shape.places, input.stride, (matrix.depth + 7) / 8 * 8, gate.start,
        scratch)
    }
    return (scaled, matrix.weights)
  }
}

extension Plan.Dense {
  /// Columns of all groups.
  var columns: Int { groups.count == 1 ? groups[0].columns : convolution.outputChannels }

  /// The shape of its output for an input that fits it.
  func outputShape(of input: Shape) -> Shape {
    let window = convolution.window
    return Shape(
      height: window.height.extent(over: input.height)?.output ?? 0,
      width: window.width.extent(over: input.width)?.output ?? 0,
      channels: convolution.outputChannels)
  }

  /// Multiply-accumulates of an output.
  func operations(_ shape: Shape) -> WideCount {
    WideCount(shape.places) * WideCount(groups.reduce(0) { $0 + $1.columns * $1.depth })
  }

  /// Whether a gate is multiplied into the weights rather than into the input.
  func scalesWeights(places: Int) -> Bool { places >= groups[0].columns && !groups[0].isPaired }

  /// Scalars of scratch for the weights or the input of a gated layer, scaled.
  func gateScratch(_ input: Plan.Tensor) -> Int {
    guard isGated else { return 0 }
    return scalesWeights(places: input.shape.places)
      ? groups[0].columns * groups[0].depth : input.shape.places * input.stride
  }

  /// A pointwise layer over consecutive places.
  func multiply(
    _ weights: UnsafePointer<Float>, _ places: Int, _ columns: Range<Int>,
    from input: UnsafePointer<Float>, stride inputStride: Int,
    to output: UnsafeMutablePointer<Float>, stride outputStride: Int,
    residual: (UnsafeMutablePointer<Float>, Int)?,
    fetch: UnsafeBufferPointer<Float>? = nil,
    _ kernels: KernelTable
  ) {
    withUnsafePointer(to: input) { segments in
      kernels.multiply(
        by: groups[0],
        MatrixTask(
          rows: places, columns: groups[0].columns, range: columns, segments: segments,
          segmentCount: 1, segmentLength: groups[0].depth, rowStride: inputStride,
          weights: weights, bias: groups[0].bias, output: output, outputStride: outputStride,
          epilogue: Epilogue(
            activation: activation, residual: residual.map { UnsafePointer($0.0) },
            residualStride: residual?.1 ?? 0), later: fetch?.baseAddress,
          laterCount: fetch?.count ?? 0))
    }
  }
}

extension [Range<Int>] {
  /// From the first to the last of some neighboring ranges.
  func covered(_ indices: Range<Int>) -> Range<Int> {
    self[indices.lowerBound].lowerBound..<self[indices.upperBound - 1].upperBound
  }
}
