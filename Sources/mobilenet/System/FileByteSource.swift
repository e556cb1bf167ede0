import WeightFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file that is read by ranges, so that no more of it is in memory than was asked for.
final class FileByteSource: ByteSource {
  let count: Int

  private let file: Descriptor

  /// Opens the file of a path.
  init(_ path: String) throws {
    let status: stat
    do {
      // A pipe would otherwise be waited for until somebody writes.
      file = try Descriptor(path, O_RDONLY | O_NONBLOCK)
      status = try file.status()
    } catch {
      if error.isMissing { try Tilde.refuse(path) }
      throw Failure.file(error.isMissing ? "no file '\(path)'" : "cannot read '\(path)': \(error)")
    }
    count = Int(status.st_size)
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw Failure.file("'\(path)' is a folder, not a file")
    default: throw Failure.file("'\(path)' is not a regular file, so it cannot be read in parts")
    }
  }

  /// Reads the bytes at the offsets `range`; fewer if the file has become shorter.
  func bytes(in range: Range<Int>) throws(SystemError) -> [UInt8] {
    try file.bytes(in: range)
  }
}

extension Checkpoint {
  /// The checkpoint in the file of a path, or in the files beside the list of them there.
  init(at path: String) throws {
    let source = try FileByteSource(path)
    do throws(CheckpointError) {
      try self.init(reading: source)
    } catch .unsupportedFormat(.shardIndex) {
      try self.init(shardsOf: source, at: path)
    } catch .unsupportedFormat(.tensorFlowCheckpoint) {
      try self.init(filesOf: source, at: path)
    } catch {
      throw Failure.file("'\(path)': \(error)")
    }
  }

  /// The files of TensorFlow's checkpoint, whose index is in `source`.
  private init(filesOf source: FileByteSource, at path: String) throws {
    do {
      let index = try TensorFlowIndex(reading: source)
      let stem = path.hasSuffix(".index") ? path.dropLast(".index".count) : path[...]
      try self.init(index, sources: try index.suffixes.map { try FileByteSource(stem + $0) })
    } catch let error as CheckpointError {
      throw Failure.file("'\(path)': \(error)")
    }
  }

  private init(shardsOf source: FileByteSource, at path: String) throws {
    do {
      let index = try ShardIndex(reading: source)
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
      try self.init(index, sources: try index.files.map { try FileByteSource(folder + $0) })
    } catch let error as CheckpointError {
      throw Failure.file("'\(path)': \(error)")
    }
  }
}
