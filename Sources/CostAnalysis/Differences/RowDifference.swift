import Architecture
import NetworkGraph

/// A value of the first of two things, and of the second.
package struct Change<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The first one's.
  package var first: Value
  /// The second one's.
  package var second: Value

  init(_ first: Value, _ second: Value) { (self.first, self.second) = (first, second) }
}

/// One thing in which a row differs from another. It comes from the layers that both expand to.
package enum RowDifference: Hashable, Sendable {
  /// What the row is.
  case kind(Change<BlockKind>)
  /// How often it stands.
  case repeats(Change<Int>)
  /// No layer of the first is in the second.
  case allLayers(Change<[RowLayer]>)
  /// A layer that only the second has.
  case added(RowLayer)
  /// A layer that only the first has.
  case removed(RowLayer)
  /// What layers do that both have.
  case layers(LayerChange, of: ChangedLayers)
  /// Only the second has a gate, or only the first.
  case gate(RowGate, isAdded: Bool)
  /// Where the gate stands.
  case gatePlace(Change<RowGate>)
  /// Which layers make the gate.
  case gateLayers(Change<RowGate>)
  /// The channels that are gated, and to how many they are squeezed.
  case squeeze(Change<RowGate>)
  /// What the layers of the gate do, in their order.
  case gateLayer(LayerChange)
  /// How often the input is added to the output, and how.
  case shortcuts(Change<[RowShortcut]>)
  /// What the row takes.
  case input(Change<Shape>)
  /// What it gives.
  case output(Change<Shape>)
  /// Equal layers that take each other's results otherwise.
  case wiring

  /// What one layer does otherwise.
  package enum LayerChange: Hashable, Sendable {
    /// Another operation.
    case operation(Change<Operation>)
    /// Sides of the window.
    case kernel(Change<PerAxis<Int>>)
    /// Steps of the window.
    case stride(Change<PerAxis<Int>>)
    /// Distance of the window's elements.
    case dilation(Change<Int>)
    /// Padding, as it comes out.
    case margins(Change<PerAxis<RowLayer.Margins>>)
    /// Groups of channels.
    case groups(Change<Int>)
    /// Output channels.
    case channels(Change<Int>)
    /// Whether the second has a bias.
    case bias(Bool)
    /// Whether the second has a batch norm.
    case norm(Bool)
    /// What the norm adds to the variance.
    case epsilon(Change<Double>)
    /// The activation.
    case activation(Change<RowActivation?>)
  }

  /// The layers of a row that change alike.
  package struct ChangedLayers: Hashable, Sendable {
    /// Their names in the row.
    package var names: [String]
    /// Their roles.
    package var roles: [Role]
    /// Whether no other layer of the row could change so.
    package var areAll: Bool
  }

  /// Whether it is a convention that a framework has for all its networks: padding and epsilon.
  package var isConvention: Bool {
    switch self {
    case .layers(.margins, _), .layers(.epsilon, _), .gateLayer(.epsilon): true
    case .kind, .repeats, .allLayers, .added, .removed, .layers, .gate, .gatePlace, .gateLayers,
      .squeeze, .gateLayer, .shortcuts, .input, .output, .wiring:
      false
    }
  }
}

extension RowDifference.LayerChange {
  /// In what two layers differ.
  static func between(_ first: RowLayer, _ second: RowLayer) -> [Self] {
    var changes: [Self] = []
    if let old = first.operation.layer, let new = second.operation.layer {
      // A fully connected layer is a 1x1 convolution.
      changes += convolution(old, new)
    } else if first.operation != second.operation {
      changes.append(.operation(Change(first.operation, second.operation)))
    }
    if let old = first.margins, let new = second.margins, old != new {
      changes.append(.margins(Change(old, new)))
    }
    if let old = first.epsilon, let new = second.epsilon {
      if old != new { changes.append(.epsilon(Change(old, new))) }
    } else if (first.epsilon == nil) != (second.epsilon == nil) {
      changes.append(.norm(second.epsilon != nil))
    }
    if first.activation != second.activation {
      changes.append(.activation(Change(first.activation, second.activation)))
    }
    return changes
  }

  private static func convolution(_ old: Convolution, _ new: Convolution) -> [Self] {
    var changes: [Self] = []
    if old.kernel != new.kernel { changes.append(.kernel(Change(old.kernel, new.kernel))) }
    if old.stride != new.stride { changes.append(.stride(Change(old.stride, new.stride))) }
    if old.dilation != new.dilation {
      changes.append(.dilation(Change(old.dilation, new.dilation)))
    }
    // A depthwise convolution has as many groups as channels, whatever their number is.
    if old.groups != new.groups, !old.isDepthwise || !new.isDepthwise {
      changes.append(.groups(Change(old.groups, new.groups)))
    }
    if old.outputChannels != new.outputChannels {
      changes.append(.channels(Change(old.outputChannels, new.outputChannels)))
    }
    if old.hasBias != new.hasBias { changes.append(.bias(new.hasBias)) }
    return changes
  }

  /// Whether a layer could change so.
  func concerns(_ layer: RowLayer) -> Bool {
    switch self {
    case .operation, .channels: true
    case .kernel, .stride, .dilation, .margins, .groups: layer.operation.kernel ?? 1 != 1
    case .bias: layer.operation.isWeighted
    case .norm: layer.operation.isWeighted
    case .epsilon: layer.epsilon != nil
    case .activation: layer.activation != nil
    }
  }
}
