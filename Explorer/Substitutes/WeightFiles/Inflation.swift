/// In place of the one that undoes compression, for which it needs zlib.
enum Inflation {
  enum Form { case bare, zlib }
  enum Problem: Error { case damaged, unavailable }

  /// Refuses the stream.
  static func inflate(_ bytes: [UInt8], count: Int, form: Form) throws(Problem) -> [UInt8] {
    throw .unavailable
  }

  /// Of nothing, as nothing is unfolded.
  static func checksum(_ bytes: [UInt8]) -> UInt32 { 0 }
}
