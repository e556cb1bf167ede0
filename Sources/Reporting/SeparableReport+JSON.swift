import CostAnalysis
import NetworkGraph

/// A standard convolution beside the separable one, in JSON: exact integers.
public struct SeparableJSON: Codable, Hashable, Sendable {
  /// What one convolution costs.
  public struct Count: Codable, Hashable, Sendable {
    /// Weights.
    public var parameters: Int
    /// Multiply-accumulates.
    public var macs: Int

    init(_ count: SeparableComparison.Count) {
      (parameters, macs) = (count.weights, count.macs)
    }
  }

  /// The block's name; nothing for a layer of the command line.
  public var name: String?
  /// The input.
  public var input: ShapeJSON
  /// The output.
  public var output: ShapeJSON
  /// Side of the window.
  public var kernel: Int
  /// The stride.
  public var stride: Int
  /// The standard convolution.
  public var standard: Count
  /// The first half of the separable one.
  public var depthwise: Count
  /// Its second half.
  public var pointwise: Count
  /// Both halves.
  public var separable: Count
  /// Separable over standard multiply-accumulates.
  public var ratio: Double
  /// 1/N + 1/Dk^2.
  public var theoreticalRatio: Double

  /// A comparison for programs.
  public init(_ comparison: SeparableComparison, name: String? = nil) {
    self.name = name
    input = ShapeJSON(comparison.input)
    output = ShapeJSON(comparison.output)
    kernel = comparison.standard.kernel
    stride = comparison.standard.stride
    standard = Count(comparison.count(comparison.standard))
    depthwise = Count(comparison.count(comparison.depthwise))
    pointwise = Count(comparison.count(comparison.pointwise))
    separable = Count(comparison.separable)
    ratio = comparison.ratio
    theoreticalRatio = comparison.theoreticalRatio
  }
}

/// The ledger of a network, in JSON.
public struct SeparableLedgerJSON: Codable, Hashable, Sendable {
  /// The whole network with standard and with separable convolutions.
  public struct Totals: Codable, Hashable, Sendable {
    /// With standard convolutions.
    public var standard: SeparableJSON.Count
    /// As it is.
    public var separable: SeparableJSON.Count
  }

  /// The architecture.
  public var name: String
  /// The separable blocks.
  public var blocks: [SeparableJSON]
  /// Trainable parameters and multiply-accumulates of the whole network.
  public var totals: Totals

  /// The ledger of a network.
  public init(_ graph: Graph) {
    let ledger = graph.separableLedger()
    name = graph.spec.name
    blocks = ledger.entries.map { SeparableJSON($0.comparison, name: $0.block.name) }
    totals = Totals(
      standard: SeparableJSON.Count(ledger.standard),
      separable: SeparableJSON.Count(ledger.separable))
  }
}
