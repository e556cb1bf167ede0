import Architecture

/// Reads what turns a head's answers into boxes: `default-boxes` or `anchors`, `decoding`,
/// `suppression` and `loss`.
struct DetectionReader {
  let log: ProblemLog

  private static let sizes = 0.000_001...1_000_000.0

  /// The specification of a head; nothing if it states none. `anchors` may stand elsewhere than in
  /// the head itself, as in YOLOv5's own form.
  func detection(
    _ fields: Fields, anchors: YAMLValue?, boxes: [Int], branches: [Head.Branch],
    location: SourceLocation
  ) -> DetectionSpec? {
    let defaults = fields["default-boxes"]
    let states = ["default-boxes", "decoding", "suppression", "loss"].contains {
      fields[$0] != nil
    }
    guard !boxes.isEmpty, states || fields["anchors"] != nil else { return nil }
    let reference: ReferenceBoxes?
    let clip: BoxClip
    switch (defaults, anchors) {
    case (let defaults?, nil):
      let decoding = self.decoding(
        fields, GrammarObject.centerSizeKeys, of: "default boxes")
      clip = decoding?.choice("clip", of: BoxClip.self) ?? .no
      reference = defaultBoxes(defaults, counts: boxes).flatMap { boxes in
        decoding.map { .defaultBoxes(boxes, centerSize($0)) }
      }
    case (nil, let anchors?):
      let decoding = self.decoding(fields, GrammarObject.cellKeys, of: "anchors")
      clip = decoding?.choice("clip", of: BoxClip.self) ?? .no
      let maps = self.anchors(anchors, counts: boxes)
      reference = decoding.flatMap(cell).map { .anchors(maps, $0) }
    case (.some(let defaults), .some):
      log.report("a head has either default boxes or anchors, not both", at: defaults.location)
      return nil
    case (nil, nil):
      log.report("key 'default-boxes' or 'anchors' is missing", at: fields.location)
      return nil
    }
    let suppression = fields.required("suppression").map(self.suppression)
    let loss = fields["loss"].flatMap { LossReader(log: log, boxes: reference).loss($0) }
    requireAnswers(branches, objectness: defaults == nil, at: location)
    guard let reference, let suppression else { return nil }
    return DetectionSpec(boxes: reference, clip: clip, suppression: suppression, loss: loss)
  }

  private func decoding(
    _ fields: Fields, _ keys: [GrammarObject.Key], of boxes: String
  ) -> Fields? {
    fields.required("decoding").map {
      Fields(
        $0, allowed: (keys + [GrammarObject.clipKey]).map { $0.name },
        what: "the decoding of \(boxes)", log: log)
    }
  }

  /// Answers that boxes cannot do without.
  private func requireAnswers(
    _ branches: [Head.Branch], objectness: Bool, at location: SourceLocation
  ) {
    let names = branches.flatMap { $0.fields }.map { $0.name }
    for name in ["box", "class"] + (objectness ? ["objectness"] : [])
    where names.count(where: { $0 == name }) != 1 {
      log.report(
        "a head that predicts boxes needs values named '\(name)' in one of its branches",
        at: location)
    }
    let environment = ["boxes": 1]
    for field in branches.flatMap({ $0.fields }) {
      let count = field.count.value(in: environment)
      if field.name == "box", count != 4 {
        log.report("a box has 4 values, not \(field.count)", at: location)
      }
      if field.name == "objectness", objectness, count != 1 {
        log.report("a box has 1 value 'objectness', not \(field.count)", at: location)
      }
    }
  }

  // MARK: Default boxes

  private func defaultBoxes(_ value: YAMLValue, counts: [Int]) -> DefaultBoxes? {
    let fields = Fields(
      value, .defaultBoxes, log: log)
    func numbers(_ key: String) -> [Double?]? {
      list(fields[key], key, count: counts.count).map { entries in
        entries.map {
          $0.isAbsent ? nil : $0.decodedNumber("'\(key)'", in: Self.sizes, log)
        }
      }
    }
    let unit = fields.choice("unit", of: DefaultBoxes.Unit.self) ?? .pixels
    let minimum = fields.required("minimum").flatMap { _ in numbers("minimum") }
    let maximum = numbers("maximum")
    let ratioMinimum = numbers("ratio-minimum")
    let turned = fields.flag("turned") ?? true
    let steps = numbers("steps")
    let ratios = list(fields.required("ratios"), "ratios", count: counts.count)
    let meanSquare = fields.choice("mean-square", of: DefaultBoxes.MeanSquare.self) ?? .second
    let clip = fields.choice("clip", of: DefaultBoxes.Clip.self) ?? .no
    guard let minimum, let ratios else { return nil }
    var maps: [DefaultBoxes.Map] = []
    for (index, entry) in ratios.enumerated() {
      let map = DefaultBoxes.Map(
        minimum: minimum[index] ?? 1, maximum: maximum?[index],
        ratioMinimum: ratioMinimum?[index],
        ratios: entry.decodedList("ratios", log).compactMap {
          $0.decodedNumber("a ratio", in: 0.01...100, log)
        }, turned: turned, step: steps?[index])
      if minimum[index] == nil, let place = fields["minimum"]?.sequence?[index], place.isAbsent {
        log.report("every map needs a minimum", at: place.location)
      }
      require(map.count, of: counts[index], map: index, what: "default boxes", at: entry.location)
      if let largest = map.maximum, largest <= map.minimum {
        log.report(
          "the maximum must be above the map's minimum of \(map.minimum)",
          at: fields["maximum"]?.sequence?[index].location ?? entry.location)
      }
      maps.append(map)
    }
    return DefaultBoxes(maps: maps, unit: unit, meanSquare: meanSquare, clip: clip)
  }

