/// What a paper says in prose rather than in its table, and what implementations decide
/// differently: typed keys under `rules`, each of which a dialect may override.
package struct Rules: Hashable, Sendable {
  /// How the width multiplier scales channels.
  package var width: ChannelScaling
  /// Added to the variance by batch normalization.
  package var normEpsilon: Double
  /// The activation of a row that prints none.
  package var activation: RowActivation?
  /// The padding of a row that prints none.
  package var padding: Padding
  /// The window of a bottleneck that prints none.
  package var kernel: Int
  /// Whether a pooling window that a row prints is the whole map, whatever the resolution.
  package var globalPool: Bool
  /// When an inverted residual has a 1x1 expansion.
  package var expand: Expand
  /// How squeeze-and-excitation is built; nothing in tables that have none.
  package var squeezeExcite: SqueezeExcite?
  /// When an inverted residual adds its input to its output.
  package var residual: Residual
  /// How the framework writes it; only what tools count depends on this.
  package var implementation: Implementation

  /// When an inverted residual has a 1x1 expansion.
  package enum Expand: String, CaseIterable, Hashable, Sendable {
    /// Only if the expansion is wider than the input (TF-slim, Keras, torchvision, timm).
    case whenWider = "when-wider"
    /// Always (PaddleDetection).
    case always
  }

  /// When an inverted residual adds its input to its output.
  package enum Residual: String, CaseIterable, Hashable, Sendable {
    /// At stride 1 if input and output have the same channels.
    case sameShape = "same-shape"
    /// At stride 1; through a 1x1 convolution with norm where the channels differ.
    case projected
    /// Never.
    case never
  }

  /// How squeeze-and-excitation is built (MobileNetV3, section 5.3).
  package struct SqueezeExcite: Hashable, Sendable {
    /// The channels that the squeeze channels are a part of.
    package var base: Base
    /// Which part.
    package var reduction: Reduction
    /// Squeeze channels are rounded to this multiple as widths are; 1 cuts to a whole number.
    package var round: Int
    /// Rounding never leaves less than this share.
    package var floor: Double
    /// The activation between the two layers.
    package var activation: Activation
    /// The activation that makes the gate.
    package var gate: Activation
    /// Whether the gate comes after the depthwise activation or before it.
    package var position: Position
    /// Whether both layers have a batch norm, and then no bias.
    package var norm: Bool
    /// The layers that make the gate of the means.
    package var layers: Layers

    /// The layers that make a gate of the channels' means.
    package enum Layers: String, CaseIterable, Hashable, Sendable {
      /// Two fully connected ones, the first of which squeezes (SENet, arXiv 1709.01507).
      case fullyConnected = "fully-connected"
      /// One convolution over the channels, which squeezes nothing (ECA-Net, arXiv 1910.03151).
      case channelConvolution = "channel-conv"
    }

    /// The channels that squeeze channels are counted from.
    package enum Base: String, CaseIterable, Hashable, Sendable {
      /// Those that the gate multiplies (MobileNetV3).
      case gated
      /// Those of the block's input, before expansion (MnasNet, EfficientNet).
      case input
    }

    /// Which part of its base the squeeze is.
    package enum Reduction: Hashable, Sendable, CustomStringConvertible {
      /// Divided by a whole number.
      case divide(Int)
      /// A share.
      case share(Double)

      /// As a fraction or a number.
      package var description: String {
        switch self {
        case .divide(let divisor): "1/\(divisor)"
        case .share(let share): "\(share)"
        }
      }
    }

    /// Where the gate is in the block.
    package enum Position: String, CaseIterable, Hashable, Sendable {
      /// depthwise, norm, activation, gate.
      case afterActivation = "after-activation"
      /// The same without expansion; with it depthwise, norm, gate, activation.
      case beforeActivationWhenExpanded = "before-activation-when-expanded"
      /// On the projected channels, before the shortcut.
      case afterProjection = "after-projection"
    }

    /// The parts of a gate.
    package init(
      base: Base = .gated, reduction: Reduction, round: Int, floor: Double, activation: Activation,
      gate: Activation,
      position: Position, norm: Bool = false, layers: Layers = .fullyConnected
    ) {
      self.base = base
      self.reduction = reduction
      self.round = round
      self.floor = floor
      self.activation = activation
      self.gate = gate
      self.position = position
      self.norm = norm
      self.layers = layers
    }

    /// The kernel of a convolution over so many channels: t = |log2(C) / 2 + 1 / 2| cut to a whole
    /// number, and one more if that is even (ECA-Net, equation 12 with gamma 2 and b 1, as its code
    /// rounds).
    package static func channelKernel(of channels: Int) -> Int {
      // A whole number that 2 t - 1 doublings of 1 do not exceed.
      var whole = 0
      while whole < 14, 1 << (2 * whole + 1) <= channels { whole += 1 }
      return whole % 2 == 1 ? whole : whole + 1
    }

    /// Squeeze channels for a number of channels of the base; a row may state a share of its own.
    package func squeezeChannels(of channels: Int, share: Double? = nil) -> Int {
      let factor: Double
      switch share.map(Reduction.share) ?? reduction {
      case .divide(let divisor):
        if round <= 1 { return max(channels / divisor, 1) }
        factor = 1 / Double(divisor)
      case .share(let share):
        if round <= 1 { return max(Int(Double(channels) * share), 1) }
        factor = share
      }
      let scaling = ChannelScaling(rounding: .nearestMultiple(of: round, floor: floor))
      return scaling.scaled(channels, by: factor) ?? channels
    }
  }

  /// The rules of a table that states none: PyTorch's usual choices.
  package static let standard = Rules(
    width: ChannelScaling(rounding: .undefined), normEpsilon: 1e-5, activation: nil,
    padding: .symmetric, kernel: 3, globalPool: false, expand: .whenWider,
    squeezeExcite: nil, residual: .sameShape, implementation: .standard)
}
