import Architecture

/// Turns raw rows into typed rows.
struct RowReader {
  let rules: Rules
  let library: BlockLibrary
  let variables: Set<String>
  let log: ProblemLog
  /// Texts of the parameters of the block that contains the rows.
  var substitutions: [String: YAMLValue] = [:]
  /// Names of the blocks around, to refuse a block that contains itself.
  var enclosing: [String] = []

  /// More rows than any table has, with all its blocks unfolded.
  private static let mostRows = 20_000
  /// Blocks that may stand in each other, far more than in any table: each takes its part of the stack,
  /// here and wherever rows are walked.
  private static let deepest = 64

  /// The typed rows of raw rows that have numbers and names.
  func rows(_ raw: [RawRow]) -> [Row] {
    var rows: [Row] = []
    for raw in raw {
      log.unfoldedRows += 1
      guard log.unfoldedRows <= Self.mostRows else {
        log.report("the blocks expand to more than \(Self.mostRows) rows", at: raw.location)
        return rows
      }
      if let row = row(raw) { rows.append(row) }
    }
    return rows
  }

  private func row(_ raw: RawRow) -> Row? {
    let cells = RowCells(
      raw, grammar: CellGrammar(log: log, variables: variables), substitutions: substitutions)
    let printed = raw.columns.map { column in
      let value = raw.cells[RawTable.canonical(column)]
      return Cell(
        column: column, text: value?.printed ?? "~", location: value?.location ?? raw.location)
    }
    var row = Row(
      number: raw.number ?? 0, name: raw.name ?? "", repeatNames: raw.repeatNames,
      operation: .softmax, group: raw.group, part: raw.part,
      cells: printed, location: raw.location)
    row.sources = cells.cell("from").map(cells.grammar.sources) ?? []
    row.inputClaim = cells.cell("input").flatMap(cells.grammar.shape)
    row.repeats = cells.quantity("n") ?? Quantity(1)
    row.condition = cells.condition("when")

    if let module = cells.cell("module") {
      let printed = cells.quantity("number")
      row.repeats = raw.repeats ?? printed ?? Quantity(1)
      guard let name = module.decodedText("module", log) else { return nil }
      let args = cells.cell("args")
      let arguments = args?.decodedList("args", log) ?? []
      if let args, args.sequence == nil { return nil }
      return block(name, at: module, arguments: .positional(arguments), into: row, cells)
    }
    guard let cell = cells.cell("operator") ?? cells.cell("type / stride") else {
      log.report("the row has no operator", at: raw.location)
      return nil
    }
    let phrase = OperatorPhrase(cell.printed, grammar: cells.grammar)
    guard library.blocks[phrase.word] == nil, let word = OperatorWord(spelling: phrase.word) else {
      if library.blocks[phrase.word] != nil {
        for part in phrase.parts {
          log.report(
            "the block '\(phrase.word)' takes no \(part.rawValue) here; its parameters stand in columns",
            at: cell.location)
        }
      }
      return block(phrase.word, at: cell, arguments: .columns, into: row, cells)
    }
    for part in phrase.parts where !word.phraseParts.contains(part) {
      log.report("'\(phrase.word)' takes no \(part.rawValue)", at: cell.location)
    }
    let operators = OperatorReader(rules: rules, phrase: phrase, cell: cell, cells: cells)
    (row.operation, row.channelsClaim) = operators.operation(word)
    cells.finish(operation: "'\(phrase.word)'")
    return row
  }

  private enum Arguments {
    case positional([YAMLValue])
    case columns
  }

  private func block(
    _ name: String, at cell: YAMLValue, arguments: Arguments, into row: Row, _ cells: RowCells
  ) -> Row? {
    guard let definition = definition(name, at: cell) else { return nil }
    var binding = binding(arguments, of: definition, at: cell, cells)
    if case .positional(let values) = arguments, values.count > definition.parameters.count {
      log.report(
        "'\(name)' takes \(definition.parameters.count) arguments, not \(values.count)",
        at: cell.location)
    }
    // Without an argument the rows inside would only repeat what is reported already.
    guard binding.texts.count == definition.parameters.count else { return nil }
    var row = row
    if definition.repeatsInside {
      if let number = row.repeats.value(in: [:]), number > 1000 {
        let place = cells.cell("number") ?? cells.cell("n") ?? cell
        log.report("invalid number of repeats \(number)", at: place.location)
      }
      binding.quantities["number"] = row.repeats
      row.repeats = Quantity(1)
    }
    let caller = log.caller
    if caller == nil { log.caller = (name, cell.location) }
    defer { log.caller = caller }
    row.operation = .block(
      BlockInstance(
        name: name, rows: rows(of: definition, binding),
        arguments: binding.quantities, standards: binding.standards,
        scaledParameters: cells.raw.isScaled ? definition.scaled : [],
        inputs: definition.inputs, stride: stride(of: definition, arguments),
        results: definition.results))
    cells.finish(operation: "'\(name)'")
    return row
  }

