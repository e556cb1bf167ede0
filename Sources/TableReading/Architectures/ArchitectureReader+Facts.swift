import Architecture

extension ArchitectureReader {
  func variables(_ entries: [(key: YAMLValue, value: YAMLValue)]) -> [String: Int] {
    var variables: [String: Int] = [:]
    for (key, value) in entries {
      variables[key.printed] = value.decodedInteger(
        "'\(key.printed)'", in: 1...CellGrammar.largest, log)
    }
    return variables
  }

  func reference(_ value: YAMLValue?) -> ArchitectureSpec.Reference {
    guard let value else { return ArchitectureSpec.Reference(paper: "") }
    let fields = Fields(value, .source, log: log)
    return ArchitectureSpec.Reference(
      paper: fields.requiredText("paper") ?? "", arxiv: fields.text("arxiv"),
      table: fields.text("table"))
  }

  func input(_ value: YAMLValue?, of location: SourceLocation) -> Shape {
    let unknown = Shape(height: 1, width: 1, channels: 1)
    guard let value else {
      log.report("key 'input' is missing", at: location)
      return unknown
    }
    let input = Fields(value, .input, log: log)
    guard let shape = input.required("shape") else { return unknown }
    let extents = (shape.sequence ?? []).compactMap {
      $0.decodedInteger("an extent of the input", in: 1...16_384, log)
    }
    guard extents.count == 3 else {
      log.report("'shape' must be [height, width, channels]", at: shape.location)
      return unknown
    }
    return Shape(height: extents[0], width: extents[1], channels: extents[2])
  }

  /// How pictures become input: as a family or a dialect says, unless that is for another number of
  /// channels, or as the table says of its `own`.
  func preprocessing(
    _ value: YAMLValue?, own: YAMLValue?, of input: Shape
  ) -> PreprocessingSpec? {
    let means = value?.mapping?.first { $0.key.text == "mean" }?.value.sequence?.count ?? 0
    let isForOthers = means != input.channels && PreprocessingSpec.channelCounts.contains(means)
    guard let value = isForOthers ? own : value else { return nil }
    let fields = Fields(
      value,
      .preprocessing, log: log)
    func channels(_ key: String, in range: ClosedRange<Double>) -> [Double] {
      guard let value = fields.required(key) else { return [] }
      let numbers = (value.sequence ?? []).compactMap {
        $0.decodedNumber("'\(key)'", in: range, log)
      }
      if input.channels == 3, numbers.count != 3 {
        log.report("'\(key)' must be three numbers: red, green, blue", at: value.location)
      } else if input.channels == 1, numbers.count != 1 {
        log.report(
          "'\(key)' has \(numbers.count) numbers, but the input one channel", at: value.location)
      }
      return numbers
    }
    if !PreprocessingSpec.channelCounts.contains(input.channels) {
      log.report(
        "pictures have 1 or 3 channels, but the input has \(input.channels)", at: value.location)
    }
    if input.channels == 1, let place = fields.key("channels") {
      log.report("'channels' orders red, green and blue, but the input has one channel", at: place)
    }
    return PreprocessingSpec(
      fit: fit(fields),
      filter: fields.choice("filter", of: PreprocessingSpec.Filter.self) ?? .antialiased,
      channels: fields.choice("channels", of: PreprocessingSpec.ChannelOrder.self) ?? .rgb,
      range: fields.number("range", in: 1...255) ?? 1,
      mean: channels("mean", in: -1000...1000),
      standardDeviation: channels("standard-deviation", in: 0.000_001...1000))
  }

  private enum Resize: String, CaseIterable {
    case crop, stretch, center, letterbox
  }

  private func fit(_ fields: Fields) -> PreprocessingSpec.Fit {
    let resize = fields.choice("resize", of: Resize.self) ?? .crop
    func refuse(_ key: String, for others: Resize...) {
      guard !others.contains(resize), let place = fields.key(key) else { return }
      let names = others.map { "'resize: \($0.rawValue)'" }.joined(separator: " or ")
      log.report("'\(key)' needs \(names)", at: place)
    }
    refuse("crop-fraction", for: .crop, .center)
    refuse("fill", for: .letterbox)
    func fraction() -> Double { fields.number("crop-fraction", in: 0.01...1) ?? 1 }
    switch resize {
    case .crop: return .crop(fraction: fraction())
    case .stretch: return .stretch
    case .center: return .center(fraction: fraction())
    case .letterbox: return .letterbox(fill: fields.integer("fill", in: 0...255) ?? 0)
    }
  }

  /// What the source misprints; not what a dialect has as it was printed.
  func errata(
    _ fields: Fields, rows: [Row], columns: [String], dialect: String?
  ) -> [Erratum] {
    fields.list("errata").compactMap { entry in
      let fields = Fields(
        entry, .erratum, log: log)
      guard let printed = fields.requiredText("printed"), let reason = fields.requiredText("reason")
      else { return nil }
      let text = fields.text("text")
      // Without a cell it is about prose.
      if fields["row"] == nil, fields["column"] == nil {
        return Erratum(cell: nil, text: text, printed: printed, reason: reason)
      }
      guard let row = fields.required("row"), let column = fields.required("column") else {
        return nil
      }
      let found = rows.first { $0.name == row.printed || String($0.number) == row.printed }
      if found == nil { log.report("no row '\(row.printed)'", at: row.location) }
      if !columns.contains(column.printed) {
        log.report("no column '\(column.printed)'", at: column.location)
      }
      guard let found, columns.contains(column.printed) else { return nil }
      if found.cells.contains(where: { $0.column == column.printed && $0.text == printed }) {
        if dialect != nil { return nil }
        log.report("the erratum's 'printed' equals the cell itself", at: entry.location)
      }
      return Erratum(
        cell: Erratum.Cell(row: found.number, column: column.printed), text: text,
        printed: printed, reason: reason)
    }
  }
}
