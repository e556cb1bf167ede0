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

  var name: String
  var parameters: [Parameter]
  var scaled: Set<String>
  var repeatsInside: Bool
  var results: [String: Source]
  var table: RawTable
  var location: SourceLocation

  init(name: String, _ value: YAMLValue, log: ProblemLog) {
    let fields = Fields(
      value,
      allowed: ["aliases", "parameters", "scaled", "repeats", "results", "columns", "rows"],
      what: "block '\(name)'", log: log)
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
    scaled = Set(fields.texts("scaled") ?? [])
    repeatsInside = fields.text("repeats") == "inside"
    let cells = CellGrammar(log: log)
    results = [:]
    for (key, value) in fields.mapping("results") {
      results[key.printed] = cells.source(value)
    }
    table = RawTable(
      columns: fields.required("columns"), rows: fields.required("rows"), part: .backbone, log: log)
  }
}
