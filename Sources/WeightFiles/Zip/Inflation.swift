import CSIMD
import CZlib

/// Undoes the compression called deflation, by zlib.
enum Inflation {
  /// How a compressed stream is wrapped.
  enum Form {
    /// Not at all, as ZIP archives have it.
    case bare
    /// In zlib's own header and checksum, as HDF5 has it.
    case zlib
  }

  /// Why nothing was unfolded.
  enum Problem: Error {
    /// The stream is damaged, or unfolds to another number of bytes than expected.
    case damaged
    /// There is no zlib here.
    case unavailable
  }

  /// What a stream unfolds to, which must be `count` bytes; no more memory than that is taken.
  static func inflate(_ bytes: [UInt8], count: Int, form: Form) throws(Problem) -> [UInt8] {
    guard bytes.count <= UInt32.max, count <= UInt32.max else { throw .damaged }
    var isWhole = false
    let content = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
      isWhole = inflate(bytes, into: output, form)
      // What zlib did not write would otherwise be read as it is.
      if !isWhole { output.initialize(repeating: 0) }
      initialized = count
    }
    guard isWhole else { throw .damaged }
    return content
  }

  /// Whether the stream is whole and fills the output exactly.
  private static func inflate(
    _ bytes: [UInt8], into output: UnsafeMutableBufferPointer<UInt8>, _ form: Form
  ) -> Bool {
    bytes.withUnsafeBufferPointer { input in
      var stream = z_stream()
      let windowBits: Int32 = form == .bare ? -15 : 15
      guard
        inflateInit2_(
          &stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
      else { return false }
      defer { inflateEnd(&stream) }
      // zlib wants an address even for no bytes.
      var nothing: UInt8 = 0
      return withUnsafeMutablePointer(to: &nothing) { nothing in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress) ?? nothing
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress ?? nothing
        stream.avail_out = UInt32(output.count)
        return CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0
      }
    }
  }

  /// The CRC-32 of bytes behind others with the checksum `sum`.
  static func checksum(_ bytes: [UInt8], after sum: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBufferPointer { bytes in
      var (sum, rest) = (sum, bytes[...])
      // Several times as fast as zlib, which takes as long as reading does.
      if bytes.count >= 64, csimd_supports_crc32() {
        let count = bytes.count / 16 * 16
        sum = ~csimd_crc32(~sum, bytes.baseAddress, count)
        rest = rest.dropFirst(count)
      }
      guard !rest.isEmpty else { return sum }
      return UInt32(
        truncatingIfNeeded: crc32_z(
          uLong(sum), bytes.baseAddress.map { $0 + rest.startIndex }, z_size_t(rest.count)))
    }
  }
}
