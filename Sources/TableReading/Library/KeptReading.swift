import Synchronization

/// An architecture that was read without a mistake, for the next who asks: tables extend each other, and a
/// file of unknown origin is compared with all of them.
final class KeptReading: Sendable {
  private final class Content: Sendable {
    let reading: ArchitectureReader.Reading

    init(_ reading: ArchitectureReader.Reading) { self.reading = reading }
  }

  private let content = AtomicLazyReference<Content>()

  /// What was read; nothing if nothing was yet.
  var reading: ArchitectureReader.Reading? { content.load()?.reading }

  /// Keeps what was read first.
  func keep(_ reading: ArchitectureReader.Reading) { _ = content.storeIfNil(Content(reading)) }
}
