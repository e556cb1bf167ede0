/// What a row does: a case with exactly its own columns.
package indirect enum RowOperation: Sendable {
  /// A standard, depthwise or grouped convolution with norm and activation.
  case convolution(ConvolutionRow)
  /// A transposed convolution with norm and activation; its padding is a number.
  case transposedConvolution(ConvolutionRow)
  /// The inverted residual: expand, depthwise, squeeze-and-excite, project, shortcut.
  case invertedResidual(InvertedResidualRow)
  /// Squeeze-and-excitation by the table's rule, alone.
  case squeezeExcite(InvertedResidualRow.SqueezeExcite)
  /// A fully connected layer with bias.
  case linear(out: Quantity, activation: RowActivation?)
  /// Average over the whole map.
  case globalPool
  /// Average or maximum over a window.
  case pool(PoolRow)
  /// Batch normalization alone; the table's rule for what it adds to the variance if absent.
  case normalization(epsilon: Double?)
  /// L2 normalization over the channels with a learned scale; epsilon is added to the sum of squares.
  case l2Normalization(epsilon: Double)
  /// A convolution over the channels of a 1x1 map, padded with zeros (ECA-Net, arXiv 1910.03151).
  case channelConvolution(kernel: Int)
  /// Softmax over the channels.
  case softmax
  /// Sum of all sources.
  case add
  /// Product of all sources; a 1x1 map is spread over the places.
  case multiply
  /// All sources behind one another along the channels.
  case concatenate
  /// The channels of so many groups taken in turn, one of each.
  case shuffle(groups: Int)
  /// So many equal parts of the channels, which sources name by number: `half.1`, `half.2`.
  case split(groups: Int)
  /// Adds the second source to the first if their shapes are equal.
  case shortcut
  /// Enlarges by a factor, or to the size of the second source.
  case resize(ResizeRow)
  /// An activation alone.
  case activation(RowActivation)
  /// A composite block of the table's own or of a library of blocks.
  case block(BlockInstance)
}

extension RowOperation {
  /// The output channels that the row states; nothing if they follow from its input.
  package var out: Quantity? {
    switch self {
    case .convolution(let row), .transposedConvolution(let row): row.out
    case .invertedResidual(let row): row.out
    case .linear(let out, _): out
    case .squeezeExcite, .globalPool, .pool, .normalization, .l2Normalization, .channelConvolution,
      .softmax, .add, .multiply, .concatenate, .shuffle, .split, .shortcut, .resize, .activation,
      .block:
      nil
    }
  }

  /// How many sources it can take.
  package var sourceCounts: ClosedRange<Int> {
    switch self {
    case .convolution, .transposedConvolution, .invertedResidual, .squeezeExcite, .linear,
      .globalPool, .pool,
      .normalization, .l2Normalization, .channelConvolution, .softmax, .shuffle, .split,
      .activation:
      1...1
    case .add, .multiply: 2...Int.max
    case .shortcut: 2...2
    case .resize(let row): row.factor == nil ? 2...2 : 1...1
    case .concatenate, .block: 1...Int.max
    }
  }

  /// The sides and steps of the row's window; nothing if it has none.
  package var window: (kernel: PerAxis<Quantity>, stride: PerAxis<Quantity>)? {
    switch self {
    case .convolution(let row), .transposedConvolution(let row): (row.kernel, row.stride)
    case .invertedResidual(let row): (row.kernel, row.stride)
    case .pool(let row): (row.kernel, row.stride)
    case .squeezeExcite, .linear, .globalPool, .normalization, .l2Normalization,
      .channelConvolution, .softmax,
      .add,
      .multiply, .concatenate, .shuffle, .split, .shortcut, .resize, .activation, .block:
      nil
    }
  }
}

