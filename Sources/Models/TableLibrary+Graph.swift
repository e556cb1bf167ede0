import Architecture
import NetworkGraph
import TableReading

extension TableLibrary {
  /// A network by name or `NAME@DIALECT`, as `request` reads them, at its own multipliers unless
  /// others are given.
  ///
  /// Throws what `request`, `architecture(named:)`, `Multipliers.scaling(of:)` and the expansion
  /// throw.
  public func graph(named name: String, at multipliers: Multipliers = Multipliers()) throws -> Graph
  {
    let request = try request(name, width: multipliers.width)
    let spec = try architecture(named: request.name)
    var scaling = try multipliers.scaling(of: spec)
    scaling.width = request.width
    return try Graph(expanding: spec, scaling: scaling)
  }
}
