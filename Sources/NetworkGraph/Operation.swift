import Architecture

/// What a node does: the primitive operations of every network here. Each meaning of a graph is an
/// exhaustive switch over these cases.
public enum Operation: Hashable, Sendable {
  /// The picture.
  case input(Shape)
  /// A convolution of any kind.
  case convolution(Convolution)
  /// A fully connected layer on a 1x1 map.
  case linear(Linear)
  /// gamma (x - mean) / sqrt(variance + epsilon) + beta, channel by channel.
  case batchNormalization(epsilon: Double)
  /// A nonlinearity, scalar by scalar.
  case activation(Activation)
  /// Mean or maximum over a window.
  case pool(Pool)
  /// Mean over the whole map.
  case globalPool
  /// x / sqrt(sum of squares over the channels + epsilon) times a learned scale of each channel,
  /// place by place (ParseNet, arXiv 1506.04579; Caffe's Normalize).
  case l2Normalization(channels: Int, epsilon: Double)
  /// Softmax over the channels.
  case softmax
  /// Sum of all inputs.
  case add
  /// Product of two inputs; the second may be 1x1 and is then spread over the places.
  case multiply
  /// All inputs behind one another along the channels.
  case concatenate
  /// Enlarges by `factor`, or to the size of the second input if there is none.
  case resize(ResizeRow.Mode, factor: Int?)
  /// HxWx(boxes values) as a list of H W boxes entries of so many values.
  case flatten(values: Int)
  /// Lists one after the other.
  case stack
}

extension Operation {
  /// Whether the result is a list of answers and not a map.
  public var isList: Bool {
    switch self {
    case .flatten, .stack: true
    case .input, .convolution, .linear, .batchNormalization, .activation, .pool, .globalPool,
      .l2Normalization, .softmax, .add, .multiply, .concatenate, .resize:
      false
    }
  }

  /// Whether an input gives nothing but its size.
  public func takesOnlySize(ofInput position: Int) -> Bool {
    switch self {
    case .resize(_, let factor): factor == nil && position == 1
    case .input, .convolution, .linear, .batchNormalization, .activation, .pool, .globalPool,
      .l2Normalization, .softmax, .add, .multiply, .concatenate, .flatten, .stack:
      false
    }
  }

  /// Whether the operation has weights that are multiplied.
  public var isWeighted: Bool {
    switch self {
    case .convolution, .linear: true
    case .input, .batchNormalization, .activation, .pool, .globalPool, .l2Normalization, .softmax,
      .add, .multiply, .concatenate, .resize, .flatten, .stack:
      false
    }
  }
}
