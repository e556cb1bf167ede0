import Architecture

/// Reads a convention: what one tool counts, or a text that prints numbers.
struct ConventionReader {
  let log: ProblemLog

  /// What counts more is a slip of the pen; so bounded, sums over a network fit 64 bits.
  private static let counts = 0...64

  func read(_ document: YAMLValue) throws(TableError) -> Convention {
    let fields = Fields(
      document,
      allowed: ["convention", "title", "prints", "explains", "macs", "flops", "parameters"],
      what: "a convention", log: log)
    let name = fields.requiredText("convention") ?? ""
    let explains = fields.text("explains")
    let prints = explains == nil ? fields.requiredText("prints") : fields.text("prints")
    // Every tool has a number of multiply-accumulates; a text may print another one.
    let needsMacs = prints != nil || (fields["flops"] == nil && fields["parameters"] == nil)
    let convention = Convention(
      name: name, title: fields.text("title") ?? name, prints: prints, explains: explains,
      macs: (needsMacs ? fields.required("macs") : fields["macs"]).map { rule($0, "macs") },
      flops: fields["flops"].map { rule($0, "flops") },
      parameters: fields["parameters"].map { parameterRule($0) })
    try log.finish()
    return convention
  }

  private func parameterRule(_ value: YAMLValue) -> Convention.ParameterRule {
    let fields = Fields(value, allowed: ["norm", "background-class"], what: "parameters", log: log)
    let standard = Convention.ParameterRule()
    return Convention.ParameterRule(
      normVectors: fields.integer("norm", in: 0...4) ?? standard.normVectors,
      hasBackgroundClass: fields.flag("background-class") ?? standard.hasBackgroundClass)
  }

  private func rule(_ value: YAMLValue, _ key: String) -> Convention.Rule {
    var rule = Convention.Rule(multiplyAccumulate: [:])
    let subjects = Convention.Subject.allCases.map { $0.name }
    let fields = Fields(
      value, allowed: ["mac", "leaves-out", "others"] + subjects, what: key,
      log: log)
    rule.multiplyAccumulate = multiplyAccumulate(fields.required("mac"))
    rule.leavesOut = Set(fields.choices("leaves-out", of: Convention.Layer.self))
    rule.isComplete = fields.integer("others", in: 0...0) != nil
    for (key, value) in value.mapping ?? [] {
      let named = Convention.Subject.allCases.first { $0.name == key.printed }
      guard let subject = named else { continue }
      rule.contributions += contributions(of: subject, value)
    }
    return rule
  }

  /// A number holds for every layer; a mapping says for which.
  private func multiplyAccumulate(_ value: YAMLValue?) -> [Implementation.Layer: Int] {
    let layers = Implementation.Layer.allCases
    var counts: [Implementation.Layer: Int] = [:]
    guard let value else { return counts }
    guard value.mapping != nil else {
      let count = value.decodedInteger("'mac'", in: 1...2, log)
      for layer in layers { counts[layer] = count ?? 1 }
      return counts
    }
    let fields = Fields(value, allowed: layers.map { $0.rawValue }, what: "'mac'", log: log)
    for layer in layers {
      _ = fields.required(layer.rawValue)
      counts[layer] = fields.integer(layer.rawValue, in: 0...2)
    }
    return counts
  }

  /// A number counts elements of the output; a mapping says of what, or first for which
  /// implementation.
  private func contributions(
    of subject: Convention.Subject, _ value: YAMLValue
  ) -> [Convention.Contribution] {
    let forms = subject.forms
    guard let mapping = value.mapping,
      mapping.contains(where: { key, _ in forms.contains { $0.name == key.printed } })
    else { return contributions(of: subject, form: nil, value) }
    let fields = Fields(value, allowed: forms.map { $0.name }, what: "'\(subject.name)'", log: log)
    return forms.flatMap { form in
      fields[form.name].map { contributions(of: subject, form: form, $0) } ?? []
    }
  }

  private func contributions(
    of subject: Convention.Subject, form: Convention.Form?, _ value: YAMLValue
  ) -> [Convention.Contribution] {
    func contribution(_ unit: Convention.Unit, _ each: Int?) -> [Convention.Contribution] {
      each.map { [Convention.Contribution(subject: subject, form: form, unit: unit, each: $0)] }
        ?? []
    }
    let place = form.map { "\(subject.name), \($0.name)" } ?? subject.name
    guard value.mapping != nil else {
      return contribution(.output, value.decodedInteger("'\(place)'", in: Self.counts, log))
    }
    let units = Convention.Unit.allCases
    // Forms are named here for the hint that an unknown key gives.
    let forms = form == nil ? subject.forms.map { $0.name } : []
    let fields = Fields(
      value, allowed: units.map { $0.rawValue } + forms, what: "'\(place)'", log: log)
    return units.flatMap { contribution($0, fields.integer($0.rawValue, in: Self.counts)) }
  }
}
