import Architecture

/// A mapping whose keys are all known: unknown ones are reported with the nearest known name.
struct Fields {
  let location: SourceLocation
  private var values: [String: YAMLValue] = [:]
  private var keys: [String: SourceLocation] = [:]
  private let isMapping: Bool
  private let log: ProblemLog

  init(_ value: YAMLValue, allowed: [String], what: String, log: ProblemLog) {
    location = value.location
    self.log = log
    isMapping = value.mapping != nil
    guard let mapping = value.mapping else {
      log.report("\(what) must be a mapping of keys to values", at: value.location)
      return
    }
    for (key, value) in mapping {
      let name = key.text ?? ""
      guard allowed.contains(name) else {
        let hint = nearest(to: name, among: allowed).map { "; did you mean '\($0)'?" } ?? ""
        log.report("unknown key '\(name)' in \(what)\(hint)", at: key.location)
        continue
      }
      values[name] = value
      keys[name] = key.location
    }
  }

  /// The mapping of a kind; messages may call it otherwise.
  init(_ value: YAMLValue, _ object: GrammarObject, what: String? = nil, log: ProblemLog) {
    self.init(
      value, allowed: object.keys.map { $0.name }, what: what ?? object.title, log: log)
  }

  /// The value of a key; nothing if it is missing or `~`.
  subscript(_ key: String) -> YAMLValue? {
    guard let value = values[key], !value.isAbsent else { return nil }
    return value
  }

  /// Where a key stands, if its value is not `~`.
  func key(_ name: String) -> SourceLocation? { self[name].flatMap { _ in keys[name] } }

  /// The value of a key that must be there.
  func required(_ key: String) -> YAMLValue? {
    if let value = self[key] { return value }
    if isMapping { log.report("key '\(key)' is missing", at: location) }
    return nil
  }

  /// The entries of a key that holds a list; none if it is missing.
  func list(_ key: String) -> [YAMLValue] { self[key]?.decodedList(key, log) ?? [] }

  /// The entries of a key that holds a mapping; none if it is missing.
  func mapping(_ key: String) -> [(key: YAMLValue, value: YAMLValue)] {
    self[key]?.decodedMapping(key, log) ?? []
  }

  func text(_ key: String) -> String? {
    self[key].flatMap { $0.decodedText(key, log) }
  }

  func requiredText(_ key: String) -> String? {
    required(key).flatMap { $0.decodedText(key, log) }
  }

  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    self[key].flatMap { $0.decodedInteger("'\(key)'", in: range, log) }
  }

  func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
    self[key].flatMap { $0.decodedNumber("'\(key)'", in: range, log) }
  }

  func flag(_ key: String) -> Bool? {
    self[key].flatMap { $0.decodedFlag("'\(key)'", log) }
  }

  /// One of the names of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, of: Choice.Type) -> Choice?
  where Choice.RawValue == String {
    self[key].flatMap { $0.decodedChoice(key, of: Choice.self, log) }
  }

  /// Names of an enumeration: one, or a list.
  func choices<Choice: RawRepresentable & CaseIterable>(_ key: String, of: Choice.Type) -> [Choice]
  where Choice.RawValue == String {
    guard let value = self[key] else { return [] }
    return (value.sequence ?? [value]).compactMap { $0.decodedChoice(key, of: Choice.self, log) }
  }

  func texts(_ key: String) -> [String]? {
    self[key]?.decodedList(key, log).compactMap { $0.decodedText("an entry of '\(key)'", log) }
  }
}
