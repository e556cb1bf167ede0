import Architecture
import Synchronization

/// The tree of a file, parsed once, when it is first asked for.
final class ParsedFile: Sendable {
  private final class Outcome: Sendable {
    let result: Result<YAMLValue, TableError>

    init(_ result: Result<YAMLValue, TableError>) { self.result = result }
  }

  private let file: TableFile
  private let outcome = AtomicLazyReference<Outcome>()

  init(_ file: TableFile) { self.file = file }

  func document() throws(TableError) -> YAMLValue {
    if let known = outcome.load() { return try known.result.get() }
    let result = Result { () throws(TableError) in try YAMLValue.parse(file) }
    return try outcome.storeIfNil(Outcome(result)).result.get()
  }
}
