import CProcess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is written beside the one whose place it takes.
///
/// Its name, `.mobilenet-PROCESS-NUMBER`, says which process writes it. A signal that ends the process
/// removes it; what a process left behind that had no time for that, the next one removes that writes in
/// the same folder.
struct NewFile {
  private static let prefix = ".mobilenet-"

  private let path: String
  private let old: stat?
  private let name: String

  /// A new file for a path, where there is an old one or none.
  init(for path: String, replacing old: stat?) {
    self.path = path
    self.old = old
    name =
      Link.folder(of: path) + "\(Self.prefix)\(getpid())-\(UInt32.random(in: 0 ... .max))"
  }

  /// Writes the bytes, and moves the file to its place.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    Self.removeStale(in: Link.folder(of: path))
    name.withSystemPath { process_guard_file($0) }
    defer { process_guard_file(nil) }
    let file = try Descriptor(name, O_WRONLY | O_CREAT | O_EXCL)
    do throws(SystemError) {
      // Others see by the lock that somebody is at it.
      file.lock()
      if let old {
        guard file.setOwner(old.st_uid, old.st_gid) else { return try overwrite(bytes) }
        try file.setPermissions(old.st_mode & 0o7777)
      }
      try file.append(bytes)
      let moved = name.withSystemPath { name in path.withSystemPath { rename(name, $0) } }
      guard moved == 0 else { throw SystemError() }
    } catch {
      remove(name)
      throw error
    }
  }

  /// Writes into the old file itself, which is somebody else's and is to stay so.
  private func overwrite(_ bytes: [UInt8]) throws(SystemError) {
    remove(name)
    try Descriptor(path, O_WRONLY | O_TRUNC).append(bytes)
  }

  private func remove(_ name: String) { _ = name.withSystemPath { unlink($0) } }

  /// Removes files of processes that are gone. What is left cannot be helped.
  private static func removeStale(in folder: String) {
    for name in (try? Folders.names(folder.isEmpty ? "." : folder)) ?? [] {
      guard name.hasPrefix(prefix) else { continue }
      let parts = name.dropFirst(prefix.count).split(separator: "-")
      guard parts.count == 2, let process = pid_t(parts[0]), process > 0,
        kill(process, 0) != 0, errno == ESRCH,
        // In a folder that several machines share the process may be another one's.
        let file = try? Descriptor(folder + name, O_RDONLY | O_NONBLOCK), file.lock()
      else { continue }
      _ = (folder + name).withSystemPath { unlink($0) }
    }
  }
}
