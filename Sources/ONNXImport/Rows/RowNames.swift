/// Names of rows by those that operations have in the file.
struct RowNames {
  private var taken: Set<String> = []

  /// The name of a block: the innermost module that all its operations are in and no other block is; or
  /// that of its main operation.
  static func names(of blocks: [(operations: [String], main: String, fallback: String)]) -> [String]
  {
    let modules = blocks.map { commonModules($0.operations) }
    var counts: [String: Int] = [:]
    for path in modules { for module in Set(path) { counts[module, default: 0] += 1 } }
    var names = RowNames()
    return zip(blocks, modules).map { block, path in
      let own = path.last { counts[$0] == 1 } ?? ownModule(block.main)
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

  /// The modules that all names are in, from outside in.
  private static func commonModules(_ names: [String]) -> [String] {
    let all = names.map(parts)
    guard var common = all.first?.dropLast() else { return [] }
    for other in all.dropFirst() {
      let length = zip(common, other.dropLast()).prefix { $0 == $1 }.count
      common = common.prefix(length)
    }
    guard separator(names[0]) == "." else { return common.map(String.init) }
    return common.isEmpty ? [] : [common.joined(separator: ".")]
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
