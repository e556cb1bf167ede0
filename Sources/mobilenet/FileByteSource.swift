import Foundation
import WeightFiles

/// An open file that is read by ranges, so that no more of it is in memory than was asked for.
final class FileByteSource: ByteSource {
  let count: Int

  private let descriptor: CInt

  /// Opens the file of a path.
  init(_ path: String) throws {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      let missing = [ENOENT, ENOTDIR].contains(errno)
      throw Failure.file(missing ? "no file '\(path)'" : "cannot read '\(path)': \(SystemError())")
    }
    count = Int(status.st_size)
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw Failure.file("'\(path)' is a folder, not a file")
    default: throw Failure.file("'\(path)' is no regular file, so it cannot be read in parts")
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Reads the bytes at the offsets `range`; fewer if the file has become shorter.
  func bytes(in range: Range<Int>) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, initialized in
      while initialized < range.count {
        let received = pread(
          descriptor, buffer.baseAddress.map { $0 + initialized }, range.count - initialized,
          off_t(range.lowerBound + initialized))
        if received == 0 { return }
        if received > 0 { initialized += received } else if errno != EINTR { throw SystemError() }
      }
    }
  }
}

/// The last error of the operating system.
struct SystemError: Error, CustomStringConvertible {
  private let code = errno

  var description: String { String(cString: strerror(code)) }
}
