import Architecture

extension Expansion {
  /// A composite block: its rows in a scope of their own, where `input` is what the block takes.
  mutating func expand(
    _ block: BlockInstance, of row: Row, inputs: [Value], environment: [String: Int],
    at cursor: inout Cursor, topLevel: Int?
  ) -> Value {
    if topLevel != nil { caller = (block.name, row.location) }
    defer { if topLevel != nil { caller = nil } }
    guard let inner = variables(inside: block, of: row, inputs[0], environment, topLevel) else {
      return inputs[0]
    }
    var results: [Value] = []
    var named: [String: Value] = [:]
    var previous = inputs
    for (index, row) in block.rows.enumerated() {
      var sources: [Value] = []
      for source in row.sources {
        guard let found = self.source(source, inside: index, results, named, inputs) else {
          report(
            "'from' names '\(source)', which is not before this row of the block",
            at: row.location(of: "from"))
          return inputs[0]
        }
        sources += found
      }
      if sources.isEmpty { sources = previous }
      var scope = cursor
      guard let count = repeats(of: row, inner) else { return inputs[0] }
      // What may stand several times is counted even where it stands once.
      let isRepeated = count > 1 || !row.repeats.isLiteral
      var value = sources[0]
      for repetition in 1...count {
        scope.path = cursor.path + [row.name] + (isRepeated ? ["\(repetition - 1)"] : [])
        var here = inner
        here["in"] = value.channels
        value = expand(
          row, inputs: repetition == 1 ? sources : [value], isFirst: repetition == 1,
          environment: here, at: &scope, topLevel: nil)
        guard problems.isEmpty else { return value }
      }
      results.append(value)
      named[row.name] = value
      previous = [value]
    }
    if let topLevel {
      for (name, source) in block.results {
        named[name] = self.source(source, inside: results.count, results, named, inputs)?.first
      }
      places[topLevel] = named
    }
    return results.last ?? inputs[0]
  }

  /// What the names inside a block stand for: what it takes, its arguments and its standards;
  /// nothing if one has no value, which is reported.
  private mutating func variables(
    inside block: BlockInstance, of row: Row, _ input: Value, _ environment: [String: Int],
    _ topLevel: Int?
  ) -> [String: Int]? {
    var inner = variables
    inner["in"] = input.channels
    for (name, quantity) in block.arguments {
      guard var value = quantity.value(in: environment) else {
        report("'\(quantity)' has no value for '\(name)'", at: row.location)
        return nil
      }
      if topLevel != nil, quantity.isLiteral, block.scaledParameters.contains(name) {
        guard let scaled = scaled(value, by: width) else { return nil }
        value = scaled
      }
      inner[name] = value
    }
    for standard in block.standards {
      guard let value = integer(standard.value, inner, of: row) else { return nil }
      inner[standard.name] = value
    }
    return inner
  }

  /// What a source means inside a block: `input` and `inputs` are what the block takes.
  private func source(
    _ source: Source, inside index: Int, _ results: [Value], _ named: [String: Value],
    _ inputs: [Value]
  ) -> [Value]? {
    switch source.anchor {
    case .input: return [inputs[0]]
    case .name("inputs"): return inputs
    case .name(let name): return named[name].map { [$0] }
    case .number(let number):
      return results.indices.contains(number) ? [results[number]] : nil
    case .back(let rows):
      if rows == index + 1 { return [inputs[0]] }
      return results.indices.contains(index - rows) ? [results[index - rows]] : nil
    }
  }
}
