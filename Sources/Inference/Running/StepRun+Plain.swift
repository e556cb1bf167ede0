import Architecture
import KernelInterface
import Kernels
import NetworkGraph

extension StepRun {
  /// An operation as the graph has it.
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
    case .concatenate: concatenate(inputs, output)
    case .shuffle(let groups): shuffle(inputs[0], output, groups)
    case .depthToSpace(let block):
      write(ReferenceKernels.depthToSpace(inputs[0].tensor, block: block, output: output.shape))
    case .spaceToDepth(let block):
      write(ReferenceKernels.spaceToDepth(inputs[0].tensor, block: block, output: output.shape))
    case .slice(let first, _): slice(inputs[0], output, first)
    case .resize(let mode, _), .resizeTo(let mode, _): runResize(mode)
    case .flatten, .stack: list(inputs, output)
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
}
