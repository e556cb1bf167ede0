/// What a counter of operations counts: multiply-accumulates of convolutions and fully connected
/// layers, and terms for other operations.
public struct Convention: Hashable, Sendable {
  /// Its name on the command line.
  public var name: String
  /// The tool, with its version.
  public var title: String
  /// What its count of multiply-accumulates has besides the exact one.
  public var macs: [Term]
  /// Its count of FLOPs, where that is not twice its multiply-accumulates.
  public var flops: Flops?

  /// A count of its own.
  public struct Flops: Hashable, Sendable {
    /// FLOPs of a multiply-accumulate.
    public var perMultiplyAccumulate: Int
    /// What is counted besides.
    public var terms: [Term]

    /// A count from its parts.
    public init(perMultiplyAccumulate: Int, terms: [Term]) {
      self.perMultiplyAccumulate = perMultiplyAccumulate
      self.terms = terms
    }
  }

  /// A convention from its parts.
  public init(name: String, title: String, macs: [Term], flops: Flops? = nil) {
    self.name = name
    self.title = title
    self.macs = macs
    self.flops = flops
  }

  /// The papers' own: nothing besides.
  public static let paper = Convention(name: "paper", title: "papers, TF-slim", macs: [])

  /// So many operations for every element of something.
  public struct Term: Hashable, Sendable {
    /// What is counted.
    public var ingredient: Ingredient
    /// Operations for each.
    public var times: Int
    /// Of what.
    public var unit: Unit
    /// Only where norms are implemented so; everywhere if empty.
    public var norms: Set<Implementation.Norm>
    /// Only where pooling is implemented so; everywhere if empty.
    public var pools: Set<Implementation.Pool>

    /// A term from its parts.
    public init(
      _ ingredient: Ingredient, times: Int, unit: Unit = .output,
      norms: Set<Implementation.Norm> = [], pools: Set<Implementation.Pool> = []
    ) {
      self.ingredient = ingredient
      self.times = times
      self.unit = unit
      self.norms = norms
      self.pools = pools
    }
  }

  /// What may count besides multiply-accumulates.
  public enum Ingredient: Hashable, Sendable {
    /// Biases of convolutions, those of gates among them where they are convolutions.
    case convolutionBias
    /// Biases of fully connected layers.
    case linearBias
    /// Batch norms.
    case norm
    /// Means over windows or maps.
    case pool
    /// Products with a gate.
    case product
    /// Sums, such as those of residuals.
    case sum
    /// A nonlinearity.
    case activation(Activation)

    /// All of them.
    public static let all: [Ingredient] =
      [.convolutionBias, .linearBias, .norm, .pool, .product, .sum]
      + Activation.allCases.map { .activation($0) }

    /// The name in tables.
    public var name: String {
      switch self {
      case .convolutionBias: "convolution-bias"
      case .linearBias: "linear-bias"
      case .norm: "norm"
      case .pool: "pool"
      case .product: "product"
      case .sum: "sum"
      case .activation(let activation): activation.rawValue
      }
    }
  }

  /// What is counted of an operation.
  public enum Unit: String, CaseIterable, Hashable, Sendable {
    /// Elements that it makes.
    case output
    /// Elements that it takes.
    case input
    /// Its trainable parameters.
    case parameter
  }
}
