import Architecture
import KernelInterface
import Kernels
import NetworkGraph

extension StepRun {
  /// An operation as the graph has it; what only moves scalars is written here.
  func runPlain(_ operation: Operation, _ parameters: [[Float]]) {
    switch operation {
    case .transposedConvolution(let convolution): runTransposed(convolution, parameters)
    case .channelConvolution: runChannelConvolution(parameters[0])
    case .globalPool: runGlobalPool()
    case .pool(let pool): runPool(pool)
    case .l2Normalization(_, let epsilon): runL2Normalization(parameters[0], epsilon)
    case .normalization(_, let part, let epsilon): runNormalization(parameters, part, epsilon)
    case .softmax: runPlacewise(ReferenceKernels.softmax)
    case .logSoftmax: runPlacewise(ReferenceKernels.logSoftmax)
    case .activation(let activation): runActivation(activation)
    case .parametricReLU: runParametricReLU(parameters[0])
    case .scalarFunction(let function): runScalarFunction(function)
    case .add: runElementwise(kernels.add)
    case .multiply: runElementwise(kernels.multiply)
    case .concatenate: runConcatenate()
    case .shuffle(let groups): runShuffle(groups)
    case .depthToSpace(let block):
      write(ReferenceKernels.depthToSpace(inputs[0].tensor, block: block, output: output.shape))
    case .spaceToDepth(let block):
      write(ReferenceKernels.spaceToDepth(inputs[0].tensor, block: block, output: output.shape))
    case .slice(let first, _): runSlice(first)
    case .resize(let mode, _), .resizeTo(let mode, _): runResize(mode)
    case .flatten, .stack: runList()
    case .batchNormalization(let epsilon, _): runNorm(parameters, epsilon)
    // The compiler makes other work of these.
    case .input, .convolution, .linear: break
    }
  }

  /// As the reference has it, on one thread.
  private func runTransposed(_ convolution: TransposedConvolution, _ parameters: [[Float]]) {
    let result = ReferenceKernels.transposedConvolution(
      inputs[0].tensor, weights: parameters[0], bias: parameters.count > 1 ? parameters[1] : nil,
      convolution, output: output.shape)
    write(result)
  }

  private func runChannelConvolution(_ weights: [Float]) {
    write(ReferenceKernels.channelConvolution(inputs[0].tensor, weights: weights))
  }

  /// Over places on all threads; over a map, of which every place needs all others, on one.
  private func runNormalization(
    _ parameters: [[Float]], _ part: NormalizedPart, _ epsilon: Double
  ) {
    @Sendable func normalize(_ tensor: Tensor<Float>) -> Tensor<Float> {
      ReferenceKernels.normalization(
        tensor, over: part, scale: parameters[0], shift: parameters[1], epsilon: epsilon)
    }
    if part == .place { runPlacewise(normalize) } else { write(normalize(inputs[0].tensor)) }
  }

  private func runNorm(_ parameters: [[Float]], _ epsilon: Double) {
    write(
      ReferenceKernels.batchNormalization(
        inputs[0].tensor, gamma: parameters[0], beta: parameters[1], mean: parameters[2],
        variance: parameters[3], epsilon: epsilon))
  }

  private func write(_ result: Tensor<Float>) {
    let channels = output.shape.channels
    result.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      for place in 0..<output.shape.places {
        output.place(place).update(from: start + place * channels, count: channels)
      }
    }
  }

  private func runScalarFunction(_ function: ScalarFunction) {
    let channels = output.shape.channels
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        let (source, target) = (inputs[0].place(place), output.place(place))
        for channel in 0..<channels { target[channel] = function.value(source[channel]) }
      }
    }
  }

  private func runConcatenate() {
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        var target = output.place(place)
        for input in inputs {
          target.update(from: input.place(place), count: input.shape.channels)
          target += input.shape.channels
        }
      }
    }
  }

  private func runShuffle(_ groups: Int) {
    let size = output.shape.channels / groups
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        let (source, target) = (inputs[0].place(place), output.place(place))
        for group in 0..<groups {
          for channel in 0..<size {
            target[channel * groups + group] = source[group * size + channel]
          }
        }
      }
    }
  }

  private func runSlice(_ first: Int) {
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        output.place(place)
          .update(from: inputs[0].place(place) + first, count: output.shape.channels)
      }
    }
  }

  /// Scalars of all inputs one after the other, cut into entries of the output's channels.
  private func runList() {
    let values = output.shape.channels
    var entry = 0
    for input in inputs {
      for place in 0..<input.shape.places {
        for start in stride(from: 0, to: input.shape.channels, by: values) {
          output.place(entry).update(from: input.place(place) + start, count: values)
          entry += 1
        }
      }
    }
  }
}
