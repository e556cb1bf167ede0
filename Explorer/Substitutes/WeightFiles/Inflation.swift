/// In place of the one that undoes compression, for which it needs zlib.
enum Inflation {
  enum Form { case bare, zlib }
  enum Problem: Error { case damaged, unavailable }

  /// Refuses the stream.
  static func inflate(_ bytes: [UInt8], count: Int, form: Form) throws(Problem) -> [UInt8] {
    throw .unavailable
  }

  /// The CRC-32 of bytes behind others with the checksum `sum`.
  static func checksum(_ bytes: [UInt8], after sum: UInt32 = 0) -> UInt32 {
    CyclicCode.crc32.checksum(bytes, after: sum)
  }
}
