import Architecture
import NetworkGraph

/// Another way of counting that a source may have counted in. The order is that of simplicity: of
/// two that explain a figure equally well the first is meant.
public enum AuditConvention: String, CaseIterable, Hashable, Sendable {
  /// Parameters without batch norm's scale and shift.
  case withoutNorm = "no norm"
  /// Parameters with one vector a norm, as after merging it into the convolution: a bias.
  case mergedNorm = "norms merged"
  /// Parameters with moving mean and variance.
  case movingStatistics = "moving statistics too"
  /// Parameters with a background class beside the others.
  case oneClassMore = "+1 class"
  /// Both without norm and with a background class.
  case withoutNormOneClassMore = "no norm, +1 class"
  /// Three vectors a norm (shift, moving mean and variance, no scale) and a background class.
  case withoutScaleOneClassMore = "norms of 3, +1 class"
  /// Two for each multiply-accumulate, under the name of multiply-accumulates.
  case twoPerMultiplyAccumulate = "2 x MACs"
  /// Multiply-accumulates under the name of operations.
  case onePerMultiplyAccumulate = "MACs"
  /// Two for each output of a norm and one for each input of a mean over the map, beside the
  /// multiply-accumulates: what fvcore counts.
  case withNormAndPooling = "norms and pooling too"
  /// Multiply-accumulates without those of the first convolution.
  case withoutFirstConvolution = "no first convolution"
  /// Multiply-accumulates without those of the last fully connected layer.
  case withoutClassifier = "no classifier"

  /// The count in this convention; nothing if it is about another quantity, or if the network lacks
  /// what it leaves out.
  func value(of quantity: PublishedCount.Quantity, in counts: AuditCounts) -> Int? {
    switch (self, quantity) {
    case (.withoutNorm, .parameters): counts.parameters.total(normVectors: 0)
    case (.mergedNorm, .parameters): counts.parameters.total(normVectors: 1)
    case (.movingStatistics, .parameters): counts.parameters.total(normVectors: 4)
    case (.oneClassMore, .parameters): counts.withOneClassMore?.total(normVectors: 2)
    case (.withoutNormOneClassMore, .parameters): counts.withOneClassMore?.total(normVectors: 0)
    case (.withoutScaleOneClassMore, .parameters): counts.withOneClassMore?.total(normVectors: 3)
    case (.twoPerMultiplyAccumulate, .macs): 2 * counts.macs
    case (.onePerMultiplyAccumulate, .flops): counts.macs
    case (.withNormAndPooling, .macs): counts.macs + 2 * counts.normed + counts.pooled
    case (.withoutFirstConvolution, .macs): counts.firstConvolution.map { counts.macs - $0 }
    case (.withoutClassifier, .macs): counts.classifier.map { counts.macs - $0 }
    case (.withoutNorm, _), (.mergedNorm, _), (.movingStatistics, _), (.oneClassMore, _),
      (.withoutNormOneClassMore, _), (.withoutScaleOneClassMore, _),
      (.twoPerMultiplyAccumulate, _), (.onePerMultiplyAccumulate, _), (.withNormAndPooling, _),
      (.withoutFirstConvolution, _), (.withoutClassifier, _):
      nil
    }
  }
}

/// What the conventions count of one network.
struct AuditCounts {
  /// Parameters by which conventions differ.
  struct Parameters {
    var trained: Int
    /// Channels of all batch norms.
    var normChannels: Int

    init(_ graph: Graph) {
      trained = graph.totalCost().parameters.total
      normChannels = graph.nodes.reduce(0) { sum, node in
        guard case .batchNormalization = node.operation else { return sum }
        return sum + node.shape.channels
      }
    }

    /// The parameters if every norm had so many vectors; scale and shift are two.
    func total(normVectors: Int) -> Int { trained + (normVectors - 2) * normChannels }
  }

  var macs: Int
  var parameters: Parameters
  /// Outputs of all norms.
  var normed: Int
  /// Inputs of all means over a whole map.
  var pooled: Int
  /// Multiply-accumulates of the first convolution.
  var firstConvolution: Int?
  /// Multiply-accumulates of the last fully connected layer.
  var classifier: Int?
  /// The same network with one class more.
  var withOneClassMore: Parameters?

  /// The counts of a graph, and of the same with one class more.
  init(_ graph: Graph, withOneClassMore other: Graph?) {
    let layers = graph.layers()
    macs = layers.reduce(0) { $0 + $1.cost.macs }
    parameters = Parameters(graph)
    (normed, pooled) = (0, 0)
    for (index, node) in graph.nodes.enumerated() {
      switch node.operation {
      case .batchNormalization: normed += graph.nodes[index].shape.count
      case .globalPool: pooled += graph.nodes[node.inputs[0]].shape.count
      default: break
      }
    }
    firstConvolution = layers.first { $0.kind == OperationKind.convolution.rawValue }?.cost.macs
    classifier = layers.last { $0.kind == OperationKind.fullyConnected.rawValue }?.cost.macs
    withOneClassMore = other.map(Parameters.init)
  }

  /// What the table gives.
  func exact(_ quantity: PublishedCount.Quantity) -> Int {
    switch quantity {
    case .macs: macs
    case .flops: 2 * macs
    case .parameters: parameters.trained
    }
  }
}
