import Architecture
import NetworkGraph
import TableReading

/// Graphs of many networks; a table is read once.
public struct Networks {
  private let library: TableLibrary
  private var specs: [String: ArchitectureSpec] = [:]

  /// The networks of a library.
  public init(_ library: TableLibrary) { self.library = library }

  /// The graph of a network, whose name is read as `TableLibrary.request` does.
  ///
  /// Throws `LookupError`, `TableError` and what the expansion throws.
  public mutating func graph(_ request: NetworkRequest) throws -> Graph {
    let named = try library.request(request.name, width: request.width)
    let spec = try specs[named.name] ?? spec(named: named.name)
    specs[named.name] = spec
    return try Graph(
      expanding: spec,
      scaling: Scaling(
        width: named.width, resolution: request.resolution, classes: request.classes))
  }

  /// An audit collects what is wrong with tables: their own errors, with their places.
  private func spec(named name: String) throws -> ArchitectureSpec {
    do {
      return try library.architecture(named: name)
    } catch {
      switch error {
      case .lookup(let error): throw error
      case .table(let error): throw error
      }
    }
  }
}
