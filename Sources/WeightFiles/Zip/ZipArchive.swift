/// A ZIP archive: what its members are called, and where they lie in the file.
///
/// A stored member is a range of the file, which readers go on reading at will; a compressed one is
/// unfolded as a whole. The list at the archive's end is what counts: it is compared with the header of
/// each member, and no two of them may share a byte.
///
/// Source: the specification APPNOTE.TXT 6.3.10 of PKWARE.
struct ZipArchive: Sendable {
  /// A member of the archive.
  struct Member: Equatable {
    /// Its path in the archive, with slashes.
    let name: String
    /// Whether its bytes are compressed by deflation; otherwise they are stored as they are.
    let isDeflated: Bool
    /// The number of bytes of its content.
    let count: Int
    /// Where in the file its bytes are; its content itself if it is stored.
    private(set) var bytes: Range<Int>
    /// The CRC-32 of its content; nothing if the archive says none.
    fileprivate(set) var checksum: UInt32?

    /// The member in a file in which it begins `distance` bytes further back.
    func moved(by distance: Int) -> Self {
      var member = self
      member.bytes = bytes.lowerBound + distance..<bytes.upperBound + distance
      return member
    }
  }

  /// The members in the order of the archive's list.
  let members: [Member]
  /// Whether the list has checksums: PyTorch can be told to leave them out, which then are all 0.
  let hasChecksums: Bool

  private let source: CheckedBytes

  /// The most members of an archive; a checkpoint has one for each tensor.
  static let mostMembers = 1 << 16
  /// The most bytes that a compressed member may unfold to.
  static let mostInflated = 1 << 25

  /// Opens the archive in `source`: reads the list of members and the header of each.
  init(_ source: CheckedBytes) throws(CheckpointError) {
    self.source = source
    var members: [Member] = []
    var occupied: [(range: Range<Int>, name: String)] = []
    var names: Set<String> = []
    let directory = try ZipDirectory(source)
    for entry in try directory.entries() {
      guard names.insert(entry.name).inserted else { throw .zip(.duplicate(entry.name)) }
      let start = try entry.dataStart(in: source)
      guard entry.compressedCount <= source.count - start else {
        throw .truncated(size: source.count, offset: start)
      }
      let bytes = start..<start + entry.compressedCount
      occupied.append((entry.headerOffset..<bytes.upperBound, entry.name))
      members.append(
        Member(
          name: entry.name, isDeflated: entry.isDeflated, count: entry.count, bytes: bytes,
          checksum: entry.checksum))
    }
    hasChecksums = members.contains { $0.checksum != 0 }
    if !hasChecksums {
      for index in members.indices { members[index].checksum = nil }
    }
    self.members = members
    occupied.sort { $0.range.lowerBound < $1.range.lowerBound }
    var end = 0
    for (range, name) in occupied {
      guard end <= range.lowerBound, range.upperBound <= directory.start else {
        throw .zip(.overlapping(name))
      }
      end = range.upperBound
    }
  }

  /// The member of a name; nil if there is none.
  func member(_ name: String) -> Member? { members.first { $0.name == name } }

  /// The content of a member. That of a stored one is as large as its part of the file; of a
  /// compressed one, no more than ``mostInflated``.
  func load(_ member: Member) throws(CheckpointError) -> [UInt8] { try source.content(of: member) }
}

extension CheckedBytes {
  /// The content of a member of the archive that these are the bytes of.
  func content(of member: ZipArchive.Member) throws(CheckpointError) -> [UInt8] {
    let content = try member.isDeflated ? inflated(member) : load(member.bytes)
    if let check = ContentCheck(member) { try check.require(Inflation.checksum(content)) }
    return content
  }

  /// What a compressed member unfolds to.
  private func inflated(_ member: ZipArchive.Member) throws(CheckpointError) -> [UInt8] {
    guard member.count <= ZipArchive.mostInflated else {
      throw .zip(.tooLarge(member.name, bytes: member.count, limit: ZipArchive.mostInflated))
    }
    // No stream of deflation unfolds to more than 1032 times its size.
    guard member.count / 1032 <= member.bytes.count else { throw .zip(.damaged(member.name)) }
    let compressed = try load(member.bytes)
    do throws(Inflation.Problem) {
      return try Inflation.inflate(compressed, count: member.count, form: .bare)
    } catch {
      switch error {
      case .damaged: throw .zip(.damaged(member.name))
      case .unavailable: throw .zip(.noInflation(member.name))
      }
    }
  }
}
