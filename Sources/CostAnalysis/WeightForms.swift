import Architecture
import NetworkGraph

/// The forms in which a network's weights are kept.
public enum WeightForm: String, CaseIterable, Hashable, Sendable {
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
  public var valueBytes: Int {
    switch self {
    case .trainable, .checkpoint, .folded: 4
    case .half: 2
    case .byte: 1
    }
  }
}

extension Graph {
  /// How many values a form has.
  public func valueCount(_ form: WeightForm) -> Int {
    let trainable = totalCost().parameters.total
    switch form {
    case .trainable: return trainable
    case .checkpoint:
      return nodes.indices.reduce(trainable) { sum, node in
        isNorm(node) ? sum + 2 * nodes[node].shape.channels : sum
      }
    case .folded, .half, .byte: return trainable - valuesSavedByFolding
    }
  }

  /// Scale and shift of every norm that can be merged, less the biases that come into being.
  private var valuesSavedByFolding: Int {
    var users = [Int](repeating: 0, count: nodes.count)
    for node in nodes { for input in node.inputs { users[input] += 1 } }
    for output in outputs { users[output.node] += 1 }
    return nodes.indices.reduce(0) { saved, node in
      guard isNorm(node), let input = nodes[node].inputs.first, users[input] == 1 else {
        return saved
      }
      let channels = nodes[node].shape.channels
      switch nodes[input].operation {
      case .convolution(let convolution): return saved + channels * (convolution.hasBias ? 2 : 1)
      case .linear(let linear): return saved + channels * (linear.hasBias ? 2 : 1)
      case .input, .batchNormalization, .activation, .pool, .globalPool, .l2Normalization,
        .softmax, .add, .multiply, .concatenate, .resize, .flatten, .stack:
        return saved
      }
    }
  }

  private func isNorm(_ node: Int) -> Bool {
    if case .batchNormalization = nodes[node].operation { true } else { false }
  }
}
