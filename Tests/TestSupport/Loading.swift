import Architecture
import NetworkGraph
import TableReading

extension LibraryError {
  /// The name that leads nowhere, if that is the error.
  package var lookup: LookupError? {
    guard case .lookup(let error) = self else { return nil }
    return error
  }

  /// What is wrong with the table, if that is the error.
  package var table: TableError? {
    guard case .table(let error) = self else { return nil }
    return error
  }
}

extension TableLibrary {
  /// The repository's tables, and files of the test's own, which replace tables of their names.
  package static func repository(adding files: [TableFile] = []) throws -> TableLibrary {
    TableLibrary(files: try Repository.tables() + files)
  }

  /// The architecture of a name; throws what is behind a `LibraryError`: a `LookupError` or `TableError`.
  package func spec(named name: String) throws -> ArchitectureSpec {
    do {
      return try architecture(named: name)
    } catch {
      switch error {
      case .lookup(let error): throw error
      case .table(let error): throw error
      }
    }
  }
}

extension RequestError {
  /// A graph of what audits and claims name.
  package static func loading(_ load: () throws -> Graph) throws(RequestError) -> Graph {
    do {
      return try load()
    } catch let error as TableError {
      throw .table(error)
    } catch {
      throw .impossible("\(error)")
    }
  }
}

extension Graph {
  /// The network of a name, with its shapes, from the repository's tables and a test's own files.
  package init(
    named name: String, width: Double? = nil, resolution: Resolution? = nil, classes: Int? = nil,
    part: Part? = nil, adding files: [TableFile] = []
  ) throws {
    let spec =
      try files.isEmpty
      ? Repository.architecture(named: name)
      : TableLibrary.repository(adding: files).spec(named: name)
    self = try .expanded(
      spec,
      scaling: Scaling(width: width, resolution: resolution, classes: classes, part: part))
  }

  /// The network of one file alone, without the repository's tables.
  package init(of file: TableFile, named name: String, scaling: Scaling = Scaling()) throws {
    let spec = try TableLibrary(files: [file]).spec(named: name)
    self = try .expanded(spec, scaling: scaling)
  }

  /// The network of a table. Throws the `TableError` or the `ScalingError` itself.
  package static func expanded(
    _ spec: ArchitectureSpec, scaling: Scaling = Scaling()
  ) throws -> Graph {
    do {
      return try Graph(expanding: spec, scaling: scaling)
    } catch {
      switch error {
      case .table(let error): throw error
      case .scaling(let error): throw error
      }
    }
  }
}
