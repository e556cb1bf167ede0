/// How a framework names the tensors of a network, as rules: templates by kind of block and by
/// role, with exceptions for single rows.
///
/// Templates may use `{index}` (blocks from 0, in order), `{stage}` and `{unit}` (runs of blocks of
/// equal printed width after the rows with names of their own, and the place in the run),
/// `{layer}` (layers inside the block, from 0, squeeze-and-excitation counting as one), `{norm}`
/// (norms inside the block, from 1), `{row}` (the row's number) and sums such as `{layer+1}`.
public struct TensorNaming: Hashable, Sendable {
  /// The names of one layer's tensors: a prefix for the weight and bias, one for the norm.
  public struct Layer: Hashable, Sendable {
    /// The module that holds `weight` and `bias`.
    public var weight: String
    /// The module of the batch norm.
    public var norm: String?
    /// Whether a 1x1 weight is stored as a matrix (out x in) and not as out x in x 1 x 1.
    public var matrix: Bool

    /// A layer's names from their parts.
    public init(weight: String, norm: String?, matrix: Bool = false) {
      self.weight = weight
      self.norm = norm
      self.matrix = matrix
    }
  }

  /// The names inside one kind of block, or of one row.
  public struct Block: Hashable, Sendable {
    /// The module whose output is the block's: the name of its tap.
    public var module: String?
    /// The layers by role.
    public var layers: [String: Layer]

    /// A block's names from their parts.
    public init(module: String?, layers: [String: Layer]) {
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
  }

  /// The dialect that the names come from.
  public var dialect: String
  /// Names by row, for rows that are exceptions.
  public var rows: [String: Block]
  /// Names by kind of block: `convolution`, `separable`, `inverted-residual`.
  public var blocks: [String: Block]
  /// Names of a norm's tensors.
  public var norm: Norm
  /// Last parts of tensors that checkpoints hold and inference does not need.
  public var ignored: [String]

  /// A naming from its parts.
  public init(
    dialect: String, rows: [String: Block], blocks: [String: Block], norm: Norm, ignored: [String]
  ) {
    self.dialect = dialect
    self.rows = rows
    self.blocks = blocks
    self.norm = norm
    self.ignored = ignored
  }
}
