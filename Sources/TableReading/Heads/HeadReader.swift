import Architecture

/// Reads heads that stand over several maps.
struct HeadReader {
  let rules: Rules
  let library: BlockLibrary
  let variables: Set<String>
  let log: ProblemLog

  /// The heads of an architecture's own key `heads`.
  func heads(_ entries: [YAMLValue]) -> [Head] {
    entries.compactMap { entry in
      let fields = Fields(
        entry,
        .head, log: log)
      let cells = CellGrammar(log: log)
      let sources = fields.required("sources").map(cells.sources) ?? []
      let boxes = (fields.required("boxes")?.decodedList("boxes", log) ?? []).map {
        $0.decodedInteger("'boxes'", in: 1...1000, log) ?? 1
      }
      return head(
        fields, sources: sources, boxes: boxes, anchors: fields["anchors"],
        location: entry.location)
    }
  }

  /// A head from a template of a file of blocks (YOLOv5's Detect), with the table's own anchors.
  func head(
    template: YAMLValue, sources: [Source], boxes: [Int], anchors: YAMLValue?,
    location: SourceLocation
  ) -> Head? {
    let fields = Fields(
      template, .headTemplate, log: log)
    return head(fields, sources: sources, boxes: boxes, anchors: anchors, location: location)
  }

  private func head(
    _ fields: Fields, sources: [Source], boxes: [Int], anchors: YAMLValue?,
    location: SourceLocation
  ) -> Head? {
    if sources.count != boxes.count {
      log.report(
        "\(boxes.count) maps have boxes or anchors, but the head uses \(sources.count)",
        at: location)
    }
    let join = fields.choice("join", of: Head.Join.self) ?? .maps
    let branches = (fields.required("branches")?.decodedMapping("branches", log) ?? []).map {
      key, value in
      branch(key.printed, value)
    }
    let detection = DetectionReader(log: log).detection(
      fields, anchors: anchors, boxes: boxes, branches: branches, location: location)
    return Head(
      sources: sources, boxes: boxes, branches: branches, join: join, detection: detection,
      location: location)
  }

  private func branch(_ name: String, _ value: YAMLValue) -> Head.Branch {
    let fields = Fields(
      value, .branch, what: "branch '\(name)'", log: log)
    let grammar = CellGrammar(log: log, variables: variables)
    var values: [Head.Field] = []
    if let mapping = fields["values"]?.mapping {
      values = mapping.compactMap { key, value in
        grammar.quantity(value).map { Head.Field(name: key.printed, count: $0) }
      }
    } else if let single = fields.required("values").flatMap(grammar.quantity) {
      values = [Head.Field(name: name, count: single)]
    }
    let table = RawTable(
      columns: fields.required("columns"), rows: fields.required("rows"), part: .head, log: log)
    let reader = RowReader(
      rules: rules, library: library, variables: variables.union(["boxes", "values", "in"]),
      log: log)
    let rows = RowNames(library: library, log: log).named(table.rows, first: 1)
    return Head.Branch(name: name, rows: reader.rows(rows), fields: values)
  }
}
