import Architecture

/// Reads YOLOv5's own form: `backbone` and `head` as lists of [from, number, module, args].
struct YOLOReader {
  let rules: Rules
  let library: BlockLibrary
  let log: ProblemLog

  private static let columns = ["from", "number", "module", "args"]

  /// Adds the rows and heads of both lists; their numbers count from 0 through both. What stands
  /// before the answers in `head` joins the backbone's maps: the neck.
  func read(_ fields: Fields, into table: inout RawArchitecture) {
    table.columns = Self.columns
    _ = fields.required("nc")
    let depth = fields.number("depth_multiple", in: 0.01...16) ?? 1
    let maps = fields.list("anchors").map { $0.decodedList("anchors", log).count / 2 }
    // Detect has as many at every map as at the first.
    let boxes = maps.map { _ in maps[0] }
    let answers = fields["nc"]?.text.flatMap(Int.init).flatMap { classes in
      let (values, overflow) = (boxes.first ?? 0).multipliedReportingOverflow(by: classes &+ 5)
      return overflow ? nil : String(values)
    }
    for (key, part) in [("backbone", Part.backbone), ("head", Part.neck)] {
      for entry in fields.required(key)?.decodedList(key, log) ?? [] {
        guard let cells = entry.sequence, cells.count == Self.columns.count else {
          log.report("a row must be [from, number, module, args]", at: entry.location)
          continue
        }
        if let template = library.heads[cells[2].printed] {
          let reader = HeadReader(
            rules: rules, library: library, variables: ["classes"], log: log)
          requireOwnNumbers(cells[3], of: cells[2].printed, classes: fields["nc"])
          let head = reader.head(
            template: template, sources: CellGrammar(log: log).sources(cells[0]),
            boxes: boxes, anchors: fields["anchors"], location: entry.location)
          if var head {
            head.row = (table.rows.count + table.heads.count, printed(cells))
            table.heads.append(head)
          }
          continue
        }
        var row = RawRow(
          name: nil, columns: Self.columns,
          cells: Dictionary(uniqueKeysWithValues: zip(Self.columns, cells)), group: nil, part: part,
          location: entry.location)
        row.repeats = repeats(cells[1], depth: depth)
        // What has as many channels as the answers is meant to be answers.
        row.isScaled = cells[3].sequence?.first?.text != answers
        table.rows.append(row)
      }
    }
  }

  private func printed(_ cells: [YAMLValue]) -> [Cell] {
    zip(Self.columns, cells).map {
      Cell(column: $0, text: $1.printed, location: $1.location)
    }
  }

  /// Reports arguments of a head other than the table's own number of classes and anchors, which
  /// are what it gets.
  private func requireOwnNumbers(_ cell: YAMLValue, of head: String, classes: YAMLValue?) {
    let arguments = cell.sequence?.map { $0.printed } ?? []
    guard arguments.count == 2, ["nc", classes?.printed].contains(arguments[0]),
      arguments[1] == "anchors"
    else {
      log.report(
        "'\(head)' takes [nc, anchors], the numbers above; got \(cell.printed)", at: cell.location)
      return
    }
  }

  /// The number of repeats under a depth multiple: at least one, halves to the even neighbor;
  /// nothing where it is as printed.
  private func repeats(_ cell: YAMLValue, depth: Double) -> Quantity? {
    guard depth != 1, let text = cell.text, let number = Int(text), number > 1 else { return nil }
    let product = (Double(number) * depth).rounded(.toNearestOrEven)
    // A number that does not fit stays as printed, and is refused as any other that is too large.
    return Int(exactly: max(product, 1)).map { Quantity($0) }
  }
}
