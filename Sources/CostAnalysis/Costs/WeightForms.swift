import Architecture
import NetworkGraph

/// The forms in which a network's weights are kept.
package enum WeightForm: String, CaseIterable, Hashable, Sendable {
  /// What training changes: weights, biases, scale and shift of norms.
  case trainable
  /// Those and the moving mean and variance of norms: a checkpoint in full.
  case checkpoint = "with moving statistics"
  /// Norms merged into the layers before them.
  case folded
  /// Folded, in 16-bit floating point.
  case half = "folded, fp16"
  /// Folded, in 8-bit integers; their scales, one a tensor or channel, are not counted.
  case byte = "folded, int8"

  /// Bytes of one value.
  package var valueBytes: Int {
    switch self {
    case .trainable, .checkpoint, .folded: 4
    case .half: 2
    case .byte: 1
    }
  }
}

extension Graph {
  /// How many values a form has.
  package func valueCount(_ form: WeightForm) -> Int {
    let trainable = totalCost().parameters.total
    switch form {
    case .trainable: return trainable
    case .checkpoint:
      return nodes.reduce(trainable) { sum, node in
        node.operation.hasMovingStatistics ? sum + 2 * node.shape.channels : sum
      }
    case .folded, .half, .byte: return trainable - valuesSavedByFolding
    }
  }

  /// What is learned of every norm that can be merged, less the biases that come into being.
  private var valuesSavedByFolding: Int {
    foldableNorms.reduce(0) { saved, pair in
      let norm = nodes[pair.key]
      let own = norm.operation.parameterCount(output: norm.shape).norm
      let hasBias = nodes[pair.value].operation.layer?.hasBias == true
      return saved + own - (hasBias ? 0 : norm.shape.channels)
    }
  }
}
