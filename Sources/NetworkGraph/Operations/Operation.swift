import Architecture

/// What a node does: the primitive operations of every network here. Each meaning of a graph is an
/// exhaustive switch over these cases.
public enum Operation: Hashable, Sendable {
  /// The picture.
  case input(Shape)
  /// A convolution of any kind.
  case convolution(Convolution)
  /// A transposed convolution.
  case transposedConvolution(TransposedConvolution)
  /// A convolution without bias over the channels of a 1x1 map, padded with zeros (ECA-Net, arXiv
  /// 1910.03151).
  case channelConvolution(kernel: Int)
  /// A fully connected layer on a 1x1 map.
  case linear(Linear)
  /// gamma (x - mean) / sqrt(variance + epsilon) + beta, channel by channel. With mean 0, variance 1 and
  /// epsilon 0 it is a learned scale, a learned shift, or both.
  case batchNormalization(epsilon: Double, learning: NormTerms = .scaleAndShift)
  /// A nonlinearity, scalar by scalar.
  case activation(Activation)
  /// x above 0, below x times a learned slope of its channel (arXiv 1502.01852).
  case parametricReLU(channels: Int)
  /// Another function, scalar by scalar.
  case scalarFunction(ScalarFunction)
  /// Mean or maximum over a window.
  case pool(Pool)
  /// Mean over the whole map.
  case globalPool
  /// x / sqrt(sum of squares over the channels + epsilon) times a learned scale of each channel,
  /// place by place (ParseNet, arXiv 1506.04579; Caffe's Normalize).
  case l2Normalization(channels: Int, epsilon: Double)
  /// (x - mean) / sqrt(variance + epsilon) times a learned scale plus a learned shift of each channel,
  /// by the mean and the variance of the picture at hand.
  case normalization(channels: Int, over: NormalizedPart, epsilon: Double)
  /// Softmax over the channels.
  case softmax
  /// The logarithm of the softmax over the channels.
  case logSoftmax
  /// Sum of all inputs; those after the first may be 1x1 and are then spread over the places.
  case add
  /// Product of two inputs; the second may be 1x1 and is then spread over the places.
  case multiply
  /// All inputs behind one another along the channels.
  case concatenate
  /// The channels of `groups` equal groups taken in turn, one of each: channel c of the output is
  /// channel (c % groups) (C / groups) + c / groups of C (ShuffleNet, arXiv 1707.01083).
  case shuffle(groups: Int)
  /// Each place becomes `block` x `block` places, for which every `block` `block` channels stand (arXiv
  /// 1609.05158).
  case depthToSpace(block: Int)
  /// `block` x `block` places become one with as many times the channels.
  case spaceToDepth(block: Int)
  /// `count` channels from channel `first` on, counted from 0.
  case slice(first: Int, count: Int)
  /// Enlarges by `factor`, or to the size of the second input if there is none.
  case resize(ResizeRow.Mode, factor: Int?)
  /// Enlarges, or shrinks, to a size.
  case resizeTo(ResizeRow.Mode, Resolution)
  /// HxWx(boxes values) as a list of H W boxes entries of so many values.
  case flatten(values: Int)
  /// Lists one after the other.
  case stack
}

extension Operation {
  /// How the places of its result lie on those of its inputs.
  package var relation: SpatialRelation {
    switch self {
    case .input: .picture
    case .convolution(let convolution): .window(convolution.window)
    case .transposedConvolution(let convolution): .transposed(convolution)
    case .pool(let pool): .window(pool.window)
    case .channelConvolution, .linear, .batchNormalization, .activation, .parametricReLU,
      .scalarFunction, .l2Normalization, .normalization(_, over: .place, _), .softmax, .logSoftmax,
      .add, .multiply, .concatenate, .shuffle, .slice:
      .placewise
    case .normalization(_, over: .map, _): .standardized
    case .depthToSpace(let block): .resized(.nearest, factor: block)
    case .spaceToDepth(let block):
      .window(PerAxis(Window(kernel: block, stride: block, padding: .valid)))
    case .globalPool: .wholeMap
    case .resize(let mode, let factor): .resized(mode, factor: factor)
    case .resizeTo(let mode, _): .resizedTo(mode)
    case .flatten, .stack: .list
    }
  }

  /// What it does, as reports group it.
  public var kind: OperationKind {
    switch self {
    case .input: .input
    case .convolution(let convolution):
      convolution.isDepthwise ? .depthwise : convolution.isPointwise ? .pointwise : .convolution
    case .transposedConvolution, .channelConvolution: .convolution
    case .linear: .fullyConnected
    case .batchNormalization, .l2Normalization, .normalization: .norm
    case .activation, .parametricReLU, .scalarFunction: .activation
    case .pool, .globalPool: .pool
    case .softmax, .logSoftmax: .softmax
    case .add, .multiply, .concatenate, .shuffle, .slice, .depthToSpace, .spaceToDepth: .join
    case .resize, .resizeTo: .resize
    case .flatten, .stack: .answers
    }
  }

  /// What one calls it, with the window of a pooling: `pool 3x3`.
  public var name: String {
    switch self {
    case .input: "picture"
    case .convolution: "convolution"
    case .transposedConvolution: "transposed convolution"
    case .channelConvolution: "convolution over channels"
    case .linear: "fully connected"
    case .batchNormalization: "batch norm"
    case .activation, .parametricReLU: rowActivation?.name ?? ""
    case .scalarFunction(let function): function.name
    case .pool(let pool): "pool \(pool.kernel)"
    case .globalPool: "global pool"
    case .l2Normalization: "L2 normalization"
    case .normalization(_, over: .place, _): "layer norm"
    case .normalization(let channels, over: .map(let groups), _):
      groups == channels ? "instance norm" : "group norm"
    case .softmax: "softmax"
    case .logSoftmax: "log-softmax"
    case .add: "add"
    case .multiply: "multiply"
    case .concatenate: "concatenate"
    case .shuffle(let groups): "shuffle \(groups)"
    case .depthToSpace(let block): "depth to space \(block)"
    case .spaceToDepth(let block): "space to depth \(block)"
    case .slice(let first, let count): "channels \(first)..\(first + count - 1)"
    case .resize(let mode, _), .resizeTo(let mode, _): "resize \(mode.rawValue)"
    case .flatten, .stack: "list"
    }
  }

  /// The tensors that a checkpoint holds for the operation, in the order in which kernels take
  /// them, if the output has so many channels.
  package func parameters(channels: Int) -> [Parameter] {
    switch self {
    case .convolution(let convolution):
      Parameter.layer(convolution.weightShape, bias: convolution.hasBias)
    case .transposedConvolution(let convolution):
      [Parameter(.weight, convolution.weightShape)]
        + (convolution.hasBias ? [Parameter(.bias, [convolution.outputChannels])] : [])
    case .channelConvolution(let kernel): [Parameter(.weight, [1, 1, kernel])]
    case .linear(let linear):
      Parameter.layer([linear.outputChannels, linear.inputChannels], bias: linear.hasBias)
    case .batchNormalization:
      [.normWeight, .normBias, .normMean, .normVariance].map { Parameter($0, [channels]) }
    case .parametricReLU: [Parameter(.slope, [channels])]
    case .l2Normalization: [Parameter(.scale, [channels])]
    case .normalization: [.normWeight, .normBias].map { Parameter($0, [channels]) }
    case .input, .activation, .scalarFunction, .pool, .globalPool, .softmax, .logSoftmax, .add,
      .multiply, .concatenate, .shuffle, .depthToSpace, .spaceToDepth, .slice, .resize, .resizeTo,
      .flatten, .stack:
      []
    }
  }
}
