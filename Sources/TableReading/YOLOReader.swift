import Architecture

/// Reads YOLOv5's own form: `backbone` and `head` as lists of [from, number, module, args].
struct YOLOReader {
  let rules: Rules
  let library: BlockLibrary
  let log: ProblemLog

  private static let columns = ["from", "number", "module", "args"]

  /// Adds the rows and heads of both lists; their numbers count from 0 through both. What stands
  /// before the answers in `head` joins the backbone's maps: the neck.
  func read(_ fields: Fields, into body: inout ArchitectureReader.Body) {
    body.columns = Self.columns
    _ = fields.required("nc")
    let depth = fields.number("depth_multiple", in: 0.01...16) ?? 1
    let anchors = fields.list("anchors").map { $0.decodedList("anchors", log).count }
    for (key, part) in [("backbone", Part.backbone), ("head", Part.neck)] {
      for entry in fields.required(key)?.decodedList(key, log) ?? [] {
        guard let cells = entry.sequence, cells.count == Self.columns.count else {
          log.report("a row must be [from, number, module, args]", at: entry.location)
          continue
        }
        if let template = library.heads[cells[2].printed] {
          let reader = HeadReader(
            rules: rules, library: library, variables: ["classes"], log: log)
          let head = reader.head(
            template: template, sources: CellGrammar(log: log).sources(cells[0]),
            boxes: anchors.map { $0 / 2 }, anchors: fields["anchors"], location: entry.location)
          if let head { body.heads.append(head) }
          continue
        }
        var values = Dictionary(uniqueKeysWithValues: zip(Self.columns, cells))
        values["number"] = repeats(cells[1], depth: depth)
        body.rows.append(
          RawRow(
            name: nil, columns: Self.columns, cells: values, group: nil, part: part,
            location: entry.location))
      }
    }
  }

  /// The number of repeats under a depth multiple: at least one, halves to the even neighbour.
  private func repeats(_ cell: YAMLValue, depth: Double) -> YAMLValue {
    guard depth != 1, let text = cell.text, let number = Int(text), number > 1 else { return cell }
    let product = (Double(number) * depth).rounded(.toNearestOrEven)
    // A number that does not fit stays as printed, and is refused as any other that is too large.
    guard let scaled = Int(exactly: max(product, 1)) else { return cell }
    return YAMLValue(
      node: .scalar(.init(String(scaled), .implicit, .any, cell.node.mark)), source: cell.source)
  }
}
