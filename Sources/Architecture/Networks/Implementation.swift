/// How a framework writes what every framework computes alike: nothing for a network, everything for
/// the tools that look at its modules and functions and count what they recognize.
package struct Implementation: Hashable, Sendable {
  /// What class a layer is of.
  package enum Class: String, CaseIterable, Hashable, Sendable {
    /// The framework's own.
    case plain
    /// A class derived from it, which tools that look classes up do not find.
    case subclass
  }

  /// How a mean over the whole map is written.
  package enum Pooling: String, CaseIterable, Hashable, Sendable {
    /// A module of adaptive pooling.
    case module
    /// The function behind that module.
    case function
    /// The mean over two axes of a tensor.
    case mean
  }

  /// How an enlargement is written.
  package enum Resizing: String, CaseIterable, Hashable, Sendable {
    /// A module.
    case module
    /// The function behind that module.
    case function
  }

  /// What a layer with weights is.
  package enum Layer: String, CaseIterable, Hashable, Sendable {
    /// A convolution, also one on a pooled vector.
    case convolution
    /// A matrix, of the framework's own class.
    case matrix
    /// A matrix of a derived class.
    case subclass
  }

  /// Batch norms.
  package var norm: Class
  /// Fully connected layers that are matrices.
  package var linear: Class
  /// The mean over the whole map before a classifier, or anywhere but in a gate.
  package var pool: Pooling
  /// The mean over the whole map that feeds a gate.
  package var gatePool: Pooling
  /// Enlargements.
  package var resize: Resizing

  /// An implementation from its parts.
  package init(norm: Class, linear: Class, pool: Pooling, gatePool: Pooling, resize: Resizing) {
    self.norm = norm
    self.linear = linear
    self.pool = pool
    self.gatePool = gatePool
    self.resize = resize
  }

  /// What a table is taken for that does not say: PyTorch's own classes and modules.
  package static let standard = Implementation(
    norm: .plain, linear: .plain, pool: .module, gatePool: .module, resize: .module)
}
