#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file, which is closed with the value.
struct Descriptor: ~Copyable {
  private let number: CInt

  /// Opens the file of a path; a new one gets the permissions that the user's mask leaves.
  init(_ path: String, _ flags: CInt) throws(SystemError) {
    number = path.withSystemPath { open($0, flags | O_CLOEXEC, 0o666) }
    guard number >= 0 else { throw SystemError() }
  }

  deinit { close(number) }

  /// What the system knows of the file.
  func status() throws(SystemError) -> stat {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw SystemError() }
    return status
  }

  func setPermissions(_ mode: mode_t) throws(SystemError) {
    guard fchmod(number, mode) == 0 else { throw SystemError() }
  }

  /// Gives the file to somebody; false if only others may do that.
  func setOwner(_ user: uid_t, _ group: gid_t) -> Bool {
    var own = stat()
    guard fstat(number, &own) == 0 else { return false }
    return (own.st_uid, own.st_gid) == (user, group) || fchown(number, user, group) == 0
  }

  /// Locks the file against others that lock it, as long as it is open; false if one has.
  @discardableResult
  func lock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }

  /// The bytes from here to the end; a pipe does not say beforehand where that is.
  func rest(expecting size: Int) throws(SystemError) -> [UInt8] {
    // With one byte more the end is found without growing.
    var bytes = [UInt8](repeating: 0, count: size + 1)
    var count = 0
    while true {
      let received = try Self.uninterrupted {
        bytes.withUnsafeMutableBytes { buffer in
          let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
          return read(number, rest.baseAddress, rest.count)
        }
      }
      guard received > 0 else { return Array(bytes[..<count]) }
      count += received
      if count == bytes.count { bytes += repeatElement(0, count: max(count, 1 << 16)) }
    }
  }

  /// The bytes at the offsets `range`; fewer if the file ends before.
  func bytes(in range: Range<Int>) throws(SystemError) -> [UInt8] {
    do {
      return try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
        while count < range.count {
          let received = try Self.uninterrupted {
            let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
            return pread(number, rest.baseAddress, rest.count, off_t(range.lowerBound + count))
          }
          if received == 0 { return }
          count += received
        }
      }
    } catch let error as SystemError {
      throw error
    } catch {
      throw SystemError()
    }
  }

  func append(_ bytes: [UInt8]) throws(SystemError) { try Self.append(bytes, to: number) }

  /// Writes all bytes to an open file that is not the program's own, such as standard output.
  static func append(_ bytes: [UInt8], to number: CInt) throws(SystemError) {
    var count = 0
    while count < bytes.count {
      count += try uninterrupted {
        bytes.withUnsafeBytes { buffer in
          let rest = UnsafeRawBufferPointer(rebasing: buffer[count...])
          return write(number, rest.baseAddress, rest.count)
        }
      }
    }
  }

  /// What a call of the system returns, made again as long as signals interrupt it.
  private static func uninterrupted(_ call: () -> Int) throws(SystemError) -> Int {
    while true {
      let result = call()
      if result >= 0 { return result }
      guard errno == EINTR else { throw SystemError() }
    }
  }
}
