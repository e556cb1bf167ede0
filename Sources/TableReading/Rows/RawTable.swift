import Architecture

/// A header and its rows.
struct RawTable {
  var columns: [String]
  var rows: [RawRow]

  /// The name under which the grammar knows a column that papers print in several ways.
  static func canonical(_ column: String) -> String {
    let name = column.lowercased()
    return switch name {
    case "c", "#out", "out channels": "out"
    case "exp size", "exp. size": "exp"
    case "input size": "input"
    case "stride": "s"
    default: name
    }
  }

  /// Reads `columns`, or takes `standard` ones, and `rows`.
  init(
    columns header: YAMLValue?, standard: [String] = [], rows body: YAMLValue?, part: Part,
    log: ProblemLog
  ) {
    columns =
      header?.decodedList("columns", log).compactMap { $0.decodedText("a column", log) }
      ?? standard
    rows = []
    // Without its header no row can be read.
    if let header, header.sequence == nil { return }
    let names = columns.map(Self.canonical)
    if let header, Set(names).count < names.count {
      log.report("two columns have the same name", at: header.location)
    }
    guard let body else { return }
    var groups = 0
    for entry in body.decodedList("rows", log) {
      if let keys = entry.mapping?.map({ $0.key.text }),
        keys.contains("repeat") || keys.contains("rows")
      {
        let fields = Fields(entry, .group, log: log)
        var group: Row.Group?
        if let count = repeats(fields, log) {
          groups += 1
          group = Row.Group(
            index: groups, count: count, location: fields["repeat"]?.location ?? entry.location)
        }
        let part = fields.choice("part", of: Part.self) ?? part
        for inner in fields.required("rows")?.decodedList("rows", log) ?? [] {
          append(inner, group: group, part: part, log: log)
        }
      } else {
        append(entry, group: nil, part: part, log: log)
      }
    }
  }

  /// How often a group stands: a number, or a variable or parameter, which has its value later.
  private func repeats(_ fields: Fields, _ log: ProblemLog) -> Quantity? {
    guard let value = fields["repeat"] else { return nil }
    if let name = value.text, name.first?.isLetter == true { return Quantity(1, times: [name]) }
    return fields.integer("repeat", in: 1...1000).map { Quantity($0) }
  }

  private mutating func append(
    _ entry: YAMLValue, group: Row.Group?, part: Part, log: ProblemLog
  ) {
    var name: RowName?
    var list = entry
    if let mapping = entry.mapping {
      guard mapping.count == 1, let key = mapping[0].key.text else {
        log.report("a row must be a list of cells, or a name and such a list", at: entry.location)
        return
      }
      name = RowName(key, at: mapping[0].key.location, log: log)
      list = mapping[0].value
    }
    guard let cells = list.sequence else {
      log.report("a row must be a list of \(columns.count) cells", at: entry.location)
      return
    }
    guard cells.count == columns.count else {
      log.report(
        "the row has \(cells.count) cells, its header \(columns.count) columns"
          + " (\(columns.joined(separator: ", ")))", at: entry.location)
      return
    }
    if let name, rows.contains(where: { $0.name == name.name }) {
      log.report("two rows have the name '\(name.name)'", at: entry.location)
    }
    // Of two columns with one name, which are reported, the first counts.
    var named: [String: YAMLValue] = [:]
    for (column, cell) in zip(columns.map(Self.canonical), cells) where named[column] == nil {
      named[column] = cell
    }
    rows.append(
      RawRow(
        name: name?.name, repeatNames: name?.repeats ?? [], columns: columns, cells: named,
        group: group, part: part, location: entry.location))
  }
}
