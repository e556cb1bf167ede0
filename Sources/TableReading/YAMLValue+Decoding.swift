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

extension YAMLValue {
  func decodedList(_ what: String, _ log: ProblemLog) -> [YAMLValue] {
    if let sequence { return sequence }
    log.report("'\(what)' must be a list", at: location)
    return []
  }

  func decodedMapping(
    _ what: String, _ log: ProblemLog
  ) -> [(key: YAMLValue, value: YAMLValue)] {
    if let mapping { return mapping }
    log.report("'\(what)' must be a mapping", at: location)
    return []
  }

  func decodedText(_ what: String, _ log: ProblemLog) -> String? {
    if let text { return text }
    log.report("'\(what)' must be text; got '\(printed)'", at: location)
    return nil
  }

  func decodedInteger(_ what: String, in range: ClosedRange<Int>, _ log: ProblemLog) -> Int? {
    if let text, let value = Int(text), range.contains(value) { return value }
    log.report(
      "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound);"
        + " got '\(printed)'", at: location)
    return nil
  }

  func decodedNumber(_ what: String, in range: ClosedRange<Double>, _ log: ProblemLog) -> Double? {
    if let text, let value = Double(text), range.contains(value) { return value }
    log.report(
      "\(what) must be a number from \(range.lowerBound) to \(range.upperBound); got '\(printed)'",
      at: location)
    return nil
  }

  func decodedChoice<Choice: RawRepresentable & CaseIterable>(
    _ what: String, of: Choice.Type, _ log: ProblemLog
  ) -> Choice? where Choice.RawValue == String {
    if let text, let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map { $0.rawValue }.joined(separator: ", ")
    log.report("'\(what)' must be one of: \(names); got '\(printed)'", at: location)
    return nil
  }

  func decodedFlag(_ what: String, _ log: ProblemLog) -> Bool? {
    switch text?.lowercased() {
    case "yes", "true", "1": return true
    case "no", "false", "0": return false
    default:
      log.report("\(what) must be yes or no; got '\(printed)'", at: location)
      return nil
    }
  }
}

/// The known name that differs least from a given one, if it is near enough to be meant.
public func nearest(to name: String, among known: [String]) -> String? {
  let wanted = Array(name.lowercased())
  // The beginning of a name is meant for it.
  let longer = known.filter { wanted.count >= 3 && $0.lowercased().hasPrefix(name.lowercased()) }
  if let shortest = longer.min(by: { ($0.count, $0) < ($1.count, $1) }) { return shortest }
  let ranked = known.map { (name: $0, distance: editDistance(wanted, Array($0.lowercased()))) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
  // A name of which no letter would remain is another word, not a slip of the pen.
  guard best.distance < wanted.count else { return nil }
  return best.distance <= max(2, best.name.count / 3) ? best.name : nil
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var previous = Array(0...right.count)
  for (row, character) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      let replaced = previous[column] + (character == other ? 0 : 1)
      current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[right.count]
}
