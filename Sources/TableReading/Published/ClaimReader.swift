import Architecture

/// Reads the claims of a file of published figures.
struct ClaimReader {
  let library: TableLibrary
  let log: ProblemLog

  func claim(_ value: YAMLValue) -> PublishedClaim? {
    let fields = Fields(
      value, allowed: ["network", "text", "claim", "claimed", "answer", "because"],
      what: "a claim", log: log)
    let network = fields.required("network").flatMap { library.fullName(of: $0, log) }
    let text = fields.requiredText("text")
    let claim = fields.requiredText("claim")
    let claimed = fields.required("claimed").flatMap(self.value)
    let formulas = fields.required("answer").map { answer in
      (formula(answer, about: network), fields["because"].flatMap { formula($0, about: network) })
    }
    guard let network, let text, let claim, let claimed, let answer = formulas?.0 else {
      return nil
    }
    return PublishedClaim(
      network: network, text: text, claim: claim, claimed: claimed, answer: answer,
      because: formulas?.1, location: value.location)
  }

  /// A number, or `[lowest, highest]`.
  private func value(_ value: YAMLValue) -> PublishedClaim.Value? {
    let numbers = (value.sequence ?? [value]).compactMap { PrintedNumber($0.printed) }
    if value.sequence == nil, let number = numbers.first { return .number(number) }
    if value.sequence?.count == 2, numbers.count == 2, numbers[0].value <= numbers[1].value {
      return .range(numbers[0], numbers[1])
    }
    log.report(
      "'claimed' must be a number as printed, such as 30 M or 2.913, or [lowest, highest];"
        + " got '\(value.printed)'", at: value.location)
    return nil
  }

  private func formula(_ value: YAMLValue, about network: String?) -> PublishedClaim.Formula? {
    guard let text = value.decodedText("an expression", log) else { return nil }
    do {
      return PublishedClaim.Formula(
        text: text, expression: try ClaimExpression(text, about: network ?? ""))
    } catch {
      log.report(error.description, at: value.location)
      return nil
    }
  }
}

extension TableLibrary {
  /// The full name of a network that a cell names; reports one that the library has not.
  func fullName(of value: YAMLValue, _ log: ProblemLog) -> String? {
    do {
      return try fullName(of: value.printed)
    } catch {
      log.report(error.description, at: value.location)
      return nil
    }
  }
}
