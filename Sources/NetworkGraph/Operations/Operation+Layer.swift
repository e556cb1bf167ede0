import Architecture

extension Operation {
  /// The convolution that a layer with weights is, a fully connected one over a single place;
  /// nothing for what multiplies by no weights.
  public var layer: Convolution? {
    if case .convolution(let convolution) = self { return convolution }
    guard case .linear(let linear) = self else { return nil }
    return Convolution(
      kernel: 1, inputChannels: linear.inputChannels, outputChannels: linear.outputChannels,
      padding: .valid, hasBias: linear.hasBias)
  }

  /// Whether the operation has weights that are multiplied.
  public var isWeighted: Bool {
    switch self {
    case .convolution, .transposedConvolution, .channelConvolution, .linear: true
    case .input, .batchNormalization, .activation, .parametricReLU, .scalarFunction, .pool,
      .globalPool, .l2Normalization, .normalization, .softmax, .logSoftmax, .add, .multiply,
      .concatenate, .shuffle, .depthToSpace, .spaceToDepth, .slice, .resize, .resizeTo, .flatten,
      .stack:
      false
    }
  }

  /// The same layer with a bias; what has no weights stays as it is.
  package var withBias: Operation {
    if case .convolution(var convolution) = self {
      convolution.hasBias = true
      return .convolution(convolution)
    }
    if case .linear(var linear) = self {
      linear.hasBias = true
      return .linear(linear)
    }
    return self
  }

  /// What the operation adds to the variance if it is a batch norm.
  package var normEpsilon: Double? {
    if case .batchNormalization(let epsilon, _) = self { epsilon } else { nil }
  }

  /// Whether it has a moving mean and variance. Without an epsilon nothing was ever divided by a
  /// deviation: the norm is a scale and a shift alone.
  package var hasMovingStatistics: Bool { normEpsilon ?? 0 != 0 }

  /// The curve that the operation is.
  public var activation: Activation? {
    if case .activation(let activation) = self { activation } else { nil }
  }

  /// The activation that the operation is, as rows name it.
  package var rowActivation: RowActivation? {
    if case .parametricReLU = self { .parametricReLU } else { activation.map { .curve($0) } }
  }

  /// Whether the operation is part of the layer before it, whose result it changes in place.
  package var continuesLayer: Bool {
    if case .scalarFunction = self { return true }
    return normEpsilon != nil || rowActivation != nil
  }
}
