/// What the list of a ZIP archive says of a member.
struct ZipEntry {
  let name: String
  let isDeflated: Bool
  let checksum: UInt32
  /// The number of bytes in the file.
  private(set) var compressedCount: Int
  /// The number of bytes of the content.
  private(set) var count: Int
  /// Where in the file the member's header begins, which stands before its bytes.
  private(set) var headerOffset: Int

  /// The method by its number in the archive.
  private let method: Int

  private static let length = 46
  private static let headerLength = 30
  /// In place of a number that needs 64 bits.
  private static let wide = Int(clamping: UInt32.max)

  /// Reads the entry at the beginning of `record`, and adds its length to `length`.
  init(_ record: ZipRecord, length: inout Int) throws(CheckpointError) {
    guard record.count >= Self.length, record[0, 4] == 0x0201_4B50 else { throw record.malformed }
    let nameRecord = try record.part(Self.length, record[28, 2])
    let extra = try record.part(Self.length + nameRecord.count, record[30, 2])
    let comment = try record.part(Self.length + nameRecord.count + extra.count, record[32, 2])
    guard let name = nameRecord.text else { throw nameRecord.malformed }
    self.name = name
    if record[8, 2] & 1 != 0 { throw .zip(.encrypted(name)) }
    method = record[10, 2]
    switch method {
    case 0: isDeflated = false
    case 8: isDeflated = true
    default: throw .zip(.method(name, method))
    }
    checksum = UInt32(truncatingIfNeeded: record.unsigned(16, 4))
    (compressedCount, count, headerOffset) = (record[20, 4], record[24, 4], record[42, 4])
    try widen(extra)
    guard isDeflated || compressedCount == count else { throw record.malformed }
    length += Self.length + nameRecord.count + extra.count + comment.count
  }

  /// Takes the numbers that need 64 bits from the list of extra fields.
  private mutating func widen(_ extra: ZipRecord) throws(CheckpointError) {
    guard [count, compressedCount, headerOffset].contains(Self.wide) else { return }
    var rest = extra
    while rest.count >= 4 {
      var field = try rest.part(4, rest[2, 2])
      if rest[0, 2] == 1 {
        func take(_ number: inout Int) throws(CheckpointError) {
          guard number == Self.wide else { return }
          number = try field.part(0, 8)[0, 8]
          field = field.part(from: 8)
        }
        try take(&count)
        try take(&compressedCount)
        try take(&headerOffset)
        return
      }
      rest = rest.part(from: 4 + field.count)
    }
  }

  /// Where the member's bytes begin in the file, behind its header, which must agree with the list.
  func dataStart(in source: CheckedBytes) throws(CheckpointError) -> Int {
    let length = Self.headerLength + name.utf8.count
    guard headerOffset <= source.count, length <= source.count - headerOffset else {
      throw .truncated(size: source.count, offset: headerOffset)
    }
    let header = ZipRecord(
      try source.load(headerOffset..<headerOffset + length), offset: headerOffset)
    guard header[0, 4] == 0x0403_4B50, header[8, 2] == method, header[26, 2] == name.utf8.count,
      header.part(from: Self.headerLength).text == name
    else { throw header.malformed }
    let start = headerOffset + length + header[28, 2]
    guard start <= source.count else {
      throw .truncated(size: source.count, offset: headerOffset)
    }
    return start
  }
}
