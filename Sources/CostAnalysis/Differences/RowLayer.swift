import Architecture
import NetworkGraph

/// One layer of a row as a comparison of tables sees it, gates apart: what it does, with the norm and the
/// activation that belong to it.
package struct RowLayer: Hashable, Sendable {
  /// What it is to its block.
  package var role: Role
  /// Its name in its row: the places inside a composite block, or its role.
  package var name: String
  /// What it does; padding stands in `margins`.
  package var operation: Operation
  /// What its window adds before and after each axis, as it comes out for this map.
  package var margins: PerAxis<Margins>?
  /// Channels that it takes.
  package var inputChannels: Int
  /// Channels that it gives.
  package var outputChannels: Int
  /// What its norm adds to the variance; nothing without a norm.
  package var epsilon: Double?
  /// Its activation, also where a gate stands between.
  package var activation: RowActivation?
  /// Which layers of the row it takes; those of other rows are -1, gates count for what they gate.
  package var takes: [Int]

  /// What a window adds along one axis.
  package struct Margins: Hashable, Sendable {
    /// Before the first place.
    package var before: Int
    /// After the last one.
    package var after: Int
  }
}

/// A gate on a map: squeeze-and-excitation, or one layer over the channels (ECA).
package struct RowGate: Hashable, Sendable {
  /// The layer whose result is gated.
  package var behind: Role
  /// Whether that layer's activation comes after the gate.
  package var isBeforeActivation: Bool
  /// The channels that are gated.
  package var channels: Int
  /// The layers that make the gate of the channels' means.
  package var layers: [RowLayer]

  /// The channels between two layers; nothing if one layer makes the gate.
  package var squeezed: Int? { layers.count > 1 ? layers.first?.outputChannels : nil }
}

/// How a row adds its input to its output.
package enum RowShortcut: Hashable, Sendable {
  /// As it is.
  case identity
  /// Through a layer.
  case projected
}

extension Graph {
  /// The layers of a row's nodes, gates and shortcuts apart; then the gates and the shortcuts, of a
  /// repeated row those of all repeats.
  func rowLayers(
    _ entry: CostEntry
  ) -> (layers: [RowLayer], gates: [RowGate], shortcuts: [RowShortcut]) {
    var layers: [RowLayer] = []
    var gateLayers: [RowLayer] = []
    var gates: [RowGate] = []
    var shortcuts: [RowShortcut] = []
    var isProjected = false
    // Which layer a node belongs to; nodes of gates belong to what they gate.
    var places: [Int: Int] = [:]
    for group in entry.nodes.grouped(by: { isBeginning($0) }) {
      let (index, origin) = (group[0], nodes[group[0]].origin)
      let node = nodes[index]
      let taken = node.inputs.map { places[$0] ?? -1 }
      if origin.role == .shortcut {
        if node.operation.isWeighted {
          isProjected = true
        } else {
          shortcuts.append(isProjected ? .projected : .identity)
          isProjected = false
        }
        for node in group { places[node] = taken.max() ?? -1 }
        continue
      }
      if origin.role.isInGate {
        if node.operation.isWeighted { gateLayers.append(layer(group, takes: [])) }
        if origin.role == .gate {
          let place = taken.first { layers.indices.contains($0) }
          gates.append(
            RowGate(
              behind: place.map { layers[$0].role } ?? .input, isBeforeActivation: false,
              channels: node.shape.channels, layers: gateLayers))
          gateLayers = []
        }
        for node in group { places[node] = taken.first ?? -1 }
        continue
      }
      // An activation behind a gate is that of the layer before the gate.
      if origin.role == .activation, nodes[node.inputs[0]].origin.role == .gate,
        let place = taken.first, layers.indices.contains(place), layers[place].activation == nil
      {
        layers[place].activation = node.operation.rowActivation
        if !gates.isEmpty { gates[gates.count - 1].isBeforeActivation = true }
        for node in group { places[node] = place }
        continue
      }
      for node in group { places[node] = layers.count }
      layers.append(layer(group, takes: taken))
    }
    return (layers, gates, shortcuts)
  }

  /// Whether a node is the first of its layer.
  private func isBeginning(_ node: Int) -> Bool {
    guard nodes[node].operation.continuesLayer, let input = nodes[node].inputs.first else {
      return true
    }
    return nodes[input].origin != nodes[node].origin
  }

  private func layer(_ group: [Int], takes: [Int]) -> RowLayer {
    let node = nodes[group[0]]
    let (origin, input) = (node.origin, inputShapes(of: group[0]).first ?? node.shape)
    return RowLayer(
      role: origin.role,
      name: origin.path.isEmpty ? origin.role.rawValue : origin.path.joined(separator: "."),
      operation: node.operation.withoutPadding, margins: node.operation.margins(on: input),
      inputChannels: input.channels, outputChannels: node.shape.channels,
      epsilon: group.reduce(nil) { $0 ?? nodes[$1].operation.normEpsilon },
      activation: group.reduce(nil) { $0 ?? nodes[$1].operation.rowActivation }, takes: takes)
  }
}

extension Operation {
  /// The same with no padding, which a comparison takes from `margins`.
  fileprivate var withoutPadding: Operation {
    switch self {
    case .convolution(var convolution):
      convolution.padding = .valid
      return .convolution(convolution)
    case .pool(var pool):
      pool.padding = .valid
      return .pool(pool)
    default: return self
    }
  }

  /// What a window adds on each side of a map; nothing for an operation without a padded window.
  fileprivate func margins(on map: Shape) -> PerAxis<RowLayer.Margins>? {
    guard let window else { return nil }
    func along(_ window: Window, _ places: Int) -> RowLayer.Margins? {
      window.extent(over: places).map { RowLayer.Margins(before: $0.before, after: $0.after) }
    }
    guard let rows = along(window.height, map.height), let columns = along(window.width, map.width)
    else { return nil }
    return PerAxis(height: rows, width: columns)
  }
}

extension [Int] {
  /// The numbers in runs, each of which begins where something holds.
  fileprivate func grouped(by isBeginning: (Int) -> Bool) -> [[Int]] {
    reduce(into: []) { groups, number in
      if groups.isEmpty || isBeginning(number) {
        groups.append([number])
      } else {
        groups[groups.count - 1].append(number)
      }
    }
  }
}
