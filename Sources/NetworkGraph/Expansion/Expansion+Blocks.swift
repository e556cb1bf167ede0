import Architecture

extension Expansion {
  /// A composite block: its rows in a scope of their own, where `input` is what the block takes.
  mutating func expand(
    _ block: BlockInstance, of row: Row, inputs: [Value], isFirst: Bool, environment: [String: Int],
    at cursor: inout Cursor, topLevel: Int?
  ) -> Value {
    if topLevel != nil { caller = (block.name, row.location) }
    defer { if topLevel != nil { caller = nil } }
    guard checkInputs(of: block, inputs, row),
      let inner = variables(inside: block, of: row, inputs[0], isFirst, environment, topLevel)
    else { return inputs[0] }
    var scope = Scope(block.rows, inputs: inputs, block: block)
    var previous = inputs
    for run in Run.all(of: block.rows) {
      guard let count = run.count(inner, &self) else { return inputs[0] }
      for repetition in 1...count {
        for index in run.rows {
          let name = run.group == nil ? nil : "\(repetition - 1)"
          guard
            let value = expand(
              index, of: &scope, previous: previous, inner, groupRepetition: name, at: cursor)
          else { return inputs[0] }
          previous = [value]
        }
      }
    }
    if let unused = inputs.indices.first(where: { !scope.taken.contains($0) }) {
      report(
        "block '\(block.name)' does not use its source \(unused + 1): a row inside takes it by"
          + " 'inputs', or by a name in the block's 'inputs: [first, second]'",
        at: row.location(of: "from"))
    }
    inside = scope.named
    for (name, source) in block.results {
      inside[name] = self.source(source, at: block.rows.count, in: &scope, row.location)?.first
    }
    return previous[0]
  }

  /// All repeats of one row inside a block; nothing if it does not fit, which is reported.
  private mutating func expand(
    _ index: Int, of scope: inout Scope, previous: [Value], _ environment: [String: Int],
    groupRepetition: String?, at cursor: Cursor
  ) -> Value? {
    let row = scope.rows[index]
    guard let sources = sources(of: row, at: index, in: &scope, previous: previous),
      let count = repeats(of: row, environment)
    else { return nil }
    var here = environment
    here["in"] = sources[0].channels
    guard let stands = stands(row, here) else { return nil }
    var value = sources[0]
    if stands {
      // What may stand several times is counted even where it stands once.
      let isRepeated = count > 1 || !row.repeats.isLiteral
      for repetition in 1...count {
        let number = isRepeated ? "\(repetition - 1)" : nil
        var within = cursor
        within.path += [row.name] + [groupRepetition, number].compactMap { $0 }
        here["in"] = value.channels
        inside = [:]
        value = expand(
          row, inputs: repetition == 1 ? sources : [value], isFirst: repetition == 1,
          environment: here, at: &within, topLevel: nil)
        guard problems.isEmpty else { return nil }
        let numbers = [groupRepetition, number].compactMap { $0 }
        scope.keep(
          value, places: inside, ofRow: index,
          repeat: numbers.isEmpty ? nil : numbers.joined(separator: "."))
      }
    }
    scope.results[index] = value
    return value
  }

  /// Whether a row stands under the given variables; nothing if that cannot be said, which is
  /// reported.
  mutating func stands(_ row: Row, _ environment: [String: Int]) -> Bool? {
    guard let condition = row.condition else { return true }
    if let holds = condition.holds(in: environment) { return holds }
    report("'\(condition)' has no value here", at: row.location(of: "when"))
    return nil
  }

  /// Reports a number of sources other than that of the names that a block gives them.
  private mutating func checkInputs(of block: BlockInstance, _ inputs: [Value], _ row: Row) -> Bool
  {
    guard !block.inputs.isEmpty, block.inputs.count != inputs.count else { return true }
    report(
      "block '\(block.name)' takes \(block.inputs.count) sources"
        + " (\(block.inputs.joined(separator: ", "))), but has \(inputs.count)",
      at: row.location(of: "from"))
    return false
  }

  /// What the names inside a block stand for: what it takes, its arguments and its standards;
  /// nothing if one has no value, which is reported.
  private mutating func variables(
    inside block: BlockInstance, of row: Row, _ input: Value, _ isFirst: Bool,
    _ environment: [String: Int], _ topLevel: Int?
  ) -> [String: Int]? {
    var inner = variables
    inner["in"] = input.channels
    for (name, quantity) in block.arguments {
      guard var value = quantity.value(in: environment) else {
        report("'\(quantity)' has no value for '\(name)'", at: row.location)
        return nil
      }
      if topLevel != nil, quantity.isLiteral, block.scaledParameters.contains(name),
        spec.rules.width.scales(row.name, by: width)
      {
        guard let scaled = scaled(value, by: width) else { return nil }
        value = scaled
      }
      inner[name] = value
    }
    if !isFirst, let stride = block.stride {
      let axes = BlockInstance.axisNames(of: stride)
      for name in [stride, axes.height, axes.width] { inner[name] = 1 }
    }
    for standard in block.standards {
      guard let value = integer(standard.value, inner, of: row) else { return nil }
      inner[standard.name] = value
    }
    return inner
  }
}
