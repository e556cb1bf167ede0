import Synchronization

/// The checksum that a run of bytes should have, and whether it was found to have it: whoever first reads
/// numbers of the run takes the checksum of all of it.
final class ContentCheck: Sendable, Equatable {
  /// What the run is.
  enum Subject: Equatable {
    /// A member of a ZIP archive, with its name; the checksum is CRC-32.
    case member(String)
    /// A tensor of a TensorFlow checkpoint, with its name; the checksum is CRC-32C.
    case tensor(String)
  }

  /// Where the run is in the file.
  let bytes: Range<Int>

  private let subject: Subject
  private let expected: UInt32
  private let passed = Atomic(false)

  /// The check of the run of bytes at some offsets.
  init(_ subject: Subject, at bytes: Range<Int>, expecting checksum: UInt32) {
    (self.subject, self.bytes, expected) = (subject, bytes, checksum)
  }

  /// The check of a member of an archive, which has its bytes in the file if it is stored; nothing if the
  /// archive has no checksums.
  convenience init?(_ member: ZipArchive.Member) {
    guard let checksum = member.checksum else { return nil }
    self.init(.member(member.name), at: member.bytes, expecting: checksum)
  }

  /// The check in a file in which the run begins `distance` bytes further back.
  func moved(by distance: Int) -> ContentCheck {
    ContentCheck(
      subject, at: bytes.lowerBound + distance..<bytes.upperBound + distance, expecting: expected)
  }

  /// Whether the run was read before.
  var isPassed: Bool { passed.load(ordering: .relaxed) }

  /// The checksum of bytes behind others of the run with the checksum `sum`.
  func checksum(_ bytes: [UInt8], after sum: UInt32) -> UInt32 {
    switch subject {
    case .member: Inflation.checksum(bytes, after: sum)
    case .tensor: CyclicCode.crc32c.checksum(bytes, after: sum)
    }
  }

  /// Throws unless the checksum of the whole run is what it should be.
  func require(_ sum: UInt32) throws(CheckpointError) {
    guard Checksum.isRight(sum, expecting: expected) else {
      switch subject {
      case .member(let name): throw .zip(.checksum(name, expected: expected, found: sum))
      case .tensor(let name):
        throw .tensor(name: name, .checksum(expected: expected, found: sum))
      }
    }
    passed.store(true, ordering: .relaxed)
  }

  static func == (first: ContentCheck, second: ContentCheck) -> Bool {
    first.subject == second.subject && first.bytes == second.bytes
      && first.expected == second.expected
  }
}
