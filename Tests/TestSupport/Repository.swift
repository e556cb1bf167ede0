import Architecture
import Foundation
import Synchronization
import TableReading

/// The repository that the tests stand in.
package enum Repository {
  /// Its folder.
  package static let root = URL(filePath: #filePath, directoryHint: .notDirectory)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every table, with its name relative to `Tables/`, in the order of the names. Read once.
  package static func tables() throws -> [TableFile] { try files.get() }

  /// One table by its name relative to `Tables/`, without `.yaml`.
  package static func table(_ name: String) throws -> TableFile {
    guard let file = try tables().first(where: { $0.name == "\(name).yaml" }) else {
      throw TestSupportError.missing("Tables/\(name).yaml")
    }
    return file
  }

  /// One architecture, read once.
  package static func architecture(named name: String) throws -> ArchitectureSpec {
    if let spec = specs.withLock({ $0[name] }) { return spec }
    let spec = try TableLibrary.repository().spec(named: name)
    specs.withLock { $0[name] = spec }
    return spec
  }

  private static let specs = Mutex<[String: ArchitectureSpec]>([:])

  private static let files = Result { () throws -> [TableFile] in
    let folder = root.appending(path: "Tables", directoryHint: .isDirectory)
    let base = folder.path(percentEncoded: false)
    guard let enumerator = FileManager.default.enumerator(atPath: base) else {
      throw TestSupportError.missing(base)
    }
    let names = enumerator.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") }.sorted()
    guard !names.isEmpty else { throw TestSupportError.missing("\(base)*.yaml") }
    return try names.map { name in
      TableFile(
        name: name,
        text: try String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }
  }
}

/// Why a test cannot begin.
package enum TestSupportError: Error, CustomStringConvertible {
  /// A file or text that must be there is not.
  case missing(String)
  /// A file of expected figures is not as its header says.
  case malformed(String)

  /// One sentence.
  package var description: String {
    switch self {
    case .missing(let what): "missing: \(what)"
    case .malformed(let what): "malformed: \(what)"
    }
  }
}
