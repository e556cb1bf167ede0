/// How an implementation writes what its table leaves open: counters of operations look at modules and
/// functions, so that the same arithmetic may count differently.
public struct Implementation: Hashable, Sendable {
  /// How batch norms are written.
  public enum Norm: String, CaseIterable, Hashable, Sendable {
    /// As the framework's own class.
    case plain
    /// As a class derived from it, with the activation inside.
    case subclass
  }

  /// How means over a map are written.
  public enum Pool: String, CaseIterable, Hashable, Sendable {
    /// As a pooling module.
    case module
    /// As a call of the pooling function.
    case function
    /// As a mean over two axes.
    case mean
  }

  /// How the two layers of a gate are written.
  public enum GateLayers: String, CaseIterable, Hashable, Sendable {
    /// As 1x1 convolutions.
    case convolution
    /// As fully connected layers.
    case linear
  }

  /// Batch norms.
  public var norm: Norm
  /// Pooling, gates apart.
  public var pool: Pool
  /// The pooling of gates.
  public var gatePool: Pool
  /// The layers of gates.
  public var gateLayers: GateLayers

  /// An implementation; without arguments modules of the framework's own classes.
  public init(
    norm: Norm = .plain, pool: Pool = .module, gatePool: Pool = .module,
    gateLayers: GateLayers = .convolution
  ) {
    self.norm = norm
    self.pool = pool
    self.gatePool = gatePool
    self.gateLayers = gateLayers
  }
}
