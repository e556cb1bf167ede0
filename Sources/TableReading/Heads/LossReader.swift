import Architecture

/// Reads the key `loss` of a head, beside the boxes that it is about.
struct LossReader {
  let log: ProblemLog
  /// The boxes of the head; nothing if they could not be read.
  let boxes: ReferenceBoxes?

  /// What `rule` may be.
  enum Rule: String, CaseIterable {
    case multibox
    case bestAnchor = "best-anchor"
    case anchorRatio = "anchor-ratio"
  }

  /// The loss; nothing where something is wrong, which is then reported.
  func loss(_ value: YAMLValue) -> LossSpec? {
    let all = Fields(value, .loss, log: log)
    guard all.required("rule") != nil, let rule = all.choice("rule", of: Rule.self) else {
      _ = all.required("by")
      return nil
    }
    let keys = GrammarObject.lossKeys(rule).map { $0.name }
    let fields = Fields(value, allowed: keys, what: "the loss '\(rule.rawValue)'", log: log)
    guard let author = fields.requiredText("by"), fits(rule, at: value.location) else { return nil }
    let read: LossSpec.Rule? =
      switch rule {
      case .multibox: multiBox(fields).map { .multiBox($0) }
      case .bestAnchor:
        required("ignore", fields, in: 0...1).map { .bestAnchor(BestAnchorLoss(ignore: $0)) }
      case .anchorRatio: anchorRatio(fields).map { .anchorRatio($0) }
      }
    return read.map { LossSpec(author: author, rule: $0) }
  }

  /// Whether a rule is about the head's kind of boxes; what does not fit is reported.
  private func fits(_ rule: Rule, at location: SourceLocation) -> Bool {
    let needed: String
    switch (rule, boxes) {
    case (_, nil), (.multibox, .defaultBoxes): return true
    case (.bestAnchor, .anchors(_, let decoding)) where decoding.rule == .exponential: return true
    case (.anchorRatio, .anchors(_, let decoding)) where decoding.rule == .quadratic: return true
    case (.multibox, .anchors): needed = "'default-boxes'"
    case (.bestAnchor, _): needed = "'anchors' with the decoding 'rule: exponential'"
    case (.anchorRatio, _): needed = "'anchors' with the decoding 'rule: quadratic'"
    }
    log.report("the loss '\(rule.rawValue)' needs a head with \(needed)", at: location)
    return false
  }

  private func required(_ key: String, _ fields: Fields, in range: ClosedRange<Double>) -> Double? {
    fields.required(key) == nil ? nil : fields.number(key, in: range)
  }

  // MARK: Default boxes

  private func multiBox(_ fields: Fields) -> MultiBoxLoss? {
    guard let overlap = required("overlap", fields, in: 0...1) else { return nil }
    let negatives = fields.number("negatives", in: 0...1000)
    for key in ["least-negatives", "mining-overlap", "mining-candidates"] where negatives == nil {
      if let place = fields.key(key) {
        log.report("'\(key)' goes with 'negatives', how many a positive box has", at: place)
      }
    }
    let hardest = negatives.map {
      HardNegatives(
        perPositive: $0, least: fields.integer("least-negatives", in: 0...1_000_000) ?? 0,
        overlap: fields.number("mining-overlap", in: 0...1),
        candidates: fields.integer("mining-candidates", in: 1...1_000_000))
    }
    return MultiBoxLoss(
      overlap: overlap, classes: classes(fields),
      background: fields.choice("background", of: MultiBoxLoss.Background.self) ?? .itself,
      negatives: hardest.map { .hardest($0) } ?? .all,
      location: fields.choice("location", of: MultiBoxLoss.Location.self) ?? .sum)
  }

  /// How classes are counted follows from how the head makes scores of its answers.
  private func classes(_ fields: Fields) -> MultiBoxLoss.Classes {
    let isSigmoid =
      if case .defaultBoxes(_, let decoding) = boxes { decoding.scores == .sigmoid } else { true }
    if let place = fields.key("background"), !isSigmoid {
      log.report("'background' goes with the decoding 'scores: sigmoid'", at: place)
    }
    guard let focal = fields["focal"] else { return isSigmoid ? .sigmoid : .softmax }
    if !isSigmoid {
      log.report("'focal' goes with the decoding 'scores: sigmoid'", at: focal.location)
    }
    let own = Fields(focal, .focal, log: log)
    return .focal(
      alpha: required("alpha", own, in: 0...1) ?? 1, gamma: required("gamma", own, in: 0...100) ?? 0
    )
  }

  // MARK: Anchors

  private func anchorRatio(_ fields: Fields) -> AnchorRatioLoss? {
    let weights = fields.required("weights").map { Fields($0, .lossWeights, log: log) }
    let ratio = required("ratio", fields, in: 1...1000)
    let resolution = fields.required("resolution").flatMap { _ in
      fields.integer("resolution", in: 1...1_000_000)
    }
    let classes = fields.required("classes").flatMap { _ in
      fields.integer("classes", in: 1...1_000_000)
    }
    guard let weights, let balance = fields.required("balance").flatMap(balance) else { return nil }
    let range = 0.0...1_000_000
    guard let box = required("box", weights, in: range),
      let objectness = required("objectness", weights, in: range),
      let own = required("class", weights, in: range), let ratio, let resolution, let classes
    else { return nil }
    return AnchorRatioLoss(
      ratio: ratio, boxWeight: box, objectnessWeight: objectness, classWeight: own,
      resolution: resolution, classes: classes, balance: balance)
  }

  /// Of several lists the one that has a number for each of the head's maps.
  private func balance(_ value: YAMLValue) -> [Double]? {
    let lists = value.decodedList("balance", log).map { entry in
      entry.decodedList("an entry of 'balance'", log).compactMap {
        $0.decodedNumber("an entry of 'balance'", in: 0...1_000_000, log)
      }
    }
    guard let boxes, value.sequence != nil else { return nil }
    let maps = boxes.counts.count
    if let own = lists.first(where: { $0.count == maps }) { return own }
    log.report(
      "'balance' has no list of \(maps) numbers, one for each of the head's maps",
      at: value.location)
    return nil
  }
}
