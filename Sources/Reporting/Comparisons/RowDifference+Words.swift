import Architecture
import CostAnalysis
import NetworkGraph

extension RowDifference {
  /// In words, of the second row as it differs from the first: the only place that words differences.
  package var words: String {
    switch self {
    case .kind(let change): "\(change.second.words) instead of \(change.first.words)"
    case .repeats(let change):
      "stands \(Self.times(change.second)) instead of \(Self.times(change.first))"
    case .allLayers(let change):
      "made of \(Self.list(change.second)) instead of \(Self.list(change.first))"
    case .added(let layer): "\(layer.words) added"
    case .removed(let layer): "\(layer.words) removed"
    case .layers(let change, let layers): Self.words(change, layers)
    case .gate(let gate, let isAdded): "\(gate.words) \(isAdded ? "added" : "removed")"
    case .gatePlace(let change): "\(change.second.name) moved \(change.second.place(change.first))"
    case .gateLayers(let change): "\(change.second.words) instead of \(change.first.words)"
    case .squeeze(let change): change.second.squeeze(change.first)
    case .gateLayer(.norm(let isThere)):
      isThere
        ? "batch norms in the gate instead of biases" : "biases in the gate instead of batch norms"
    case .gateLayer(let change): "in the gate \(change.words)"
    case .shortcuts(let change): Self.words(change)
    case .input(let change): "takes \(change.second) instead of \(change.first)"
    case .output(let change): "gives \(change.second) instead of \(change.first)"
    case .wiring: "its layers take each other's results otherwise"
    }
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  private static func list(_ layers: [RowLayer]) -> String {
    layers.map { $0.words }.joined(separator: ", ")
  }

  private static func words(_ change: LayerChange, _ layers: ChangedLayers) -> String {
    if case .channels(let channels) = change, layers.roles.contains(.expand) {
      return "expands to \(channels.second) channels instead of \(channels.first)"
    }
    let isInside = layers.roles == [.depthwise]
    if case .channels(let channels) = change, isInside {
      return "\(channels.second) channels inside instead of \(channels.first)"
    }
    return layers.areAll
      ? change.words : "\(layers.names.joined(separator: ", ")): \(change.words)"
  }

  private static func words(_ change: Change<[RowShortcut]>) -> String {
    func name(_ shortcut: RowShortcut) -> String {
      switch shortcut {
      case .identity: "shortcut"
      case .projected: "shortcut through a 1x1 convolution"
      }
    }
    func names(_ shortcuts: [RowShortcut]) -> String {
      guard let first = shortcuts.first else { return "no shortcut" }
      return shortcuts.count == 1 ? "a \(name(first))" : "\(shortcuts.count) shortcuts"
    }
    if change.first.isEmpty { return "\(names(change.second)) added" }
    if change.second.isEmpty { return "\(names(change.first)) removed" }
    if change.first.count == change.second.count, let second = change.second.last,
      let first = change.first.last, first != second
    {
      return "a \(name(second)) instead of a \(name(first))"
    }
    return "\(names(change.second)) instead of \(names(change.first))"
  }
}

extension RowDifference.LayerChange {
  /// In words, of the second layer as it differs from the first.
  package var words: String {
    switch self {
    case .operation(let change): Self.words(change)
    case .kernel(let change): "a window of \(change.second) instead of \(change.first)"
    case .stride(let change): "stride \(change.second.brief) instead of \(change.first.brief)"
    case .dilation(let change): "dilation \(change.second) instead of \(change.first)"
    case .margins(let change):
      "padding \(Self.text(change.second)) instead of \(Self.text(change.first))"
    case .groups(let change): "\(change.second) groups of channels instead of \(change.first)"
    case .channels(let change): "\(change.second) channels instead of \(change.first)"
    case .bias(let isThere): isThere ? "a bias added" : "no bias"
    case .norm(let isThere): isThere ? "a batch norm added" : "no batch norm"
    case .epsilon(let change):
      "norms add \(change.second) to the variance instead of \(change.first)"
    case .activation(let change):
      "\(change.second?.name ?? "no activation") instead of \(change.first?.name ?? "no activation")"
    }
  }

  /// What two operations have alike in their names they differ in by their numbers.
  private static func words(_ change: Change<Operation>) -> String {
    if case .flatten(let old) = change.first, case .flatten(let new) = change.second {
      return "entries of \(new) values instead of \(old)"
    }
    let name = change.second.name
    return name == change.first.name
      ? "\(name) with other numbers" : "\(name) instead of \(change.first.name)"
  }

  /// `1 on both sides`, or `0 before and 1 behind`; of both axes if they are not alike.
  private static func text(_ margins: PerAxis<RowLayer.Margins>) -> String {
    func text(_ margins: RowLayer.Margins) -> String {
      margins.before == margins.after
        ? "\(margins.before) on both sides"
        : "\(margins.before) before and \(margins.after) behind"
    }
    return margins.isSquare
      ? text(margins.height) : "\(text(margins.height)) by \(text(margins.width))"
  }
}

extension RowLayer {
  /// What it is, with its name if it stands inside a composite block.
  fileprivate var words: String {
    let isNamed = name != role.rawValue
    return isNamed ? "\(name) (\(kind))" : kind
  }

  private var kind: String {
    guard let layer = operation.layer else { return operation.name }
    if role == .expand {
      return "1x1 expansion from \(inputChannels) to \(outputChannels) channels"
    }
    if case .linear = operation { return "fully connected layer to \(outputChannels)" }
    let stride = layer.stride == 1 ? "" : " with stride \(layer.stride.brief)"
    return layer.isDepthwise
      ? "\(layer.kernel) depthwise convolution\(stride)"
      : "\(layer.kernel) convolution\(stride) to \(outputChannels) channels"
  }
}

extension RowGate {
  /// The gate's name.
  fileprivate var name: String {
    layers.contains { $0.operation.layer == nil } ? "the gate" : "squeeze-and-excitation"
  }

  /// The gate with its numbers.
  fileprivate var words: String {
    if let squeezed { return "squeeze-and-excitation from \(channels) to \(squeezed) channels" }
    guard case .channelConvolution(let kernel)? = layers.first?.operation else {
      return "a gate of \(channels) channels"
    }
    return "a gate of one convolution over \(kernel) of \(channels) channels (ECA)"
  }

  /// Where it stands, unlike another one.
  fileprivate func place(_ other: RowGate) -> String {
    let layer =
      switch behind {
      case .depthwise: "the depthwise convolution"
      case .project: "the projection"
      default: "the \(behind.rawValue)"
      }
    if behind != other.behind { return "behind \(layer)" }
    return "\(isBeforeActivation ? "before" : "behind") the activation of \(layer)"
  }

  /// How many channels it squeezes, unlike another one.
  fileprivate func squeeze(_ other: RowGate) -> String {
    guard let squeezed, let old = other.squeezed else {
      return "gates \(channels) channels instead of \(other.channels)"
    }
    return "squeezes \(channels) to \(squeezed) channels instead of \(other.channels) to \(old)"
  }
}

extension BlockKind {
  /// As a sentence has it.
  fileprivate var words: String {
    switch self {
    case .input: "the picture"
    case .convolution: "a convolution"
    case .depthwise: "a depthwise convolution"
    case .pointwise: "a 1x1 convolution"
    case .separable: "a separable convolution"
    case .invertedResidual: "an inverted residual"
    case .pool: "pooling"
    case .fullyConnected: "a fully connected layer"
    case .normalization: "a normalization"
    case .softmax: "softmax"
    case .join: "a join"
    case .composite: "a composite block"
    case .head: "a head"
    }
  }
}
