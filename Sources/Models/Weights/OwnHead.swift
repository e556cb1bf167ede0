import Architecture
import NetworkGraph
import WeightFiles

/// A fully connected layer of one's own in place of a network's last one, under another name, as training on
/// other classes leaves it.
struct OwnHead {
  /// What the checkpoint calls the layer.
  let layer: String
  /// The network with as many classes.
  let graph: Graph
  /// The layer's tensors, called as the network's last layer is.
  let tensors: [Checkpoint.Entry]

  /// The layer in a checkpoint that has the network's names behind a prefix, and not those of the last layer.
  ///
  /// Nothing if the checkpoint has other weights beside it that the network does not know: then nobody knows
  /// what is computed.
  init?(of checkpoint: Checkpoint, on graph: Graph, behind prefix: String) {
    let naming = graph.spec.naming
    guard graph.scaling.part == nil, let own = graph.scaling.variables(of: graph.spec)["classes"],
      let (weight, bias) = graph.lastLayer(naming),
      !checkpoint.names.contains(prefix + weight.name)
    else { return nil }
    let known = Set(graph.parameterTensors(naming: naming).map { prefix + $0.name })
    let others = checkpoint.names.filter { name in
      !known.contains(name) && (checkpoint.tensors[name]?.shape.count ?? 0) > 1
        && !AuxiliaryHead.has(name, behind: prefix) && !(naming?.ignores(name) ?? false)
    }
    let ending = (naming?.separator ?? ".") + (naming?.layer ?? .standard).weight
    guard others.count == 1, others[0].hasSuffix(ending) else { return nil }
    layer = String(others[0].dropLast(ending.utf8.count))
    let biasName = layer + (naming?.separator ?? ".") + (naming?.layer ?? .standard).bias
    guard let storedWeight = checkpoint.tensors[others[0]],
      let storedBias = checkpoint.tensors[biasName], storedBias.shape.count == 1,
      let rows = storedBias.shape.first
    else { return nil }
    var scaling = graph.scaling
    scaling.classes = own + rows - weight.shape[0]
    guard let scaled = try? Graph(expanding: graph.spec, scaling: scaling),
      let (ownWeight, _) = scaled.lastLayer(naming),
      storedWeight.shape.filter({ $0 != 1 }) == ownWeight.storedShape.filter({ $0 != 1 }),
      let fitting = storedWeight.reshaped(to: ownWeight.storedShape)
    else { return nil }
    self.graph = scaled
    tensors = [(weight.name, fitting), (bias.name, storedBias)]
  }
}

/// A second classifier, which only training uses.
enum AuxiliaryHead {
  /// What torchvision, and who learns from it, calls it.
  private static let names: Set<String> = [
    "aux", "aux1", "aux2", "aux_classifier", "aux_head", "auxiliary_head", "AuxLogits",
  ]

  /// Whether a tensor behind a prefix, or outside of it, is of one.
  static func has(_ name: String, behind prefix: String) -> Bool {
    let rest = name.hasPrefix(prefix) ? name.dropFirst(prefix.utf8.count) : name[...]
    return names.contains(String(rest.prefix { $0 != "." && $0 != "/" }))
  }
}

extension Graph {
  /// The weight and the bias of the layer that gives a classifier's scores; nothing for other networks.
  fileprivate func lastLayer(
    _ naming: TensorNaming?
  ) -> (weight: ParameterTensor, bias: ParameterTensor)? {
    let tensors = parameterTensors(naming: naming)
    // Beside the scores, there may be probabilities made of them.
    let scores = outputs.filter { nodes[$0.node].operation != .softmax }
    guard scores.count == 1, let weight = tensors.last(where: { $0.role == .weight }),
      rows[nodes[weight.node].origin.row].part == .classifier,
      let bias = tensors.last, bias.role == .bias, bias.node == weight.node
    else { return nil }
    return (weight, bias)
  }
}
