/// What a paper says in prose rather than in its table, and what implementations decide
/// differently: typed keys under `rules`, each of which a dialect may override.
public struct Rules: Hashable, Sendable {
  /// How the width multiplier scales channels.
  public var width: ChannelScaling
  /// Added to the variance by batch normalization.
  public var normEpsilon: Double
  /// The activation of a row that prints none.
  public var activation: Activation?
  /// The padding of a row that prints none.
  public var padding: Padding
  /// The window of a bottleneck that prints none.
  public var kernel: Int
  /// Whether a pooling window that a row prints is the whole map, whatever the resolution.
  public var globalPool: Bool
  /// When an inverted residual has a 1x1 expansion.
  public var expand: Expand
  /// How squeeze-and-excitation is built; nothing in tables that have none.
  public var squeezeExcite: SqueezeExcite?
  /// When an inverted residual adds its input to its output.
  public var residual: Residual
  /// How the framework writes it; only what tools count depends on this.
  public var implementation: Implementation

  /// When an inverted residual has a 1x1 expansion.
  public enum Expand: String, CaseIterable, Hashable, Sendable {
    /// Only if the expansion is wider than the input (TF-slim, Keras, torchvision, timm).
    case whenWider = "when-wider"
    /// Always (PaddleDetection).
    case always
  }

  /// When an inverted residual adds its input to its output.
  public enum Residual: String, CaseIterable, Hashable, Sendable {
    /// At stride 1 if input and output have the same channels.
    case sameShape = "same-shape"
    /// At stride 1; through a 1x1 convolution with norm where the channels differ.
    case projected
    /// Never.
    case never
  }

  /// How squeeze-and-excitation is built (MobileNetV3, section 5.3).
  public struct SqueezeExcite: Hashable, Sendable {
    /// Squeeze channels are the gated channels divided by this.
    public var divide: Int
    /// Squeeze channels are rounded to this multiple as widths are; 1 cuts to a whole number.
    public var round: Int
    /// Rounding never leaves less than this share.
    public var floor: Double
    /// The activation between the two layers.
    public var activation: Activation
    /// The activation that makes the gate.
    public var gate: Activation
    /// Whether the gate comes after the depthwise activation or before it.
    public var position: Position
    /// Whether both layers have a batch norm, and then no bias.
    public var norm: Bool

    /// Where the gate is in the block.
    public enum Position: String, CaseIterable, Hashable, Sendable {
      /// depthwise, norm, activation, gate.
      case afterActivation = "after-activation"
      /// The same without expansion; with it depthwise, norm, gate, activation.
      case beforeActivationWhenExpanded = "before-activation-when-expanded"
      /// On the projected channels, before the shortcut.
      case afterProjection = "after-projection"
    }

    /// The parts of a gate.
    public init(
      divide: Int, round: Int, floor: Double, activation: Activation, gate: Activation,
      position: Position, norm: Bool = false
    ) {
      self.divide = divide
      self.round = round
      self.floor = floor
      self.activation = activation
      self.gate = gate
      self.position = position
      self.norm = norm
    }

    /// Squeeze channels for a number of gated channels.
    public func squeezeChannels(of channels: Int) -> Int {
      if round <= 1 { return max(channels / divide, 1) }
      let scaling = ChannelScaling(rounding: .nearestMultiple(of: round, floor: floor))
      return scaling.scaled(channels, by: 1 / Double(divide)) ?? channels
    }
  }

  /// The rules of a table that states none: PyTorch's usual choices.
  public static let standard = Rules(
    width: ChannelScaling(rounding: .undefined), normEpsilon: 1e-5, activation: nil,
    padding: .symmetric, kernel: 3, globalPool: false, expand: .whenWider,
    squeezeExcite: nil, residual: .sameShape, implementation: .standard)
}
