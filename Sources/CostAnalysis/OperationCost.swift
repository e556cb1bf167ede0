import Architecture
import NetworkGraph

/// The trainable parameters of an operation, by what they are.
public struct ParameterCount: Hashable, Sendable {
  /// Weights of convolutions and fully connected layers.
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
    var count = ParameterCount()
    switch self {
    case .convolution(let convolution):
      count.weights = convolution.weightShape.reduce(1, *)
      count.biases = convolution.hasBias ? convolution.outputChannels : 0
    case .linear(let linear):
      count.weights = linear.inputChannels * linear.outputChannels
      count.biases = linear.hasBias ? linear.outputChannels : 0
    case .batchNormalization: count.norm = 2 * output.channels
    case .l2Normalization: count.norm = output.channels
    case .input, .activation, .pool, .globalPool, .softmax, .add, .multiply, .concatenate,
      .resize, .flatten, .stack:
      break
    }
    return count
  }

  /// Multiply-accumulates for an output of the given shape, as the papers count them:
  /// convolutions, Dk Dk M N DF DF / groups, and fully connected layers. Bias, norm, activation,
  /// pooling, sums and products count nothing; positions in the padding count.
  public func multiplyAccumulates(output: Shape) -> Int {
    switch self {
    case .convolution(let convolution):
      convolution.weightShape.reduce(1, *) * output.places
    case .linear(let linear): linear.inputChannels * linear.outputChannels
    case .input, .batchNormalization, .activation, .pool, .globalPool, .l2Normalization, .softmax,
      .add, .multiply, .concatenate, .resize, .flatten, .stack:
      0
    }
  }
}

/// What an operation does, as reports group it.
public enum OperationKind: String, CaseIterable, Hashable, Sendable {
  /// The picture.
  case input
  /// A convolution whose filters see several places and all channels.
  case convolution = "convolution"
  /// A depthwise convolution.
  case depthwise
  /// A 1x1 convolution.
  case pointwise
  /// The layers of a squeeze-and-excitation gate.
  case squeezeExcite = "squeeze-excite"
  /// A fully connected layer.
  case fullyConnected = "fully-connected"
  /// Pooling.
  case pool
  /// Sum, product, concatenation.
  case join
  /// Enlargement.
  case resize
  /// Normalization alone.
  case norm
  /// An activation alone.
  case activation
  /// Softmax.
  case softmax
  /// Answers listed box by box.
  case answers
}

extension Node {
  /// What the node does, as reports group it.
  public var kind: OperationKind {
    switch origin.role {
    case .squeezePool, .squeeze, .excite, .gate: return .squeezeExcite
    case .input, .convolution, .expand, .depthwise, .pointwise, .project, .shortcut, .pool,
      .linear, .normalization, .softmax, .join, .resize, .activation, .answers:
      break
    }
    switch operation {
    case .input: return .input
    case .convolution(let convolution):
      return convolution.isDepthwise
        ? .depthwise : convolution.isPointwise ? .pointwise : .convolution
    case .linear: return .fullyConnected
    case .batchNormalization, .l2Normalization: return .norm
    case .activation: return .activation
    case .pool, .globalPool: return .pool
    case .softmax: return .softmax
    case .add, .multiply, .concatenate: return .join
    case .resize: return .resize
    case .flatten, .stack: return .answers
    }
  }
}

/// What something costs.
public struct Cost: Hashable, Sendable {
  /// Bytes of one scalar: 32-bit floating point.
  public static let scalarBytes = 4

  /// Trainable parameters.
  public var parameters = ParameterCount()
  /// Multiply-accumulates.
  public var macs = 0
  /// Bytes of the outputs that are written.
  public var activationBytes = 0
  /// Bytes that are read and written: inputs, weights, outputs; norm and activation are done in
  /// place while the output is at hand.
  public var bytesMoved = 0

  /// No cost.
  public init() {}

  /// Two for every multiply-accumulate.
  public var flops: Int { 2 * macs }
  /// Bytes of the trainable parameters.
  public var weightBytes: Int { parameters.total * Self.scalarBytes }
  /// FLOPs for every byte that is moved; 0 if none is.
  public var arithmeticIntensity: Double {
    bytesMoved == 0 ? 0 : Double(flops) / Double(bytesMoved)
  }

  /// The sum of two costs.
  public static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.parameters = left.parameters + right.parameters
    sum.macs += right.macs
    sum.activationBytes += right.activationBytes
    sum.bytesMoved += right.bytesMoved
    return sum
  }
}
