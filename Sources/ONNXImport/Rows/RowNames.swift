/// Names of rows by those that operations have in the file.
struct RowNames {
  private var taken: Set<String> = []

  /// The name of a block: what the names of its operations have in common, as writers nest them, unless
  /// another row has that; then that of its main operation.
  static func names(of blocks: [(operations: [String], main: String, fallback: String)]) -> [String]
  {
    let common = blocks.map { commonModule($0.operations) }
    var counts: [String: Int] = [:]
    for name in common { counts[name, default: 0] += 1 }
    var names = RowNames()
    return zip(blocks, common).map { block, module in
      let isOwn = !module.isEmpty && counts[module] == 1
      let own = isOwn ? module : ownModule(block.main)
      return names.unique(own.isEmpty ? block.fallback : own)
    }
  }

  private mutating func unique(_ wanted: String) -> String {
    let cleaned = wanted.onOneLine.replacing(" ", by: "_")
    let base = String(cleaned.prefix(48))
    var name = base
    var count = 1
    while !taken.insert(name).inserted {
      count += 1
      name = "\(base)_\(count)"
    }
    return name
  }

  /// Writers nest names by `/`, or else by points.
  private static func separator(_ name: String) -> Character { name.contains("/") ? "/" : "." }

  private static func parts(_ name: String) -> [Substring] {
    name.split(separator: separator(name))
  }

  /// The innermost module that all names are in.
  private static func commonModule(_ names: [String]) -> String {
    let all = names.map(parts)
    guard var common = all.first?.dropLast() else { return "" }
    for other in all.dropFirst() {
      let length = zip(common, other.dropLast()).prefix { $0 == $1 }.count
      common = common.prefix(length)
    }
    guard separator(names[0]) == "." else { return common.last.map(String.init) ?? "" }
    return common.joined(separator: ".")
  }

  /// The module of one operation; its own name if it is in none.
  private static func ownModule(_ name: String) -> String {
    let all = parts(name)
    guard all.count > 1, let last = all.last else { return String(all.last ?? "") }
    if separator(name) == "/" { return String(all[all.count - 2]) }
    // A number is no operator's name, without which the module remains.
    return last.allSatisfy { $0.isNumber } ? name : all.dropLast().joined(separator: ".")
  }
}

extension String {
  /// The text with another one in the place of a character.
  fileprivate func replacing(_ character: Character, by text: String) -> String {
    split(separator: character, omittingEmptySubsequences: false).joined(separator: text)
  }
}
