import Architecture
import KernelInterface
import Kernels
import NetworkGraph

extension StepRun {
  /// An operation in integers, as `Contract.md` has it.
  func runIntegers(_ work: Plan.IntegerWork) {
    switch work {
    case .quantize: runQuantize()
    case .dequantize: runDequantize()
    case .dense(let dense): runDense(dense)
    case .depthwise(let depthwise): runDepthwise(depthwise)
    case .table(let table): runTable(table)
    case .sum(let combination): runSum(combination)
    case .product(let combination): runProduct(combination)
    case .mean(let pool, let combination): runMean(pool, combination)
    case .maximum(let pool): runMaximum(pool)
    case .mix(let combination): runMix(combination)
    case .nearest: runNearest()
    case .move(let operation): runMove(operation)
    }
  }

  /// Levels of this step's input.
  func byteInput(_ index: Int = 0) -> LevelMap { inputs[index].bytes }
  /// Levels of this step's result.
  var byteOutput: LevelMap { output.bytes }

  private func runQuantize() {
    guard let levels = output.levels else { return }
    let (source, target) = (inputs[0], byteOutput)
    share(target.shape.places, operations: target.shape.count * 8) { range, _ in
      for place in range {
        levels.levels(
          source.place(place), count: target.shape.channels, to: target.place(place))
      }
    }
  }

  private func runDequantize() {
    guard let levels = inputs[0].levels else { return }
    let (source, target) = (byteInput(), output)
    share(target.shape.places, operations: target.shape.count * 8) { range, _ in
      for place in range {
        levels.values(
          source.place(place), count: target.shape.channels, to: target.place(place))
      }
    }
  }

  private func runTable(_ table: PackedLevels) {
    let (source, target) = (byteInput(), byteOutput)
    // Places of levels have no gaps.
    share(target.shape.count, unit: 64, operations: target.shape.count * 8) { range, _ in
      kernels.integers.lookUp(
        source.start + range.lowerBound, table.start, target.start + range.lowerBound, range.count)
    }
  }

  private func runMove(_ operation: Operation) {
    let maps = inputs.map { $0.bytes }
    switch operation {
    case .concatenate: concatenate(maps, byteOutput)
    case .shuffle(let groups): shuffle(maps[0], byteOutput, groups)
    case .slice(let first, _): slice(maps[0], byteOutput, first)
    case .flatten, .stack: list(maps, byteOutput)
    // The compiler makes other work of these.
    case .input, .convolution, .transposedConvolution, .channelConvolution, .linear,
      .batchNormalization, .activation, .parametricReLU, .scalarFunction, .pool, .globalPool,
      .l2Normalization, .normalization, .softmax, .logSoftmax, .add, .multiply, .depthToSpace,
      .spaceToDepth, .resize, .resizeTo:
      break
    }
  }

  // MARK: - Layers

  private func runDense(_ dense: Plan.IntegerDense) {
    let places = output.shape.places
    let threads = pool?.count ?? 1
    let panels = dense.groups[0].panels
    let operations = WideCount(places) * WideCount(dense.convolution.weightCount)
    if threads > 1, places < 28 * threads, dense.groups.count == 1, panels.count > 1 {
      // By panels, so that each thread reads a part of the weights.
      share(panels.count, operations: operations) { range, worker in
        let columns =
          panels[range.lowerBound]
          .lowerBound..<min(panels[range.upperBound - 1].upperBound, dense.groups[0].filters)
        multiply(dense, 0..<places, columns, worker)
      }
    } else {
      share(places, unit: kernels.integers.tilePlaces, operations: operations) { range, worker in
        multiply(dense, range, 0..<dense.groups[0].filters, worker)
      }
    }
  }

