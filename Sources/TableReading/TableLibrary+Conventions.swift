import Architecture

extension TableLibrary {
  /// The names of all counting conventions, `paper` first.
  public var conventionNames: [String] {
    [Convention.paper.name] + Set(files.compactMap { $0[.convention] }).sorted()
  }

  /// The convention of a name. Throws `LookupError` for unknown names, `TableError` for everything
  /// wrong with the file.
  public func convention(named name: String) throws -> Convention {
    if name == Convention.paper.name { return .paper }
    guard let file = files.last(where: { $0[.convention] == name }) else {
      throw LookupError.unknownConvention(
        name, nearest: nearest(to: name, among: conventionNames), known: conventionNames)
    }
    let log = ProblemLog()
    let convention = ConventionReader(log: log).convention(
      try YAMLValue.parse(file.file), named: name)
    try log.finish()
    return convention
  }
}

/// Reads what a tool counts.
private struct ConventionReader {
  let log: ProblemLog

  func convention(_ document: YAMLValue, named name: String) -> Convention {
    let fields = Fields(
      document, allowed: ["convention", "title", "MACs", "FLOPs"], what: "a convention", log: log)
    var flops: Convention.Flops?
    if let value = fields["FLOPs"] {
      let own = Fields(
        value, allowed: ["multiply-accumulate", "terms"], what: "FLOPs", log: log)
      flops = Convention.Flops(
        perMultiplyAccumulate: own.integer("multiply-accumulate", in: 0...1000) ?? 2,
        terms: own.list("terms").compactMap(term))
    }
    return Convention(
      name: name, title: fields.requiredText("title") ?? name,
      macs: fields.list("MACs").compactMap(term), flops: flops)
  }

  private func term(_ value: YAMLValue) -> Convention.Term? {
    let fields = Fields(
      value, allowed: ["of", "times", "per", "where"], what: "a term", log: log)
    guard let of = fields.required("of"), fields.required("times") != nil else { return nil }
    let known = Convention.Ingredient.all
    guard let ingredient = known.first(where: { $0.name == of.text }) else {
      let names = known.map(\.name)
      let hint =
        nearest(to: of.printed, among: names).map { "; did you mean '\($0)'?" }
        ?? "; known: \(names.joined(separator: ", "))"
      log.report("nothing is called '\(of.printed)'\(hint)", at: of.location)
      return nil
    }
    var term = Convention.Term(
      ingredient, times: fields.integer("times", in: 0...1000) ?? 1,
      unit: fields.choice("per", of: Convention.Unit.self) ?? .output)
    for place in fields.list("where") {
      if case .norm = ingredient, let norm = Implementation.Norm(rawValue: place.printed) {
        term.norms.insert(norm)
      } else if case .pool = ingredient, let pool = Implementation.Pool(rawValue: place.printed) {
        term.pools.insert(pool)
      } else {
        log.report(
          "'\(ingredient.name)' is never implemented as '\(place.printed)'; norms are plain or"
            + " subclass, pools are module, function or mean", at: place.location)
      }
    }
    return term
  }
}
