import Architecture

/// Numbers and names the rows that have no number or name of their own: the second bneck is `bneck2`.
struct RowNames {
  let library: BlockLibrary
  let log: ProblemLog

  /// The rows with their numbers, which count from `first`, and names; two of one name are reported.
  func named(_ rows: [RawRow], first: Int) -> [RawRow] {
    var counts: [String: Int] = [:]
    var names: Set<String> = []
    return zip(rows, RawRow.numbers(of: rows, first: first)).map { row, number in
      var row = row
      row.number = number
      guard let prefix = prefix(of: row) else { return row }
      counts[prefix, default: 0] += 1
      // The second C3 is not a C32.
      let joint = prefix.last?.isNumber ?? false ? "-" : ""
      let name = row.name ?? "\(prefix)\(joint)\(counts[prefix] ?? 1)"
      for name in [name] + row.repeatNames where !names.insert(name).inserted {
        log.report("two rows have the name '\(name)'", at: row.location)
      }
      row.name = name
      return row
    }
  }

  /// The rows without the numbers and names that they were given here, for other rows to be among them.
  func unnamed(_ rows: [RawRow]) -> [RawRow] {
    rows.map { row in
      var row = row
      row.number = nil
      if let name = row.name, let prefix = prefix(of: row), name.hasPrefix(prefix) {
        let rest = name.dropFirst(prefix.count)
        if Int(rest.hasPrefix("-") ? rest.dropFirst() : rest) != nil { row.name = nil }
      }
      return row
    }
  }

  /// The operator or block of a row; nothing if it has none.
  private func prefix(of row: RawRow) -> String? {
    if let module = row.cell("module") { return module.text }
    guard let cell = row.operatorCell else { return nil }
    let word = OperatorPhrase(cell.printed, grammar: CellGrammar(log: log)).word
    let isBlock = library.blocks[word] != nil
    return isBlock ? word : OperatorWord(spelling: word)?.rowName ?? word
  }
}
