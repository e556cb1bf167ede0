import Architecture

/// How much memory Linux's control groups leave to a process; containers are such groups.
package enum ControlGroups {
  /// The files that may hold a limit, by the text of `/proc/self/cgroup`: those of the process's groups
  /// and of all groups around them. Inside a container the inner ones are often out of sight.
  package static func limitFiles(_ membership: String) -> [String] {
    membership.split(separator: "\n").flatMap { line in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [String]() }
      if parts[0] == "0", parts[1].isEmpty {
        return files("/sys/fs/cgroup", parts[2], "memory.max")
      }
      guard parts[1].split(separator: ",").contains("memory") else { return [] }
      return files("/sys/fs/cgroup/memory", parts[2], "memory.limit_in_bytes")
    }
  }

  private static func files(_ root: String, _ group: Substring, _ name: String) -> [String] {
    var names = group.split(separator: "/")
    var files: [String] = []
    while true {
      files.append("\(([root] + names.map(String.init)).joined(separator: "/"))/\(name)")
      if names.popLast() == nil { return files }
    }
  }

  /// The bytes that such a file allows; nothing if it sets no limit.
  package static func limit(_ text: String) -> Int? {
    let digits = text.split { $0.isWhitespace }.first ?? ""
    return Int(digits).flatMap { $0 > 0 ? $0 : nil }
  }
}
