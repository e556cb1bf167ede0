/// How a framework writes what every framework computes alike: nothing for a network, everything for
/// the tools that look at its modules and functions and count what they recognize.
public struct Implementation: Hashable, Sendable {
  /// What class a layer is of.
  public enum Class: String, CaseIterable, Hashable, Sendable {
    /// The framework's own.
    case plain
    /// A class derived from it, which tools that look classes up do not find.
    case subclass
  }

  /// How a mean over the whole map is written.
  public enum Pooling: String, CaseIterable, Hashable, Sendable {
    /// A module of adaptive pooling.
    case module
    /// The function behind that module.
    case function
    /// The mean over two axes of a tensor.
    case mean
  }

  /// How an enlargement is written.
  public enum Resizing: String, CaseIterable, Hashable, Sendable {
    /// A module.
    case module
    /// The function behind that module.
    case function
  }

  /// What a layer with weights is.
  public enum Layer: String, CaseIterable, Hashable, Sendable {
    /// A convolution, also one on a pooled vector.
    case convolution
    /// A matrix, of the framework's own class.
    case matrix
    /// A matrix of a derived class.
    case subclass
  }

  /// Batch norms.
  public var norm: Class
  /// Fully connected layers that are matrices.
  public var linear: Class
  /// The mean over the whole map before a classifier, or anywhere but in a gate.
  public var pool: Pooling
  /// The mean over the whole map that feeds a gate.
  public var gatePool: Pooling
  /// Enlargements.
  public var resize: Resizing

  /// An implementation from its parts.
  public init(norm: Class, linear: Class, pool: Pooling, gatePool: Pooling, resize: Resizing) {
    self.norm = norm
    self.linear = linear
    self.pool = pool
    self.gatePool = gatePool
    self.resize = resize
  }

  /// What a table is taken for that does not say: PyTorch's own classes and modules.
  public static let standard = Implementation(
    norm: .plain, linear: .plain, pool: .module, gatePool: .module, resize: .module)
}
