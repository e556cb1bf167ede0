import Architecture

/// Reads a file of published figures: tables in which every cell is as its source prints it.
struct PublishedReader {
  let library: TableLibrary
  let log: ProblemLog

  private enum Column: String, CaseIterable {
    case network, width, resolution, classes, variant, stale
    case macs = "MACs"
    case flops = "FLOPs"
    case parameters
    case top1 = "top-1"
    case top5 = "top-5"
    case meanAveragePrecision = "mAP"
    case meanIntersectionOverUnion = "mIoU"
  }

  /// What holds for every row of a table whose own cell says nothing.
  private static let defaults = ["network", "width", "resolution", "classes", "variant", "stale"]

  /// What a file holds, read as far as it can be.
  func content(_ document: YAMLValue) -> (figures: [PublishedFigure], claims: [PublishedClaim]) {
    let fields = Fields(
      document, allowed: ["published", "tables", "claims"], what: "a file of published figures",
      log: log)
    _ = fields.requiredText("published")
    if fields["claims"] == nil { _ = fields.required("tables") }
    let claims = ClaimReader(library: library, log: log)
    return (fields.list("tables").flatMap(table), fields.list("claims").compactMap(claims.claim))
  }

  private func table(_ value: YAMLValue) -> [PublishedFigure] {
    let fields = Fields(
      value, allowed: ["source", "data", "columns", "rows"] + Self.defaults,
      what: "a table of published figures", log: log)
    guard let source = fields.requiredText("source"), let header = fields.required("columns"),
      let rows = fields.required("rows")
    else { return [] }
    let data = fields.text("data")
    let columns = header.decodedList("columns", log).map(column)
    if Set(columns).count < columns.count {
      log.report("two columns have the same name", at: header.location)
    }
    return rows.decodedList("rows", log).compactMap { entry in
      let cells = entry.decodedList("a row", log)
      guard cells.count == columns.count else {
        if entry.sequence != nil {
          log.report(
            "the row has \(cells.count) cells, its header \(columns.count) columns",
            at: entry.location)
        }
        return nil
      }
      var values: [Column: YAMLValue] = [:]
      for name in Self.defaults {
        if let column = Column(rawValue: name) { values[column] = fields[name] }
      }
      for (column, cell) in zip(columns, cells) where !cell.isAbsent {
        if let column { values[column] = cell }
      }
      return figure(values, source: source, data: data, at: entry.location)
    }
  }

  private func column(_ value: YAMLValue) -> Column? {
    let name = value.printed
    if let column = Column(rawValue: name) { return column }
    let known = Column.allCases.map { $0.rawValue }
    let hint = nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    log.report("unknown column '\(name)'\(hint)", at: value.location)
    return nil
  }

  private func figure(
    _ values: [Column: YAMLValue], source: String, data: String?, at location: SourceLocation
  ) -> PublishedFigure? {
    guard let name = values[.network] else {
      log.report("neither the row nor its table names a network", at: location)
      return nil
    }
    guard let resolution = values[.resolution] else {
      log.report("neither the row nor its table has a resolution", at: location)
      return nil
    }
    let width = values[.width].flatMap { $0.decodedNumber("'width'", in: 0.01...16, log) }
    let pixels = self.resolution(resolution)
    let classes = values[.classes].flatMap {
      $0.decodedInteger("'classes'", in: 1...1_000_000, log)
    }
    func request(_ value: YAMLValue) -> NetworkRequest? {
      library.fullName(of: value, log).map {
        NetworkRequest($0, width: width, resolution: pixels, classes: classes)
      }
    }
    let counts = PublishedCount.Quantity.allCases.compactMap { quantity in
      column(quantity).flatMap { values[$0] }.flatMap { cell -> PublishedCount? in
        if let number = PrintedNumber(cell.printed), number.value >= 1 {
          return PublishedCount(quantity, number)
        }
        log.report(
          "'\(cell.printed)' is not a count as printed, such as 569 M or 35641826",
          at: cell.location)
        return nil
      }
    }
    let accuracies = PublishedAccuracy.Metric.allCases.compactMap { metric in
      column(metric).flatMap { values[$0] }.flatMap { cell -> PublishedAccuracy? in
        if data == nil {
          log.report("an accuracy needs its table's 'data', such as ImageNet", at: cell.location)
        }
        return cell.decodedNumber("'\(metric.rawValue)'", in: 0...100, log).map {
          PublishedAccuracy(metric, percent: $0, data: data ?? "", source: source)
        }
      }
    }
    let figures =
      PublishedCount.Quantity.allCases.map(column) + PublishedAccuracy.Metric.allCases.map(column)
    if figures.allSatisfy({ $0.flatMap { values[$0] } == nil }) {
      log.report("the row has no figure", at: location)
    }
    guard let network = request(name) else { return nil }
    return PublishedFigure(
      network: network, counts: counts, accuracies: accuracies, source: source,
      variant: (values[.stale] ?? values[.variant]).flatMap(request),
      isVariantOlder: values[.stale] != nil, location: location)
  }

  /// `224`, or `192x640`.
  private func resolution(_ value: YAMLValue) -> Resolution? {
    guard let resolution = Resolution(value.printed), !resolution.isSquare else {
      return value.decodedInteger("'resolution'", in: 1...16_384, log).map { Resolution($0) }
    }
    guard resolution.shorter >= 1, resolution.longer <= 16_384 else {
      log.report("a side of 'resolution' must be from 1 to 16384", at: value.location)
      return nil
    }
    return resolution
  }

  private func column(_ quantity: PublishedCount.Quantity) -> Column? {
    Column(rawValue: quantity.rawValue)
  }

  private func column(_ metric: PublishedAccuracy.Metric) -> Column? {
    Column(rawValue: metric.rawValue)
  }
}
