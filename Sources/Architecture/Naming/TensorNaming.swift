/// How a framework names the tensors of a network, as rules: templates by kind of block and by
/// role, with exceptions for single rows.
public struct TensorNaming: Hashable, Sendable {
  /// The names of one layer's tensors.
  public struct Layer: Hashable, Sendable {
    /// The module that holds `weight` and `bias`.
    public var weight: NameTemplate
    /// The module of the batch norm.
    public var norm: NameTemplate?
    /// The module of the norm's gamma and beta, where a framework has them in a layer of their own.
    public var scale: NameTemplate?
    /// Whether a 1x1 weight is stored as a matrix (out x in) and not as out x in x 1 x 1.
    public var matrix: Bool
    /// The whole name of a layer's only tensor, where a framework has it in no module of its own.
    public var tensor: NameTemplate?

    /// A layer's names from their parts.
    public init(
      weight: NameTemplate, norm: NameTemplate?, scale: NameTemplate? = nil, matrix: Bool = false,
      tensor: NameTemplate? = nil
    ) {
      self.weight = weight
      self.norm = norm
      self.scale = scale
      self.matrix = matrix
      self.tensor = tensor
    }
  }

  /// The names inside one kind of block, of one row, or of a branch of a head.
  public struct Block: Hashable, Sendable {
    /// The module whose output is the block's: the name of its tap.
    public var module: NameTemplate?
    /// The layers by role, or by their path in a composite block.
    public var layers: [String: Layer]

    /// A block's names from their parts.
    public init(module: NameTemplate?, layers: [String: Layer]) {
      self.module = module
      self.layers = layers
    }
  }

  /// The last parts of a batch norm's four tensors.
  public struct Norm: Hashable, Sendable {
    /// gamma.
    public var weight: String
    /// beta.
    public var bias: String
    /// Moving mean.
    public var mean: String
    /// Moving variance.
    public var variance: String

    /// The names from their parts.
    public init(weight: String, bias: String, mean: String, variance: String) {
      self.weight = weight
      self.bias = bias
      self.mean = mean
      self.variance = variance
    }

    /// PyTorch's names.
    public static let standard = Norm(
      weight: "weight", bias: "bias", mean: "running_mean", variance: "running_var")
  }

  /// The dialect that the names come from.
  public var dialect: String
  /// What replaces `{prefix}`.
  public var prefix: String
  /// Names by row, for rows that are exceptions.
  public var rows: [String: Block]
  /// Names by kind of block (`convolution`, `separable`, `inverted-residual`, `composite`), and by
  /// the name of a composite block.
  public var blocks: [String: Block]
  /// Names by branch of a head.
  public var heads: [String: Block]
  /// Names of a norm's tensors.
  public var norm: Norm
  /// Last parts of tensors that checkpoints hold and inference does not need.
  public var ignored: [String]

  /// A naming from its parts.
  public init(
    dialect: String, prefix: String = "", rows: [String: Block], blocks: [String: Block],
    heads: [String: Block] = [:], norm: Norm = .standard, ignored: [String] = []
  ) {
    self.dialect = dialect
    self.prefix = prefix
    self.rows = rows
    self.blocks = blocks
    self.heads = heads
    self.norm = norm
    self.ignored = ignored
  }
}