  private func centerSize(_ fields: Fields) -> CenterSizeDecoding {
    let variances = list(fields.required("variances"), "variances", count: 4, of: "a box has")
    return CenterSizeDecoding(
      variances: (variances ?? []).compactMap {
        $0.decodedNumber("'variances'", in: Self.sizes, log)
      },
      order: fields.choice("order", of: CenterSizeDecoding.Order.self) ?? .xFirst,
      scores: fields.choice("scores", of: CenterSizeDecoding.Scores.self) ?? .softmax,
      largestGrowth: fields.number("largest-growth", in: 1...1_000_000),
      background: fields.choice("background", of: CenterSizeDecoding.Background.self) ?? .first)
  }

  // MARK: Anchors

  /// `[[10,13, 16,30], [30,61, 62,45]]` map by map, or `{sizes: [10,13, 16,30, ...], masks: [[2, 3],
  /// [0, 1]]}`.
  private func anchors(_ value: YAMLValue, counts: [Int]) -> [[Anchor]] {
    guard value.mapping != nil else {
      return (list(value, "anchors", count: counts.count) ?? []).enumerated().map { index, entry in
        let anchors = pairs(entry)
        require(anchors.count, of: counts[index], map: index, what: "anchors", at: entry.location)
        return anchors
      }
    }
    let fields = Fields(value, .anchors, log: log)
    let sizes = fields.required("sizes").map(pairs) ?? []
    guard !sizes.isEmpty else { return [] }
    let masks = list(fields.required("masks"), "masks", count: counts.count) ?? []
    return masks.enumerated().map { index, entry in
      let mask = entry.decodedList("masks", log)
      require(mask.count, of: counts[index], map: index, what: "anchors", at: entry.location)
      return mask.compactMap { cell in
        let last = max(sizes.count - 1, 0)
        return cell.decodedInteger("a mask", in: 0...last, log).flatMap {
          sizes.indices.contains($0) ? sizes[$0] : nil
        }
      }
    }
  }

  private func pairs(_ value: YAMLValue) -> [Anchor] {
    let numbers = value.decodedList("anchors", log).map {
      $0.decodedNumber("an anchor's side", in: Self.sizes, log) ?? 1
    }
    guard numbers.count.isMultiple(of: 2), !numbers.isEmpty else {
      log.report(
        "anchors must be pairs of width and height, not \(numbers.count) numbers",
        at: value.location)
      return []
    }
    return stride(from: 0, to: numbers.count, by: 2).map {
      Anchor(width: numbers[$0], height: numbers[$0 + 1])
    }
  }

  private func cell(_ fields: Fields) -> CellDecoding? {
    guard fields.required("rule") != nil,
      let rule = fields.choice("rule", of: CellDecoding.Rule.self)
    else { return nil }
    return CellDecoding(
      rule: rule, leastObjectness: fields.number("objectness", in: 0...1) ?? 0)
  }

  // MARK: Suppression

  private func suppression(_ value: YAMLValue) -> Suppression {
    let fields = Fields(
      value, .suppression, log: log)
    for key in ["score", "overlap", "kept"] { _ = fields.required(key) }
    return Suppression(
      score: fields.number("score", in: 0...1) ?? 0,
      overlap: fields.number("overlap", in: 0...1) ?? 1,
      candidates: fields.integer("candidates", in: 1...1_000_000),
      kept: fields.integer("kept", in: 1...1_000_000) ?? 1,
      classOffset: fields.number("class-offset", in: Self.sizes))
  }

  // MARK: Lists

  /// The entries of a list that has one for each map.
  private func list(
    _ value: YAMLValue?, _ key: String, count: Int, of what: String = "the head's maps are"
  ) -> [YAMLValue]? {
    guard let value else { return nil }
    let entries = value.decodedList(key, log)
    guard entries.count == count else {
      if value.sequence != nil {
        log.report(
          "'\(key)' has \(entries.count) entries, but \(what) \(count)", at: value.location)
      }
      return nil
    }
    return entries
  }

  private func require(
    _ count: Int, of boxes: Int, map: Int, what: String, at location: SourceLocation
  ) {
    guard count != boxes else { return }
    log.report(
      "map \(map + 1) has \(count) \(what) per cell, but the head predicts \(boxes)",
      at: location)
  }
}
