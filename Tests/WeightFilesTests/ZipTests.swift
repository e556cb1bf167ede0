import Testing

@testable import WeightFiles

@Suite("ZIP archives are read")
struct ZipTests {
  private func open(_ bytes: [UInt8]) throws(CheckpointError) -> ZipArchive {
    try ZipArchive(CheckedBytes(MemoryByteSource(bytes)))
  }

  private func problem(_ bytes: [UInt8]) -> CheckpointError? {
    do {
      let archive = try open(bytes)
      for member in archive.members { _ = try archive.load(member) }
      return nil
    } catch {
      return error
    }
  }

  private func problem(_ change: (inout ZipWriter) -> Void) -> CheckpointError? {
    var writer = Self.sample
    change(&writer)
    return problem(writer.bytes)
  }

  private static let text = Array(String(repeating: "mobile ", count: 100).utf8)

  private static var sample: ZipWriter {
    var writer = ZipWriter([("a/data.pkl", text), ("a/data/0", Array(0..<200)), ("a/empty", [])])
    writer.members[1].padding = 37
    return writer
  }

  @Test("stored and deflated members come back, also with numbers of 64 bits and a comment")
  func roundTrip() throws {
    for variant in 0..<8 {
      var writer = Self.sample
      writer.isWide = variant & 1 != 0
      writer.comment = variant & 2 != 0 ? Array("PK\u{5}\u{6} is no record".utf8) : []
      for index in writer.members.indices {
        writer.members[index].isDeflated = variant & 4 != 0
        writer.members[index].isWide = variant & 1 != 0
      }
      let bytes = writer.bytes
      let archive = try open(bytes)
      #expect(archive.members.map { $0.name } == ["a/data.pkl", "a/data/0", "a/empty"])
      for (member, written) in zip(archive.members, writer.members) {
        #expect(try archive.load(member) == written.content)
        #expect(member.count == written.content.count)
        #expect(member.isDeflated == written.isDeflated)
        if !member.isDeflated { #expect(Array(bytes[member.bytes]) == written.content) }
      }
      #expect(archive.member("a/data/0")?.count == 200)
      #expect(archive.member("a/data/1") == nil)
    }
  }

  @Test("random contents unfold to what they were", arguments: 0..<10)
  func random(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let contents = (0..<5).map { index in
      let count = Int.random(in: 0...20_000, using: &generator)
      let range: ClosedRange<UInt8> = index.isMultiple(of: 2) ? 0...255 : 0...3
      return ("m\(index)", (0..<count).map { _ in UInt8.random(in: range, using: &generator) })
    }
    let archive = try open(ZipWriter(contents, isDeflated: true).bytes)
    for (member, content) in zip(archive.members, contents) {
      #expect(try archive.load(member) == content.1)
    }
  }

  @Test("zlib's own wrapping is undone too")
  func wrapped() throws {
    let stream = ZipWriter.zlibStream(Self.text)
    let count = Self.text.count
    #expect(try Inflation.inflate(stream, count: count, form: .zlib) == Self.text)
    #expect(throws: Inflation.Problem.damaged) {
      try Inflation.inflate(stream, count: count, form: .bare)
    }
    for wrong in [0, count - 1, count + 1] {
      #expect(throws: Inflation.Problem.damaged) {
        try Inflation.inflate(stream, count: wrong, form: .zlib)
      }
    }
  }

  @Test("names twice, encryption and unknown methods are named")
  func refused() {
    #expect(problem { $0.members[2].name = "a/data/0" } == .zip(.duplicate("a/data/0")))
    #expect(problem { $0.members[1].flags = 1 } == .zip(.encrypted("a/data/0")))
    #expect(problem { $0.members[1].method = 12 } == .zip(.method("a/data/0", 12)))
  }

  @Test("members that overlap, or that lie over the list, are refused")
  func overlapping() {
    let bytes = Self.sample.bytes
    // The last member's header is empty of data, so it can be any other's.
    #expect(
      problem {
        $0.members[1] = $0.members[0]
        $0.members[1].name = "b/data.pkl"
        $0.members[1].headerOffset = 0
      } != nil)
    #expect(
      problem {
        $0.members[0].declaredCompressedCount = 750
        $0.members[0].declaredCount = 750
      } == .zip(.overlapping("a/data/0")))
    #expect(
      problem {
        $0.members[1].declaredCompressedCount = 220
        $0.members[1].declaredCount = 220
      } == .zip(.overlapping("a/empty")))
    #expect(
      problem {
        $0.members[2].declaredCompressedCount = 1
        $0.members[2].declaredCount = 1
      } == .zip(.overlapping("a/empty")))
    #expect(
      problem {
        $0.members[2].declaredCompressedCount = bytes.count
        $0.members[2].declaredCount = bytes.count
      } == .truncated(size: bytes.count, offset: bytes.count - 22 - 3 * 46 - 25))
  }

  @Test("many names for one run of bytes are a bomb")
  func sameBytes() {
    var writer = ZipWriter([("a", [UInt8](repeating: 0, count: 1000))], isDeflated: true)
    writer.members.append(writer.members[0])
    writer.members[1].headerOffset = 0
    writer.members[1].name = "b"
    // The header's name tells.
    #expect(problem(writer.bytes) == .zip(.malformed(offset: 0)))
  }

  @Test("members that would unfold beyond what is allowed")
  func bombs() {
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    var writer = ZipWriter([("zeros", zeros)], isDeflated: true)
    #expect(problem(writer.bytes) == nil)
    writer.members[0].declaredCount = 1 << 26
    #expect(
      problem(writer.bytes) == .zip(.tooLarge("zeros", bytes: 1 << 26, limit: 1 << 25)))
    // Within the limit, but more than so few bytes can unfold to.
    writer.members[0].declaredCount = 1 << 25
    #expect(problem(writer.bytes) == .zip(.damaged("zeros")))
    // It unfolds to more and to less than is declared.
    for count in [0, 10, (1 << 20) + 1] {
      writer.members[0].declaredCount = count
      #expect(problem(writer.bytes) == .zip(.damaged("zeros")))
    }
    writer.members[0].declaredCount = nil
  }

  @Test("content changed in a single bit, stored or deflated, is named with both checksums")
  func checksums() {
    for isDeflated in [false, true] {
      var writer = ZipWriter([("a", Self.text), ("b", Array(0..<200))], isDeflated: isDeflated)
      let sum = Inflation.checksum(Self.text)
      writer.members[0].checksum = 7
      #expect(problem(writer.bytes) == .zip(.checksum("a", expected: 7, found: sum)))
      writer.members[0].checksum = nil
      let bytes = writer.bytes
      let length = isDeflated ? ZipWriter.deflated(Self.text).count : Self.text.count
      for bit in 0..<8 * length {
        var changed = bytes
        changed[31 + bit / 8] ^= 1 << UInt8(bit % 8)
        // A deflated stream may end with bits that mean nothing.
        let archive = try? open(changed)
        let content = archive.flatMap { archive in
          archive.members.first.flatMap { try? archive.load($0) }
        }
        #expect(content == nil || isDeflated && content == Self.text, "bit \(bit)")
      }
    }
  }

  @Test("an archive without any checksums is read without them")
  func noChecksums() throws {
    var writer = Self.sample
    for index in writer.members.indices { writer.members[index].checksum = 0 }
    #expect(problem(writer.bytes) == nil)
    #expect(try open(writer.bytes).hasChecksums == false)
    writer.members[0].checksum = nil
    #expect(problem(writer.bytes) != nil)
    #expect(try open(Self.sample.bytes).hasChecksums)
  }

  @Test("more members than any checkpoint has")
  func manyMembers() {
    let members = (0...ZipArchive.mostMembers).map { (name: "\($0)", content: [UInt8]()) }
    #expect(
      problem(ZipWriter(members).bytes) == .zip(.tooManyMembers(limit: ZipArchive.mostMembers)))
  }

  @Test("records that contradict each other")
  func contradictions() {
    #expect(problem { $0.members[0].headerName = "b/data.pkl" } == .zip(.malformed(offset: 0)))
    #expect(problem { $0.members[0].headerName = "a" } == .zip(.malformed(offset: 0)))
    #expect(problem { $0.members[0].headerOffset = 4 } == .zip(.malformed(offset: 4)))
    #expect(
      problem { $0.members[0].headerOffset = 1 << 31 }
        == .truncated(size: Self.sample.bytes.count, offset: 1 << 31))
    #expect(
      problem {
        $0.isWide = true
        $0.directoryShift = 1
      } != nil)
    for shift in [-1, 1, 1000] { #expect(problem { $0.directoryShift = shift } != nil) }
  }

  @Test("every truncation is an error")
  func truncated() {
    for isWide in [false, true] {
      var writer = Self.sample
      writer.isWide = isWide
      let bytes = writer.bytes
      for length in bytes.indices {
        #expect(problem(Array(bytes.prefix(length))) == .zip(.noDirectory), "\(length) bytes")
      }
    }
  }

  @Test("2,000 damaged archives give an error or members that are within the file")
  func damaged() throws {
    var generator = Generator(state: 3)
    for _ in 0..<2000 {
      var writer = Self.sample
      writer.isWide = Bool.random(using: &generator)
      let isDeflated = Bool.random(using: &generator)
      for index in writer.members.indices { writer.members[index].isDeflated = isDeflated }
      var bytes = writer.bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = [0, 1, 0x7F, 0xFF].randomElement(using: &generator) ?? 0
        default:
          // Mostly in the records.
          let end = bytes.count - Int.random(in: 1...200, using: &generator)
          bytes[end] = UInt8.random(in: 0...255, using: &generator)
        }
      }
      guard let archive = try? open(bytes) else { continue }
      for member in archive.members {
        #expect(member.bytes.upperBound <= bytes.count)
        if let content = try? archive.load(member) { #expect(content.count == member.count) }
      }
    }
  }
}
