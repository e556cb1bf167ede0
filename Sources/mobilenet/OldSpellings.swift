/// How commands were once written; they go on working.
enum OldSpellings {
  /// Arguments as they are written now.
  ///
  /// `cost` once held three commands more: `cost conv`, `cost NAME --separable` and
  /// `cost NAME --bridge`. And `--tables DIR` may also come before the subcommand.
  static func modernized(_ arguments: [String]) -> [String] {
    let arguments = commandFirst(arguments)
    guard arguments.first == "cost" else { return arguments }
    for (old, command) in [("--separable", "separable"), ("--bridge", "bridge")] {
      if let place = arguments.firstIndex(of: old) {
        return [command] + arguments[1..<place] + arguments[(place + 1)...]
      }
    }
    if arguments.dropFirst().first == "conv" { return Array(arguments.dropFirst()) }
    return arguments
  }

  private static func commandFirst(_ arguments: [String]) -> [String] {
    guard let first = arguments.first else { return arguments }
    if first == "--tables", arguments.count > 2 {
      return Array(arguments.dropFirst(2)) + arguments.prefix(2)
    }
    if first.hasPrefix("--tables="), arguments.count > 1 {
      return Array(arguments.dropFirst()) + [first]
    }
    return arguments
  }
}