/// The columns of a convolution.
package struct ConvolutionRow: Hashable, Sendable {
  /// Which input channels a filter sees.
  package enum Groups: Hashable, Sendable {
    /// All of them.
    case one
    /// One: each channel has filters of its own, `out / in` of them (one if `out` is absent).
    case depthwise
    /// An equal share of this many groups.
    case count(Int)
  }

  /// Sides of the window.
  package var kernel: PerAxis<Quantity>
  /// Filters; absent for a depthwise convolution that keeps its channels.
  package var out: Quantity?
  /// Steps of the window.
  package var stride: PerAxis<Quantity>
  /// Distance of the window's elements.
  package var dilation: Int
  /// Padding; the table's rule if absent.
  package var padding: Padding?
  /// Groups of channels.
  package var groups: Groups
  /// Whether batch normalization follows.
  package var norm: Bool
  /// What the norm adds to the variance; the table's rule if absent.
  package var normEpsilon: Double?
  /// Whether the convolution has a bias of its own.
  package var bias: Bool
  /// The activation after norm, if any.
  package var activation: RowActivation?

  /// A convolution from its columns.
  package init(
    kernel: PerAxis<Quantity>, out: Quantity?, stride: PerAxis<Quantity>, dilation: Int = 1,
    padding: Padding? = nil, groups: Groups = .one, norm: Bool = true,
    normEpsilon: Double? = nil, bias: Bool = false, activation: RowActivation? = nil
  ) {
    self.kernel = kernel
    self.out = out
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.groups = groups
    self.norm = norm
    self.normEpsilon = normEpsilon
    self.bias = bias
    self.activation = activation
  }
}

/// The columns of an inverted residual (MobileNetV2, Table 1; MobileNetV3, Tables 1 and 2).
package struct InvertedResidualRow: Hashable, Sendable {
  /// How wide the block expands.
  package enum Expansion: Hashable, Sendable {
    /// t times the input (MobileNetV2).
    case factor(Double)
    /// So many channels (MobileNetV3's exp size).
    case channels(Quantity)
  }

  /// How narrow the gate squeezes.
  package enum SqueezeExcite: Hashable, Sendable {
    /// As the table's rules say.
    case byRule
    /// To this share of the channels that the rules take it from.
    case share(Double)
  }

  /// Sides of the depthwise window.
  package var kernel: PerAxis<Quantity>
  /// The expansion.
  package var expansion: Expansion
  /// Output channels.
  package var out: Quantity
  /// Stride of the depthwise convolution; later repeats have 1.
  package var stride: PerAxis<Quantity>
  /// Dilation of the depthwise convolution.
  package var dilation: Int
  /// Padding of the depthwise convolution; the table's rule if absent.
  package var padding: Padding?
  /// The block's squeeze-and-excitation, if it has one.
  package var squeezeExcite: SqueezeExcite?
  /// The activation after expansion and depthwise convolution.
  package var activation: RowActivation?

  /// An inverted residual from its columns.
  package init(
    kernel: PerAxis<Quantity>, expansion: Expansion, out: Quantity, stride: PerAxis<Quantity>,
    dilation: Int = 1, padding: Padding? = nil, squeezeExcite: SqueezeExcite? = nil,
    activation: RowActivation?
  ) {
    self.kernel = kernel
    self.expansion = expansion
    self.out = out
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.squeezeExcite = squeezeExcite
    self.activation = activation
  }
}

/// The columns of a pooling window.
public struct PoolRow: Hashable, Sendable {
  /// What becomes of the window's elements.
  public enum Kind: Hashable, Sendable {
    /// Their mean.
    case average
    /// Their largest.
    case maximum
  }

  /// Mean or maximum.
  public var kind: Kind
  /// Sides of the window.
  package var kernel: PerAxis<Quantity>
  /// Steps of the window.
  package var stride: PerAxis<Quantity>
  /// Padding; the table's rule if absent.
  public var padding: Padding?
  /// Whether a window that reaches over the end counts.
  public var ceiling: Bool

  /// A pooling from its columns.
  package init(
    kind: Kind, kernel: PerAxis<Quantity>, stride: PerAxis<Quantity>, padding: Padding?,
    ceiling: Bool = false
  ) {
    self.kind = kind
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.ceiling = ceiling
  }
}

/// The columns of an enlargement.
public struct ResizeRow: Hashable, Sendable {
  /// How a value between places is found.
  public enum Mode: String, CaseIterable, Hashable, Sendable {
    /// The nearest place.
    case nearest
    /// Linear in both directions; pixel centers, not corners, are aligned.
    case bilinear
  }

  /// The interpolation.
  public var mode: Mode
  /// The factor; absent if the second source gives the size.
  public var factor: Int?

  /// An enlargement from its columns.
  public init(mode: Mode, factor: Int?) {
    self.mode = mode
    self.factor = factor
  }
}
