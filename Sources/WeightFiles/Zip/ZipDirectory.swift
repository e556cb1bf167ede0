/// The list of members at the end of a ZIP archive, its "central directory".
struct ZipDirectory {
  /// Where the list begins in the file.
  let start: Int

  private let source: CheckedBytes
  private let end: Int

  /// The record at the end of the archive, without the comment that may follow.
  private static let endLength = 22
  /// What points from there to the wider record, which stands before it.
  private static let locatorLength = 20
  private static let wideEndLength = 56
  private static let longestComment = 0xFFFF

  /// Finds the list of the archive in `source`.
  init(_ source: CheckedBytes) throws(CheckpointError) {
    let tailStart = max(0, source.count - Self.endLength - Self.longestComment)
    let tail = ZipRecord(try source.load(tailStart..<source.count), offset: tailStart)
    guard let offset = Self.endOffset(tail) else { throw .zip(.noDirectory) }
    var record = tail.part(from: offset)
    // Of an archive in one file: this is the first disk, and the list begins there.
    guard record[4, 2] == 0 || record[4, 2] == 0xFFFF, record[6, 2] == record[4, 2] else {
      throw record.malformed
    }
    var (size, start, end) = (record[12, 4], record[16, 4], record.offset)
    if let wide = try Self.wideEnd(before: record.offset, source) {
      record = wide
      (size, start, end) = (wide[40, 8], wide[48, 8], wide.offset)
    }
    guard start <= end, end - start == size else { throw record.malformed }
    (self.source, self.start, self.end) = (source, start, end)
  }

  /// Where in the tail the last record stands whose comment reaches the end of the file.
  private static func endOffset(_ tail: ZipRecord) -> Int? {
    stride(from: tail.count - endLength, through: 0, by: -1).first {
      tail[$0, 4] == 0x0605_4B50 && $0 + endLength + tail[$0 + 20, 2] == tail.count
    }
  }

  /// The record of archives that need numbers of 64 bits, if there is one.
  private static func wideEnd(
    before offset: Int, _ source: CheckedBytes
  ) throws(CheckpointError) -> ZipRecord? {
    guard offset >= locatorLength else { return nil }
    let locator = ZipRecord(
      try source.load(offset - locatorLength..<offset), offset: offset - locatorLength)
    guard locator[0, 4] == 0x0706_4B50 else { return nil }
    let start = locator[8, 8]
    guard start <= locator.offset, locator.offset - start >= wideEndLength else {
      throw locator.malformed
    }
    let wide = ZipRecord(try source.load(start..<start + wideEndLength), offset: start)
    guard wide[0, 4] == 0x0606_4B50 else { throw wide.malformed }
    return wide
  }

  /// Reads the list.
  func entries() throws(CheckpointError) -> [ZipEntry] {
    let record = ZipRecord(try source.load(start..<end), offset: start)
    var entries: [ZipEntry] = []
    var position = 0
    while position < record.count {
      guard entries.count < ZipArchive.mostMembers else {
        throw .zip(.tooManyMembers(limit: ZipArchive.mostMembers))
      }
      entries.append(try ZipEntry(record.part(from: position), length: &position))
    }
    return entries
  }
}

/// A part of an archive with numbers at fixed places.
struct ZipRecord {
  /// Where it begins in the file.
  let offset: Int

  private let bytes: ArraySlice<UInt8>

  /// The part of the bytes `bytes`, which begins at the byte `offset` of the file.
  init(_ bytes: [UInt8], offset: Int) { self.init(bytes[...], offset: offset) }

  private init(_ bytes: ArraySlice<UInt8>, offset: Int) {
    (self.bytes, self.offset) = (bytes, offset)
  }

  /// The number of bytes.
  var count: Int { bytes.count }

  /// What is wrong where it begins.
  var malformed: CheckpointError { .zip(.malformed(offset: offset)) }

  /// The little-endian number of `width` bytes at a place, which must be there, clamped to what an
  /// `Int` can be.
  subscript(place: Int, width: Int) -> Int { Int(clamping: unsigned(place, width)) }

  /// The same with all its bits.
  func unsigned(_ place: Int, _ width: Int) -> UInt64 {
    let start = bytes.startIndex + place
    return bytes[start..<start + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// What follows from a place on.
  func part(from place: Int) -> Self { Self(bytes.dropFirst(place), offset: offset + place) }

  /// The part of `length` bytes at a place; throws if it is not all there.
  func part(_ place: Int, _ length: Int) throws(CheckpointError) -> Self {
    guard place <= count, length <= count - place else { throw malformed }
    return Self(bytes.dropFirst(place).prefix(length), offset: offset + place)
  }

  /// The bytes as a text; nil if they are not UTF-8.
  var text: String? { String(validating: bytes, as: UTF8.self) }
}
