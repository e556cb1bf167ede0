import Architecture
import NetworkGraph
import TableReading

/// Graphs of many networks; a table is read once.
package struct Networks {
  private let library: TableLibrary
  private var specs: [String: ArchitectureSpec] = [:]

  /// The networks of a library.
  package init(_ library: TableLibrary) { self.library = library }

  /// The graph of a network, whose name is read as `TableLibrary.request` does.
  package mutating func graph(_ request: NetworkRequest) throws(RequestError) -> Graph {
    let named: NetworkRequest
    do {
      named = try library.request(request.name, width: request.width)
    } catch { throw .impossible(error.description) }
    let spec = try spec(named: named.name)
    let scaling = Scaling(
      width: named.width, resolution: request.resolution, classes: request.classes)
    do { return try Graph(expanding: spec, scaling: scaling) } catch { throw RequestError(error) }
  }

  private mutating func spec(named name: String) throws(RequestError) -> ArchitectureSpec {
    if let spec = specs[name] { return spec }
    do {
      let spec = try library.architecture(named: name)
      specs[name] = spec
      return spec
    } catch {
      switch error {
      case .lookup(let error): throw .impossible(error.description)
      case .table(let error): throw .table(error)
      }
    }
  }
}
