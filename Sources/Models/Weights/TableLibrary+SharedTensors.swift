import Architecture
import NetworkGraph
import TableReading

extension Graph {
  /// What else may have the same tensors, but has no table: as a framework calls it.
  public var variantsWithoutTable: [String] {
    guard let naming = spec.naming, scaling.part == nil else { return [] }
    return naming.variants.map { "\(naming.dialect)'s \($0)" }
  }
}

extension TableLibrary {
  /// The networks `NAME@DIALECT` of the same table whose tensors have the same names and shapes, but which
  /// compute something else or prepare pictures otherwise: a checkpoint does not tell them apart.
  public func networks(sharingTensorsWith graph: Graph) -> [String] {
    let own = graph.spec
    let table = own.name.prefix { $0 != "@" }
    let tensors = graph.parameterTensors(naming: own.naming)
    let beginnings = CheckpointIdentity.beginnings(of: tensors.map { $0.name })
    let alike = networks(mentioning: beginnings).filter { $0.hasPrefix("\(table)@") }
    let byItself = own.naming.map { ["\(table)@\($0.dialect)"] } ?? []
    return ([String(table)] + byItself + alike.filter { !byItself.contains($0) }).compactMap {
      name in
      guard name != own.name, let spec = try? architecture(named: name),
        case let parts = name.split(separator: "@"),
        // A dialect without names of its own is nobody's checkpoint.
        parts.count == 1 || spec.naming?.dialect == String(parts[1]),
        spec.naming?.norm == own.naming?.norm,
        var other = try? Graph(expanding: spec, scaling: graph.scaling)
      else { return nil }
      if graph.foldableNorms.isEmpty { other = other.folded().graph }
      let computesTheSame =
        other.nodes.map { $0.operation } == graph.nodes.map { $0.operation }
        && spec.preprocessing == own.preprocessing
      let isShared = other.parameterTensors(naming: spec.naming).elementsEqual(tensors) {
        $0.name == $1.name && $0.storedShape == $1.storedShape
      }
      return isShared && !computesTheSame ? name : nil
    }
  }
}
