extension Graph.Row {
  /// What the repeat is called that a layer of the row belongs to; nothing if repeats have no names.
  package func repeatName(of origin: Origin) -> String? {
    let place = origin.repetition - 1
    return repeatNames.indices.contains(place) ? repeatNames[place] : nil
  }
}

extension Graph {
  /// A node's layer by its block and role, whatever frameworks call it: `bneck4.expand`.
  public func layerName(of node: Int) -> String {
    let origin = nodes[node].origin
    return name(of: origin, origin.path + [origin.role.rawValue])
  }

  /// The same as reports print it: without the role where the block has one layer only.
  public func name(of node: Int) -> String {
    let origin = nodes[node].origin
    let role = blocks[origin.block].kind.isSingleLayer ? [] : [origin.role.rawValue]
    return name(of: origin, origin.path + role)
  }

  /// The name of a tensor: its block's, with the place inside unless it is the block's result.
  public func placeName(of node: Int) -> String {
    let origin = nodes[node].origin
    let block = blocks[origin.block]
    if block.result == node { return block.name }
    return name(of: origin, origin.path.isEmpty ? [origin.role.rawValue] : origin.path)
  }

  private func name(of origin: Origin, _ inside: [String]) -> String {
    ([blocks[origin.block].name] + inside).joined(separator: ".")
  }
}
