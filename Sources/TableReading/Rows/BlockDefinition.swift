import Architecture

/// A composite block as a file defines it.
struct BlockDefinition {
  struct Parameter {
    var name: String
    var standard: YAMLValue?
    /// What the numbers 0, 1, ... of a parameter stand for.
    var choices: [YAMLValue]?
    /// The single value that a parameter of the original may have here.
    var only: YAMLValue?
  }

  /// Columns and names that every row knows, so that a parameter of that name would mean two things.
  private static let columns: Set = ["from", "input", "inputs", "in", "operator", "n", "when"]

  var name: String
  var parameters: [Parameter]
  var scaled: Set<String>
  var repeatsInside: Bool
  /// Names of what it takes, in order.
  var inputs: [String]
  var results: [String: Source]
  var table: RawTable
  var location: SourceLocation

  init(name: String, _ value: YAMLValue, log: ProblemLog) {
    let fields = Fields(
      value,
      .block, what: "block '\(name)'", log: log)
    self.name = name
    location = value.location
    parameters = fields.list("parameters").map { entry in
      guard let pair = entry.mapping?.first else {
        return Parameter(name: entry.printed)
      }
      return Parameter(
        name: pair.key.printed, standard: pair.value, choices: pair.value.sequence,
        only: pair.value.mapping?.first { $0.key.text == "only" }?.value)
    }
    for (parameter, entry) in zip(parameters, fields.list("parameters"))
    where Self.columns.contains(RawTable.canonical(parameter.name)) {
      log.report(
        "a parameter cannot be called '\(parameter.name)', which means something to every row",
        at: entry.location)
    }
    scaled = Set(fields.texts("scaled") ?? [])
    repeatsInside = fields.text("repeats") == "inside"
    inputs = fields.texts("inputs") ?? []
    let cells = CellGrammar(log: log)
    results = [:]
    for (key, value) in fields.mapping("results") {
      results[key.printed] = cells.source(value)
    }
    table = RawTable(
      columns: fields.required("columns"), rows: fields.required("rows"), part: .backbone, log: log)
  }
}