  private func multiply(
    _ dense: Plan.IntegerDense, _ places: Range<Int>, _ columns: Range<Int>, _ worker: Int
  ) {
    let (input, output) = (byteInput(), byteOutput)
    let windows = WindowPointers(dense.convolution, input, output.shape, dense.finish.padding)
    let memory = scratch(worker)
    let pointers = UnsafeMutableRawPointer(memory)
      .assumingMemoryBound(to: UnsafePointer<UInt8>.self)
    let numbers = UnsafeMutableRawPointer(memory + dense.pointerFloats(kernels.integers))
      .assumingMemoryBound(to: Int16.self)
    let chunk = dense.chunk(kernels.integers)
    var place = places.lowerBound
    while place < places.upperBound {
      let count = min(chunk, places.upperBound - place)
      for (group, matrix) in dense.groups.enumerated() {
        windows.fill(pointers, place..<place + count, channel: group * dense.segment)
        kernels.integers.multiplyMatrix(
          IntegerMatrixTask(
            rows: count, columns: matrix.filters, range: columns, inputs: UnsafePointer(pointers),
            segmentCount: dense.convolution.kernel.area, segmentLength: dense.segment,
            weights: matrix.weights, bias: matrix.bias,
            output: output.place(place) + group * matrix.filters, outputStride: output.stride,
            finish: dense.finish.task(matrix.multipliers), scratch: numbers))
      }
      place += count
    }
  }

  private func runDepthwise(_ depthwise: Plan.IntegerDepthwise) {
    let (input, output) = (byteInput(), byteOutput)
    let weights = depthwise.weights
    let windows = WindowPointers(
      depthwise.convolution, input, output.shape, depthwise.finish.padding)
    let operations = WideCount(output.shape.count) * WideCount(2 * weights.taps)
    share(output.shape.places, operations: operations) { range, worker in
      let pointers = UnsafeMutableRawPointer(scratch(worker))
        .assumingMemoryBound(to: UnsafePointer<UInt8>.self)
      var place = range.lowerBound
      while place < range.upperBound {
        let count = min(Plan.IntegerDepthwise.chunk, range.upperBound - place)
        windows.fill(pointers, place..<place + count, channel: 0)
        kernels.integers.convolveDepthwise(
          IntegerDepthwiseTask(
            rows: count, channels: weights.channels, inputs: UnsafePointer(pointers),
            taps: weights.taps, weights: weights.weights, bias: weights.bias,
            output: output.place(place), outputStride: output.stride,
            finish: depthwise.finish.task(weights.multipliers)))
        place += count
      }
    }
  }
}

extension Plan.Finish {
  /// The finish of a task.
  fileprivate func task(_ multipliers: UnsafePointer<Float>) -> IntegerFinish {
    IntegerFinish(multipliers: multipliers, requantizer: requantizer, table: table?.start)
  }
}

/// The pointers of the windows of a convolution: to the places of a map, or to what stands for the padding.
private struct WindowPointers: @unchecked Sendable {
  private let convolution: Convolution
  private let input: LevelMap
  private let output: Shape
  private let padding: UnsafePointer<UInt8>
  private let top: Int
  private let left: Int

  init(
    _ convolution: Convolution, _ input: LevelMap, _ output: Shape, _ padding: PackedLevels
  ) {
    self.convolution = convolution
    self.input = input
    self.output = output
    self.padding = padding.start
    top = convolution.window.height.before(input.shape.height)
    left = convolution.window.width.before(input.shape.width)
  }

  /// Writes the pointers of some places' windows, each from a channel on.
  func fill(
    _ pointers: UnsafeMutablePointer<UnsafePointer<UInt8>>, _ places: Range<Int>, channel: Int
  ) {
    var next = pointers
    let (kernel, stride) = (convolution.kernel, convolution.stride)
    guard kernel.area > 1 || stride != 1 || top != 0 || left != 0 else {
      for place in places {
        next.pointee = UnsafePointer(input.place(place) + channel)
        next += 1
      }
      return
    }
    var (y, x) = places.lowerBound.quotientAndRemainder(dividingBy: output.width)
    for _ in places {
      for row in 0..<kernel.height {
        let inputY = y * stride.height - top + row * convolution.dilation
        for column in 0..<kernel.width {
          let inputX = x * stride.width - left + column * convolution.dilation
          let isInside =
            inputY >= 0 && inputY < input.shape.height && inputX >= 0
            && inputX < input.shape.width
          next.pointee =
            isInside ? UnsafePointer(input.row(inputY) + inputX * input.stride + channel) : padding
          next += 1
        }
      }
      x += 1
      if x == output.width { (x, y) = (0, y + 1) }
    }
  }
}
