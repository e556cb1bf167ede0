/// A convolution with all numbers known.
public struct Convolution: Hashable, Sendable {
  /// Sides of the window, both Dk if it is square.
  public var kernel: PerAxis<Int>
  /// Input channels, M.
  public var inputChannels: Int
  /// Filters, N.
  public var outputChannels: Int
  /// Steps of the window.
  public var stride: PerAxis<Int>
  /// Distance of the window's elements.
  public var dilation: Int
  /// Padding.
  public var padding: Padding
  /// Groups of channels; as many as input channels in a depthwise convolution.
  public var groups: Int
  /// Whether a bias is added.
  public var hasBias: Bool

  /// A convolution from its numbers.
  public init(
    kernel: PerAxis<Int>, inputChannels: Int, outputChannels: Int, stride: PerAxis<Int> = 1,
    dilation: Int = 1, padding: Padding = .symmetric, groups: Int = 1, hasBias: Bool = false
  ) {
    self.kernel = kernel
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.groups = groups
    self.hasBias = hasBias
  }

  /// Whether every filter sees one channel.
  public var isDepthwise: Bool { groups == inputChannels && groups > 1 }
  /// Whether the window is one place and a filter sees all channels.
  public var isPointwise: Bool { kernel == 1 && groups == 1 }
  /// The shape of the weights in checkpoints: out x in/groups x height x width.
  package var weightShape: [Int] {
    [outputChannels, inputChannels / groups, kernel.height, kernel.width]
  }
  /// Scalars of the weights.
  public var weightCount: Int { weightShape.reduce(1, *) }
}

/// A fully connected layer with all numbers known.
public struct Linear: Hashable, Sendable {
  /// Input features.
  public var inputChannels: Int
  /// Output features.
  public var outputChannels: Int
  /// Whether a bias is added.
  public var hasBias: Bool

  /// A layer from its numbers.
  public init(inputChannels: Int, outputChannels: Int, hasBias: Bool = true) {
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.hasBias = hasBias
  }
}

/// A pooling window with all numbers known.
public struct Pool: Hashable, Sendable {
  /// Mean or maximum.
  public var kind: PoolRow.Kind
  /// Sides of the window.
  public var kernel: PerAxis<Int>
  /// Steps of the window.
  public var stride: PerAxis<Int>
  /// Padding; padded places do not count for the maximum, nor for the mean unless `countsPadding`.
  public var padding: Padding
  /// Whether a last window that reaches over the end counts.
  public var ceiling: Bool
  /// Whether padded places count for the mean as zeros.
  public var countsPadding: Bool

  /// A pooling from its numbers.
  public init(
    kind: PoolRow.Kind, kernel: PerAxis<Int>, stride: PerAxis<Int>, padding: Padding, ceiling: Bool,
    countsPadding: Bool = false
  ) {
    self.kind = kind
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.ceiling = ceiling
    self.countsPadding = countsPadding
  }
}
