/// A way of counting the cost of a network, a tool's or a text's: data of a table under
/// `Tables/Conventions`.
public struct Convention: Hashable, Sendable {
  /// The name on the command line.
  public var name: String
  /// The tool, and how it is called.
  public var title: String
  /// What the tool calls its number; nothing if no tool counts so.
  public var prints: String?
  /// What is counted, in a few words; nothing if no printed number is explained by it.
  public var explains: String?
  /// What it counts where others count multiply-accumulates, if it says so.
  public var macs: Rule?
  /// What it counts as floating-point operations, if it has such a number of its own.
  public var flops: Rule?
  /// What it counts as parameters, if not those that are trained.
  package var parameters: ParameterRule?

  /// A convention from its parts.
  package init(
    name: String, title: String, prints: String? = nil, explains: String? = nil,
    macs: Rule? = nil, flops: Rule? = nil, parameters: ParameterRule? = nil
  ) {
    self.name = name
    self.title = title
    self.prints = prints
    self.explains = explains
    self.macs = macs
    self.flops = flops
    self.parameters = parameters
  }

  /// Whether it is what a tool prints.
  public var isTool: Bool { prints != nil }

  /// The name of the convention that holds where none is asked for: the papers' own.
  public static let standardName = "paper"

  /// What is counted as parameters beside weights and biases.
  package struct ParameterRule: Hashable, Sendable {
    /// Values of each channel of a batch norm: the scale and shift that are trained are 2, the moving
    /// mean and variance 2 more; one is the bias that remains of a merged norm.
    package var normVectors: Int
    /// Whether the network has a background class beside the table's.
    package var hasBackgroundClass: Bool

    /// A rule from its parts.
    package init(normVectors: Int = 2, hasBackgroundClass: Bool = false) {
      self.normVectors = normVectors
      self.hasBackgroundClass = hasBackgroundClass
    }
  }

  /// How one number of operations comes about.
  public struct Rule: Hashable, Sendable {
    /// What a multiply-accumulate of a layer counts: 1 or 2, or 0 for a layer that is not found.
    package var multiplyAccumulate: [Implementation.Layer: Int]
    /// What is counted besides, in the order of the file; also what is known to count 0.
    package var contributions: [Contribution]
    /// Whether everything that the contributions do not name is known to count 0.
    public var isComplete: Bool
    /// Layers whose multiply-accumulates are left out.
    package var leavesOut: Set<Layer>

    /// A rule from its parts.
    package init(
      multiplyAccumulate: [Implementation.Layer: Int], contributions: [Contribution] = [],
      isComplete: Bool = false, leavesOut: Set<Layer> = []
    ) {
      self.multiplyAccumulate = multiplyAccumulate
      self.contributions = contributions
      self.isComplete = isComplete
      self.leavesOut = leavesOut
    }
  }

  /// A single layer that a rule may leave out.
  package enum Layer: String, CaseIterable, Hashable, Sendable {
    /// The first convolution whose filters see several places and all channels.
    case firstConvolution = "first-convolution"
    /// The last fully connected layer.
    case classifier

    /// Its name in reports.
    package var title: String {
      switch self {
      case .firstConvolution: "first convolution"
      case .classifier: "classifier"
      }
    }
  }

  /// What one kind of operation contributes.
  package struct Contribution: Hashable, Sendable {
    /// The kind.
    package var subject: Subject
    /// The implementation that it holds for; nothing if it holds for every one.
    package var form: Form?
    /// What it is counted by.
    package var unit: Unit
    /// How much each of these counts.
    package var each: Int

    /// A contribution from its parts.
    package init(subject: Subject, form: Form?, unit: Unit, each: Int) {
      self.subject = subject
      self.form = form
      self.unit = unit
      self.each = each
    }
  }

  /// What operations are counted by.
  package enum Unit: String, CaseIterable, Hashable, Sendable {
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
}
