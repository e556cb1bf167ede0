/// What a tool counts as the cost of a network: data of a table under `Tables/Conventions`.
public struct Convention: Hashable, Sendable {
  /// The name on the command line.
  public var name: String
  /// The tool, and how it is called.
  public var title: String
  /// What the tool calls its number.
  public var prints: String
  /// What it counts where others count multiply-accumulates.
  public var macs: Rule
  /// What it counts as floating-point operations, if it has such a number of its own.
  public var flops: Rule?

  /// A convention from its parts.
  public init(name: String, title: String, prints: String, macs: Rule, flops: Rule?) {
    self.name = name
    self.title = title
    self.prints = prints
    self.macs = macs
    self.flops = flops
  }

  /// The name of the convention that holds where none is asked for: the papers' own.
  public static let standardName = "paper"

  /// How one number of a tool comes about.
  public struct Rule: Hashable, Sendable {
    /// What a multiply-accumulate of a layer counts: 1 or 2, or 0 for a layer that is not found.
    public var multiplyAccumulate: [Implementation.Layer: Int]
    /// What is counted besides, in the order of the file; also what is known to count 0.
    public var contributions: [Contribution]
    /// Whether everything that the contributions do not name is known to count 0.
    public var isComplete: Bool

    /// A rule from its parts.
    public init(
      multiplyAccumulate: [Implementation.Layer: Int], contributions: [Contribution] = [],
      isComplete: Bool = false
    ) {
      self.multiplyAccumulate = multiplyAccumulate
      self.contributions = contributions
      self.isComplete = isComplete
    }
  }

  /// What one kind of operation contributes.
  public struct Contribution: Hashable, Sendable {
    /// The kind.
    public var subject: Subject
    /// The implementation that it holds for; nothing if it holds for every one.
    public var form: Form?
    /// What it is counted by.
    public var unit: Unit
    /// How much each of these counts.
    public var each: Int

    /// A contribution from its parts.
    public init(subject: Subject, form: Form?, unit: Unit, each: Int) {
      self.subject = subject
      self.form = form
      self.unit = unit
      self.each = each
    }
  }

  /// What operations are counted by.
  public enum Unit: String, CaseIterable, Hashable, Sendable {
    /// Elements of the output; of sums and products for every input after the first.
    case output
    /// Elements of the first input.
    case input
    /// Trainable parameters.
    case parameter
    /// Places of the output, whatever the channels.
    case place
    /// Elements that windows cover: those of the output times the places of a window.
    case window
  }

  /// An implementation on which a contribution may depend.
  public enum Form: Hashable, Sendable {
    /// The class of a norm.
    case norm(Implementation.Class)
    /// How a mean over the whole map is written.
    case pooling(Implementation.Pooling)
    /// How an enlargement is written.
    case resizing(Implementation.Resizing)
    /// What a bias belongs to.
    case layer(Implementation.Layer)

    /// Its name in tables.
    public var name: String {
      switch self {
      case .norm(let value): value.rawValue
      case .pooling(let value): value.rawValue
      case .resizing(let value): value.rawValue
      case .layer(let value): value.rawValue
      }
    }
  }

  /// A kind of operation with arithmetic of its own beside the multiply-accumulates. What only moves
  /// numbers, such as a concatenation, is none.
  public enum Subject: Hashable, Sendable, CaseIterable {
    /// The bias of a convolution or fully connected layer.
    case bias
    /// Batch normalization.
    case norm
    /// An activation.
    case activation(Activation)
    /// A mean over the whole map.
    case globalPool
    /// A window's mean or maximum.
    case pool(PoolRow.Kind)
    /// L2 normalization over the channels.
    case l2Normalization
    /// Softmax over the channels.
    case softmax
    /// Sum of maps.
    case add
    /// Product of maps.
    case multiply
    /// Enlargement.
    case resize(ResizeRow.Mode)

    /// All of them.
    public static var allCases: [Subject] {
      [.bias, .norm] + Activation.allCases.map(Subject.activation)
        + [.globalPool, .pool(.average), .pool(.maximum), .l2Normalization, .softmax]
        + [.add, .multiply] + ResizeRow.Mode.allCases.map(Subject.resize)
    }

    /// Its name in tables.
    public var name: String {
      switch self {
      case .bias: "bias"
      case .norm: "norm"
      case .activation(let activation): activation.rawValue
      case .globalPool: "global-pool"
      case .pool(.average): "avgpool"
      case .pool(.maximum): "maxpool"
      case .l2Normalization: "l2norm"
      case .softmax: "softmax"
      case .add: "add"
      case .multiply: "multiply"
      case .resize(let mode): "resize-\(mode.rawValue)"
      }
    }

    /// Its name in reports.
    public var title: String {
      switch self {
      case .norm: "batch norm"
      case .globalPool: "global pool"
      case .pool(.average): "average pool"
      case .pool(.maximum): "maximum pool"
      case .l2Normalization: "L2 norm"
      case .add: "sum"
      case .multiply: "product"
      case .resize(let mode): "\(mode.rawValue) resize"
      case .bias, .activation, .softmax: name
      }
    }

    /// The implementations on which its contribution may depend.
    public var forms: [Form] {
      switch self {
      case .bias: Implementation.Layer.allCases.map(Form.layer)
      case .norm: Implementation.Class.allCases.map(Form.norm)
      case .globalPool: Implementation.Pooling.allCases.map(Form.pooling)
      case .resize: Implementation.Resizing.allCases.map(Form.resizing)
      case .activation, .pool, .l2Normalization, .softmax, .add, .multiply: []
      }
    }
  }
}
