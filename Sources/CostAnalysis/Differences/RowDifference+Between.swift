import Architecture
import NetworkGraph

extension RowDifference {
  /// All in which a row differs from another: nothing if both do the same, at least one thing if not.
  package static func between(_ first: ComparedRow, _ second: ComparedRow) -> [RowDifference] {
    if first.isEqual(to: second) { return [] }
    var differences: [RowDifference] = []
    if first.kind != second.kind { differences.append(.kind(Change(first.kind, second.kind))) }
    if first.repeats != second.repeats {
      differences.append(.repeats(Change(first.repeats, second.repeats)))
    }
    differences += layers(first, second) + gates(first, second)
    if first.shortcuts != second.shortcuts {
      differences.append(.shortcuts(Change(first.shortcuts, second.shortcuts)))
    }
    if first.input != second.input { differences.append(.input(Change(first.input, second.input))) }
    if first.output != second.output {
      differences.append(.output(Change(first.output, second.output)))
    }
    if differences.isEmpty { return [.wiring] }
    // What a framework does with all rows comes last.
    return differences.filter { !$0.isConvention } + differences.filter { $0.isConvention }
  }

  // MARK: Layers

  private static func layers(_ first: ComparedRow, _ second: ComparedRow) -> [RowDifference] {
    let (old, new) = (keyed(first.layers), keyed(second.layers))
    // Of one layer each, whatever its name is.
    let pairs: [(RowLayer, RowLayer)] =
      old.count == 1 && new.count == 1
      ? [(old[0].layer, new[0].layer)]
      : old.compactMap { entry in
        new.first { $0.key == entry.key }.map { (entry.layer, $0.layer) }
      }
    guard !pairs.isEmpty || old.isEmpty || new.isEmpty else {
      return [.allLayers(Change(first.layers, second.layers))]
    }
    var differences: [RowDifference] = []
    if old.count != 1 || new.count != 1 {
      let (oldKeys, newKeys) = (old.map { $0.key }, new.map { $0.key })
      // Repeats more or less are said as such.
      if first.repeats == second.repeats {
        differences += new.filter { !oldKeys.contains($0.key) }.map { .added($0.layer) }
        differences += old.filter { !newKeys.contains($0.key) }.map { .removed($0.layer) }
      }
    }
    return differences + changes(pairs, first, second)
  }

  /// The layers with names of which no two are the same: those of a second repeat count on.
  private static func keyed(_ layers: [RowLayer]) -> [(key: String, layer: RowLayer)] {
    var counts: [String: Int] = [:]
    return layers.map { layer in
      counts[layer.name, default: 0] += 1
      return ("\(layer.name) \(counts[layer.name] ?? 0)", layer)
    }
  }

  /// What changes, each thing once with all layers that change so.
  private static func changes(
    _ pairs: [(RowLayer, RowLayer)], _ first: ComparedRow, _ second: ComparedRow
  ) -> [RowDifference] {
    var order: [LayerChange] = []
    var changed: [LayerChange: [RowLayer]] = [:]
    for (old, new) in pairs {
      for change in LayerChange.between(old, new) where !isSaidByOutput(change, new, first, second)
      {
        if changed[change] == nil { order.append(change) }
        changed[change, default: []].append(new)
      }
    }
    return order.map { change in
      let layers = changed[change] ?? []
      let possible = pairs.count { change.concerns($0.0) || change.concerns($0.1) }
      return .layers(
        change,
        of: ChangedLayers(
          names: unique(layers.map { $0.name }), roles: unique(layers.map { $0.role }),
          areAll: layers.count >= possible))
    }
  }

  /// Whether a change of channels is that of the row's output.
  private static func isSaidByOutput(
    _ change: LayerChange, _ layer: RowLayer, _ first: ComparedRow, _ second: ComparedRow
  ) -> Bool {
    guard case .channels(let channels) = change, layer.role != .expand, layer.role != .depthwise
    else { return false }
    return channels == Change(first.output.channels, second.output.channels)
  }

  private static func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }

  // MARK: Gates

  private static func gates(_ first: ComparedRow, _ second: ComparedRow) -> [RowDifference] {
    guard let old = first.gates.first else {
      return second.gates.first.map { [.gate($0, isAdded: true)] } ?? []
    }
    guard let new = second.gates.first else { return [.gate(old, isAdded: false)] }
    // Gates of repeats differ alike, or as the channels that each of them gates.
    let differing = zip(first.gates, second.gates).first { $0 != $1 } ?? (old, new)
    return gate(differing.0, differing.1)
  }

  private static func gate(_ old: RowGate, _ new: RowGate) -> [RowDifference] {
    var differences: [RowDifference] = []
    if old.behind != new.behind || old.isBeforeActivation != new.isBeforeActivation {
      differences.append(.gatePlace(Change(old, new)))
    }
    let isAlike =
      old.layers.count == new.layers.count
      && zip(old.layers, new.layers).allSatisfy {
        ($0.operation.layer == nil) == ($1.operation.layer == nil)
      }
    guard isAlike else { return differences + [.gateLayers(Change(old, new))] }
    if old.squeezed != new.squeezed || old.channels != new.channels {
      differences.append(.squeeze(Change(old, new)))
    }
    for (old, new) in zip(old.layers, new.layers) {
      for change in LayerChange.between(old, new) {
        // Their channels are said already, and a bias goes with the norm.
        switch change {
        case .channels: continue
        case .bias where old.epsilon != nil || new.epsilon != nil: continue
        default: break
        }
        let difference = RowDifference.gateLayer(change)
        if !differences.contains(difference) { differences.append(difference) }
      }
    }
    return differences
  }
}
