/// `~`, which shells replace by the home folder, but not within quotes.
enum Tilde {
  /// Throws if a path begins with a `~` that the shell left, and asks whether the home folder is meant.
  static func refuse(_ path: String) throws {
    guard path == "~" || path.hasPrefix("~") && path.contains("/") else { return }
    let rest = path.dropFirst()
    let home = rest.isEmpty || rest.hasPrefix("/") ? Machine.variable("HOME") : nil
    let meant =
      home.map { "did you mean '\($0)\(rest)'" }
      ?? "did you mean the home folder of '\(rest.prefix { $0 != "/" })'"
    throw Failure.usage(
      "'\(path)' begins with '~', which the shell replaces only outside quotes: \(meant)?"
        + " (A folder of that name is './\(path.prefix { $0 != "/" })'.)")
  }
}
