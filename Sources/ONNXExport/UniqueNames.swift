/// Names that no two things share.
struct UniqueNames {
  private var taken: Set<String> = []
  private var counts: [String: Int] = [:]

  /// The wanted name, or with `_2`, `_3`, ... behind it if it is taken.
  mutating func name(_ wanted: String) -> String {
    var name = wanted
    while !taken.insert(name).inserted {
      let count = (counts[wanted] ?? 1) + 1
      counts[wanted] = count
      name = "\(wanted)_\(count)"
    }
    return name
  }
}
