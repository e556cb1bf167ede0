import Architecture

/// What the rows of a table, or of a block, can take: what stands before them, with the places inside.
struct Scope {
  let rows: [Row]
  /// What the scope takes: the picture, or the sources of the block's row.
  let inputs: [Value]
  /// The block, unless the rows are a table's.
  var block: BlockInstance?
  /// The last result of each row.
  var results: [Int: Value] = [:]
  /// Results inside rows: `expand`, in one repeat `2.expand`, the whole repeat `2`.
  var places: [Int: [String: Value]] = [:]
  /// Which of the inputs a row has taken.
  var taken: Set<Int> = []

  init(_ rows: [Row], inputs: [Value], block: BlockInstance? = nil) {
    self.rows = rows
    self.inputs = inputs
    self.block = block
  }

  /// Keeps the result of a row and those inside it; of a repeated row also as those of the repeat.
  mutating func keep(
    _ value: Value, places inside: [String: Value], ofRow row: Int, repeat name: String?
  ) {
    results[row] = value
    for (place, value) in inside { places[row, default: [:]][place] = value }
    guard let name else { return }
    places[row, default: [:]][name] = value
    for (place, value) in inside { places[row, default: [:]]["\(name).\(place)"] = value }
  }

  /// Everything inside, by the names that a row around it can use.
  var named: [String: Value] {
    var named: [String: Value] = [:]
    for (index, row) in rows.enumerated() {
      named[row.name] = results[index]
      for (place, value) in places[index] ?? [:] { named["\(row.name).\(place)"] = value }
    }
    return named
  }

  /// What a source means at a row. Throws what is wrong with it.
  mutating func values(
    of source: Source, at row: Int
  ) throws(SourceError) -> [Value] {
    switch source.anchor {
    case .input:
      guard source.place == nil else { throw .inputPart }
      taken.insert(0)
      return [inputs[0]]
    case .name("inputs") where block != nil:
      guard source.place == nil else { throw .unnamedInputs }
      taken.formUnion(inputs.indices)
      return inputs
    case .name(let name):
      if let input = block?.inputs.firstIndex(of: name), inputs.indices.contains(input) {
        guard source.place == nil else { throw .inputPart }
        taken.insert(input)
        return [inputs[input]]
      }
      guard let (found, place) = named(name, source.place) else { throw .unknown }
      return [try value(ofRow: found, place, at: row)]
    case .number(let number):
      // Inside a block rows count from 0; in a table they have numbers.
      let found =
        block == nil
        ? rows.firstIndex { $0.number == number } : rows.indices.contains(number) ? number : nil
      guard let found else { throw .unknown }
      return [try value(ofRow: found, source.place, at: row)]
    case .back(let distance):
      if row - distance == -1, source.place == nil {
        taken.insert(0)
        return [inputs[0]]
      }
      return [try value(ofRow: row - distance, source.place, at: row)]
    }
  }

  /// The row of a name that may itself contain dots, and the place that is left: of `a.b.expand` the
  /// row `a.b` if there is one, else the row `a`.
  private func named(_ name: String, _ place: String?) -> (row: Int, place: String?)? {
    var name = name
    var rest = place.map { $0.parts(separatedBy: ".") } ?? []
    var found: (row: Int, place: String?)?
    while true {
      if let row = rows.firstIndex(where: { $0.name == name }) {
        found = (row, rest.isEmpty ? nil : rest.joined(separator: "."))
      } else if let (row, repetition) = rows.repeat(named: name) {
        found = (row, (["\(repetition)"] + rest).joined(separator: "."))
      }
      guard !rest.isEmpty else { return found }
      name += "." + rest.removeFirst()
    }
  }

  private func value(ofRow found: Int, _ place: String?, at row: Int) throws(SourceError) -> Value {
    guard found < row, let value = results[found] else { throw .unknown }
    guard let place else { return value }
    guard let inside = places[found]?[place] else {
      // Those of single repeats, which begin with a digit, only if there are no others.
      let all = (places[found] ?? [:]).keys.sorted()
      let named = all.filter { $0.first?.isNumber == false }
      let known = named.isEmpty ? all : named
      throw .noPart(place, row: rows[found].name, known: known)
    }
    return inside
  }
}

/// What is wrong with a source.
enum SourceError: Error {
  /// No row before has this name or number.
  case unknown
  /// What a table or block takes has no parts.
  case inputPart
  /// The inputs of a block have no numbers.
  case unnamedInputs
  /// A row has other parts, or none.
  case noPart(String, row: String, known: [String])

  /// One sentence.
  func message(_ source: Source) -> String {
    switch self {
    case .unknown: return "'from' names '\(source)', which is no row before this one"
    case .inputPart: return "'from' names '\(source)', but an input has no parts"
    case .unnamedInputs:
      return "'from' names '\(source)'; a block names what it takes by 'inputs: [first, second]'"
    case .noPart(let place, let row, let known):
      if known.isEmpty { return "row '\(row)' has no part '\(place)': it has no parts" }
      let listed = known.prefix(12).joined(separator: ", ")
      return
        "row '\(row)' has no part '\(place)'; it has \(listed)\(known.count > 12 ? ", ..." : "")"
    }
  }
}