  /// The parameter that only the first repeat has: the stride of a row in the papers' columns. Arguments by
  /// position are YOLOv5's, which repeats a module as it stands.
  private func stride(of definition: BlockDefinition, _ arguments: Arguments) -> String? {
    guard case .columns = arguments else { return nil }
    return definition.parameters.first { RawTable.canonical($0.name) == "s" }?.name
  }

  /// The block of a name; reports one that there is not, or that would contain itself.
  private func definition(_ name: String, at cell: YAMLValue) -> BlockDefinition? {
    guard let definition = library.blocks[name] else {
      let known =
        OperatorWord.allCases.map { $0.rawValue } + library.blocks.keys.sorted()
        + library.heads.keys.sorted()
      let hint = nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
      log.report("unknown operator '\(name)'\(hint)", at: cell.location)
      return nil
    }
    guard !enclosing.contains(definition.name) else {
      log.report("block '\(definition.name)' contains itself", at: cell.location)
      return nil
    }
    guard enclosing.count < Self.deepest else {
      log.report("blocks are nested more than \(Self.deepest) deep", at: cell.location)
      return nil
    }
    return definition
  }

  /// The rows inside a block.
  private func rows(of definition: BlockDefinition, _ binding: Binding) -> [Row] {
    let own = Set(binding.quantities.keys).union(binding.standards.map { $0.name })
    var inner = RowReader(
      rules: rules, library: library, variables: own.union(["in"]).union(variables), log: log)
    inner.substitutions = binding.texts
    inner.enclosing = enclosing + [definition.name]
    return inner.rows(
      RowNames(library: library, log: log).named(definition.table.rows, first: 0))
  }

  /// What the parameters of a block stand for.
  private struct Binding {
    /// Their texts, in the rows inside.
    var texts: [String: YAMLValue] = [:]
    /// The numbers among them.
    var quantities: [String: Quantity] = [:]
    /// Standard values that are products of other parameters.
    var standards: [BlockInstance.Standard] = []
  }

  private func binding(
    _ arguments: Arguments, of definition: BlockDefinition, at cell: YAMLValue, _ cells: RowCells
  ) -> Binding {
    var binding = Binding()
    let names = Set(definition.parameters.map { $0.name })
    for (position, parameter) in definition.parameters.enumerated() {
      let given: YAMLValue? =
        switch arguments {
        case .positional(let values): values.indices.contains(position) ? values[position] : nil
        case .columns: cells.cell(RawTable.canonical(parameter.name))
        }
      guard let value = argument(given, for: parameter, of: definition, at: cell) else { continue }
      binding.texts[parameter.name] = value
      if let name = given?.text, variables.contains(name) {
        // A number of the block around goes by its name there: the width multiplier may scale it.
        binding.quantities[parameter.name] = Quantity(1, times: [name])
      } else if let window = value.text.flatMap(cells.grammar.window) {
        let outer = BlockInstance.perAxis(given?.text ?? "", in: variables)
        let (names, values) = (
          BlockInstance.axisNames(of: parameter.name), outer ?? window.map { Quantity($0) }
        )
        binding.quantities[names.height] = values.height
        binding.quantities[names.width] = values.width
      } else if let quantity = literal(value, variables: given == nil ? names : []) {
        if given == nil, !quantity.isLiteral {
          binding.standards.append(.init(name: parameter.name, value: quantity))
        } else {
          binding.quantities[parameter.name] = quantity
        }
      }
    }
    return binding
  }

  /// What a parameter stands for: the argument, the standard value, or the choice that a number
  /// picks; a name of the block around stands for that block's own argument.
  private func argument(
    _ given: YAMLValue?, for parameter: BlockDefinition.Parameter, of block: BlockDefinition,
    at cell: YAMLValue
  ) -> YAMLValue? {
    // As Python says that an argument is left out.
    let given = given?.text == "None" ? nil : given
    let value = given.map { value in value.text.flatMap { substitutions[$0] } ?? value }
    if let value, value.sequence != nil {
      log.report("'\(parameter.name)' cannot be a list; got \(value.printed)", at: value.location)
      return nil
    }
    if let only = parameter.only {
      if let value, value.printed != only.printed, !value.isAbsent {
        log.report(
          "'\(parameter.name)' can only be \(only.printed); got '\(value.printed)'",
          at: value.location)
      }
      return only
    }
    if let choices = parameter.choices {
      guard let value else { return choices.first }
      guard let text = value.text, let index = Int(text), choices.indices.contains(index) else {
        log.report(
          "'\(parameter.name)' must be a number from 0 to \(choices.count - 1);"
            + " got '\(value.printed)'", at: value.location)
        return nil
      }
      return choices[index]
    }
    if let value = value ?? parameter.standard { return value }
    if given == nil {
      log.report("'\(block.name)' needs '\(parameter.name)'", at: cell.location)
    }
    return nil
  }

  /// The number that an argument is: a literal, True or False, or a product of known variables.
  private func literal(_ value: YAMLValue, variables own: Set<String>) -> Quantity? {
    switch value.text {
    case "True", "true": return Quantity(1)
    case "False", "false", "0": return Quantity(0)
    default:
      let quiet = CellGrammar(
        log: ProblemLog(), variables: variables.union(own).union(["in", "out"]))
      return quiet.quantity(value)
    }
  }
}
