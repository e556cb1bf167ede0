/// How a framework names the tensors of a network, as rules: templates by kind of block and by
/// role, with exceptions for single rows.
package struct TensorNaming: Hashable, Sendable {
  /// The names of one layer's tensors.
  package struct Layer: Hashable, Sendable {
    /// The module that holds `weight` and `bias`.
    package var weight: NameTemplate
    /// The module of the batch norm.
    package var norm: NameTemplate?
    /// The module of the norm's gamma and beta, where a framework has them in a layer of their own.
    package var scale: NameTemplate?
    /// Whether the weight is stored as a matrix, out x (in x height x width).
    package var matrix: Bool
    /// The whole name of a layer's only tensor, where a framework has it in no module of its own.
    package var tensor: NameTemplate?
    /// What the framework multiplies the layer's input by: its checkpoints have the weight without it.
    package var factor: Float

    /// A layer's names from their parts.
    package init(
      weight: NameTemplate, norm: NameTemplate?, scale: NameTemplate? = nil, matrix: Bool = false,
      tensor: NameTemplate? = nil, factor: Float = 1
    ) {
      self.weight = weight
      self.norm = norm
      self.scale = scale
      self.matrix = matrix
      self.tensor = tensor
      self.factor = factor
    }
  }

  /// The names inside one kind of block, of one row, or of a branch of a head.
  package struct Block: Hashable, Sendable {
    /// The module whose output is the block's: the name of its tap.
    package var module: NameTemplate?
    /// The layers by role, or by their path in a composite block.
    package var layers: [String: Layer]

    /// A block's names from their parts.
    package init(module: NameTemplate?, layers: [String: Layer]) {
      self.module = module
      self.layers = layers
    }
  }

  /// The last parts of the tensors of a layer that is no norm.
  package struct Parts: Hashable, Sendable {
    /// The weights.
    package var weight: String
    /// The weights of a depthwise convolution.
    package var depthwise: String
    /// The bias.
    package var bias: String

    /// The names from their parts.
    package init(weight: String, depthwise: String, bias: String) {
      self.weight = weight
      self.depthwise = depthwise
      self.bias = bias
    }

    /// PyTorch's names.
    package static let standard = Parts(weight: "weight", depthwise: "weight", bias: "bias")
  }

  /// Weights whose outputs a framework may have as the last dimension, not the first.
  package enum OutLast: String, CaseIterable, Hashable, Sendable {
    /// Convolutions: height x width x in x out, and height x width x in x multiplier if depthwise.
    case convolutions
    /// Fully connected layers: in x out.
    case matrices
  }

  /// The last parts of a batch norm's four tensors.
  package struct Norm: Hashable, Sendable {
    /// gamma.
    package var weight: String
    /// beta.
    package var bias: String
    /// Moving mean.
    package var mean: String
    /// Moving variance.
    package var variance: String

    /// The names from their parts.
    package init(weight: String, bias: String, mean: String, variance: String) {
      self.weight = weight
      self.bias = bias
      self.mean = mean
      self.variance = variance
    }

    /// PyTorch's names.
    package static let standard = Norm(
      weight: "weight", bias: "bias", mean: "running_mean", variance: "running_var")
  }

  /// The dialect that the names come from.
  package var dialect: String
  /// What replaces `{prefix}`.
  package var prefix: String
  /// Names by row, for rows that are exceptions.
  package var rows: [String: Block]
  /// Names by kind of block (`convolution`, `separable`, `inverted-residual`, `composite`), and by
  /// the name of a composite block.
  package var blocks: [String: Block]
  /// Names by branch of a head.
  package var heads: [String: Block]
  /// What stands between a module and the last part of a tensor's name.
  package var separator: String
  /// Names of a layer's tensors.
  package var layer: Parts
  /// Names of a norm's tensors.
  package var norm: Norm
  /// Last parts of tensors that checkpoints hold and inference does not need.
  package var ignored: [String]
  /// The weights that checkpoints hold with their outputs last.
  package var outLast: Set<OutLast>
  /// What the framework calls networks with the same tensors that compute something else and have no table.
  package var variants: [String] = []

  /// A naming from its parts.
  package init(
    dialect: String, prefix: String = "", rows: [String: Block], blocks: [String: Block],
    heads: [String: Block] = [:], separator: String = ".", layer: Parts = .standard,
    norm: Norm = .standard, ignored: [String] = [], outLast: Set<OutLast> = []
  ) {
    self.dialect = dialect
    self.prefix = prefix
    self.rows = rows
    self.blocks = blocks
    self.heads = heads
    self.separator = separator
    self.layer = layer
    self.norm = norm
    self.ignored = ignored
    self.outLast = outLast
  }

  /// Whether a tensor of a checkpoint is one that inference does not need.
  package func ignores(_ name: String) -> Bool {
    ignored.contains { name == $0 || name.hasSuffix(separator + $0) }
  }
}
