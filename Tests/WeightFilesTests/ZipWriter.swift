import CZlib

@testable import WeightFiles

/// A ZIP archive to be written, with every part open to change.
struct ZipWriter {
  /// A member of the archive.
  struct Member {
    var name: String
    var content: [UInt8]
    var isDeflated = false
    var method: Int?
    var flags = 0
    /// Sizes to declare; those of the content unless set.
    var declaredCount: Int?
    var declaredCompressedCount: Int?
    var checksum: UInt32?
    /// The name in the member's own header; that of the list unless set.
    var headerName: String?
    /// Where the list says that the header is; where it is unless set.
    var headerOffset: Int?
    /// Whether the list has its numbers in the field for 64 bits.
    var isWide = false
    /// Bytes of padding behind the header, as PyTorch aligns the numbers.
    var padding = 0
  }

  var members: [Member] = []
  var comment: [UInt8] = []
  /// Whether the end of the archive has numbers of 64 bits.
  var isWide = false
  /// Added to where the end says that the list begins.
  var directoryShift = 0

  init() {}

  init(_ members: [(name: String, content: [UInt8])], isDeflated: Bool = false) {
    self.members = members.map {
      Member(name: $0.name, content: $0.content, isDeflated: isDeflated)
    }
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let offset = bytes.count
      let data = member.isDeflated ? Self.deflated(member.content) : member.content
      let compressed = member.declaredCompressedCount ?? data.count
      let count = member.declaredCount ?? member.content.count
      let name = Array((member.headerName ?? member.name).utf8)
      let method = member.method ?? (member.isDeflated ? 8 : 0)
      let common =
        littleEndian(UInt16(20)) + littleEndian(UInt16(member.flags))
        + littleEndian(UInt16(method)) + littleEndian(UInt32(0))
        + littleEndian(member.checksum ?? Inflation.checksum(member.content))
      bytes += littleEndian(UInt32(0x0403_4B50)) + common
      // As PyTorch has them, whose sizes come behind the data.
      bytes += littleEndian(UInt32(0)) + littleEndian(UInt32(0))
      bytes += littleEndian(UInt16(name.count)) + littleEndian(UInt16(member.padding))
      bytes += name + [UInt8](repeating: 0x5A, count: member.padding) + data

      let numbers = [count, compressed, member.headerOffset ?? offset]
      // A field of another kind, then the one of wide numbers.
      var extra: [UInt8] = member.isWide ? [0x42, 0x46, 1, 0, 9, 1, 0, 24, 0] : []
      if member.isWide { for number in numbers { extra += littleEndian(UInt64(number)) } }
      func narrow(_ number: Int) -> [UInt8] {
        littleEndian(member.isWide ? UInt32.max : UInt32(truncatingIfNeeded: number))
      }
      directory += littleEndian(UInt32(0x0201_4B50)) + [20, 0] + common
      directory += narrow(compressed) + narrow(count)
      directory += littleEndian(UInt16(member.name.utf8.count)) + littleEndian(UInt16(extra.count))
      directory += [UInt8](repeating: 0, count: 10) + narrow(numbers[2])
      directory += Array(member.name.utf8) + extra
    }
    let start = bytes.count + directoryShift
    bytes += directory
    if isWide {
      let record = bytes.count
      bytes += littleEndian(UInt32(0x0606_4B50)) + littleEndian(UInt64(44)) + [45, 0, 45, 0]
      bytes += [UInt8](repeating: 0, count: 8)
      for number in [members.count, members.count, directory.count, start] {
        bytes += littleEndian(UInt64(number))
      }
      bytes += littleEndian(UInt32(0x0706_4B50)) + littleEndian(UInt32(0))
      bytes += littleEndian(UInt64(record)) + littleEndian(UInt32(1))
    }
    let count = UInt16(truncatingIfNeeded: isWide ? 0xFFFF : members.count)
    bytes += littleEndian(UInt32(0x0605_4B50)) + [0, 0, 0, 0] + littleEndian(count)
    bytes += littleEndian(count) + littleEndian(isWide ? .max : UInt32(directory.count))
    bytes += littleEndian(isWide ? .max : UInt32(truncatingIfNeeded: start))
    return bytes + littleEndian(UInt16(comment.count)) + comment
  }

  /// Content compressed without a wrapping.
  static func deflated(_ content: [UInt8]) -> [UInt8] {
    // A header of two bytes, and a checksum of four.
    zlibStream(content).dropFirst(2).dropLast(4)
  }

  /// Content compressed in zlib's own wrapping.
  static func zlibStream(_ content: [UInt8]) -> [UInt8] {
    var length = compressBound(UInt(content.count))
    var bytes = [UInt8](repeating: 0, count: Int(length))
    let status = compress2(&bytes, &length, content, UInt(content.count), 9)
    precondition(status == Z_OK)
    return Array(bytes.prefix(Int(length)))
  }
}
