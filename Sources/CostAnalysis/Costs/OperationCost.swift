import Architecture
import NetworkGraph

/// The trainable parameters of an operation, by what they are.
public struct ParameterCount: Hashable, Sendable {
  /// Weights of convolutions and fully connected layers; slopes of PReLU.
  public var weights = 0
  /// Biases.
  public var biases = 0
  /// Scale and shift of batch norms, scales of L2 normalizations; moving statistics are not trained
  /// and not counted.
  public var norm = 0

  /// No parameters.
  public init() {}

  /// All of them.
  public var total: Int { weights + biases + norm }

  static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.weights += right.weights
    sum.biases += right.biases
    sum.norm += right.norm
    return sum
  }
}

extension Operation {
  /// Trainable parameters for an output of the given shape.
  public func parameterCount(output: Shape) -> ParameterCount {
    if case .batchNormalization(_, let learned) = self {
      var count = ParameterCount()
      count.norm = learned.count * output.channels
      return count
    }
    return parameters(channels: output.channels).reduce(into: ParameterCount()) {
      count, parameter in
      switch parameter.role {
      case .weight, .slope: count.weights += parameter.count
      case .bias: count.biases += parameter.count
      case .normWeight, .normBias, .scale: count.norm += parameter.count
      case .normMean, .normVariance: break
      }
    }
  }

  /// Multiply-accumulates for an output of the given shape, as the papers count them:
  /// convolutions, Dk Dk M N DF DF / groups, and fully connected layers. Bias, norm, activation,
  /// pooling, sums and products count nothing; positions in the padding count. A transposed
  /// convolution has Dk Dk M N / groups for each place of its input, what its padding cuts off
  /// included: as many as the convolution that it transposes.
  public func multiplyAccumulates(output: Shape) -> WideCount {
    switch self {
    case .transposedConvolution(let convolution):
      return Axis.allCases.reduce(WideCount(convolution.weightCount)) { count, axis in
        count * WideCount(convolution[axis].input(of: output[axis]))
      }
    case .channelConvolution(let kernel): return WideCount(kernel) * WideCount(output.channels)
    default: return layer.map { WideCount($0.weightCount) * WideCount(output.places) } ?? 0
    }
  }
}

/// What something costs.
public struct Cost: Hashable, Sendable {
  /// Trainable parameters.
  public var parameters = ParameterCount()
  /// Multiply-accumulates.
  public var macs: WideCount = 0
  /// Bytes of the trainable parameters, in the graph's precision.
  public var weightBytes = 0
  /// Bytes of the outputs that are written.
  public var activationBytes: WideCount = 0
  /// Bytes that are read and written: inputs, weights, outputs; norm and activation are done in
  /// place while the output is at hand.
  public var bytesMoved: WideCount = 0

  /// No cost.
  public init() {}

  /// Two for every multiply-accumulate.
  public var flops: WideCount { 2 * macs }
  /// FLOPs for every byte that is moved; 0 if none is.
  public var arithmeticIntensity: Double {
    bytesMoved == 0 ? 0 : Double(flops) / Double(bytesMoved)
  }

  /// The sum of two costs.
  public static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.parameters = left.parameters + right.parameters
    sum.macs += right.macs
    sum.weightBytes += right.weightBytes
    sum.activationBytes += right.activationBytes
    sum.bytesMoved += right.bytesMoved
    return sum
  }
}
