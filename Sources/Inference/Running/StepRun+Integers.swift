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
    let (source, target, requantizer) = (inputs[0], byteOutput, Requantizer(levels))
    let channels = target.shape.channels
    // A picture is one run of scalars.
    let run = source.stride == channels ? target.shape.places : 1
    share(target.shape.places / run, operations: target.shape.count * 8) { range, _ in
      for place in range {
        kernels.integers.quantize(
          source.place(place), levels.scale, requantizer, target.place(place), channels * run)
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
}
