/// Why a name does not lead to a table.
public enum LookupError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No table has the name; the nearest that one has, if near enough.
  case unknownArchitecture(String, nearest: String?, known: [String])
  /// Several tables have names that the given one may be a spelling or the beginning of.
  case ambiguousArchitecture(String, candidates: [String])
  /// The name says one width, and another one is asked for beside it.
  case contradictoryWidths(String, own: Double, asked: Double)
  /// No table has a convention of the name; the nearest that one has, if near enough.
  case unknownConvention(String, nearest: String?, known: [String])
  /// The table has no such dialect.
  case unknownDialect(String, architecture: String, known: [String])
  /// No device has the name; the nearest that one has, if near enough.
  case unknownDevice(String, nearest: String?, known: [String])
  /// No glossary has the term; the nearest that one has, if near enough.
  case unknownTerm(String, nearest: String?)
  /// Tables extend each other in a circle.
  case circle([String])
  /// Tables extend each other in too long a chain.
  case longChain(most: Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .unknownArchitecture(let name, _, _) where name.isTablePath:
      return "there is no file '\(name)' with an architecture, that is, a table with a 'name'"
    case .unknownArchitecture(let name, _, _) where name.hasSuffix(".onnx"):
      return "'\(name)': an ONNX file cannot stand here, only the name or the path of a table"
    case .unknownArchitecture(let name, let nearest, let known):
      if name.contains(":") {
        return "unknown architecture '\(name)'; use --width and --resolution for multipliers here"
      }
      if let nearest { return "unknown architecture '\(name)'; did you mean '\(nearest)'?" }
      return "unknown architecture '\(name)'; known: \(known.joined(separator: ", "))"
    case .ambiguousArchitecture(let name, let candidates):
      let others = candidates.dropLast().joined(separator: ", ")
      return "'\(name)' is ambiguous: \(others) or \(candidates.last ?? "")?"
    case .contradictoryWidths(let name, let own, let asked):
      return "'\(name)' says width \(own), but width \(asked) is given, too"
    case .unknownConvention(let name, let nearest, let known):
      let hint = nearest.map { "did you mean '\($0)'? " } ?? ""
      return "unknown convention '\(name)'; \(hint)known: \(known.joined(separator: ", "))"
    case .unknownDialect(let name, let architecture, let known):
      return known.isEmpty
        ? "'\(architecture)' has no dialects, so '@\(name)' is unknown"
        : "unknown dialect '@\(name)' of '\(architecture)'; known:"
          + " \(known.map { "@" + $0 }.joined(separator: ", "))"
    case .unknownDevice(let name, let nearest, let known):
      if let nearest { return "unknown device '\(name)'; did you mean '\(nearest)'?" }
      return "unknown device '\(name)'; known: \(known.joined(separator: ", "))"
    case .unknownTerm(let name, let nearest):
      if let nearest { return "unknown term '\(name)'; did you mean '\(nearest)'?" }
      return "unknown term '\(name)'; 'mobilenet explain --terms' lists all"
    case .circle(let names):
      return "tables extend each other in a cycle: \(names.joined(separator: " -> "))"
    case .longChain(let most):
      return "tables extend each other more than \(most) deep"
    }
  }
}
