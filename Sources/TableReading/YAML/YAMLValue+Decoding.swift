import Architecture

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
