import Architecture

extension MultiBoxLoss {
  /// The loss of SSD's answers, by the paper's formulas and by the program's.
  func breakdown(_ reading: LossReading) -> LossBreakdown {
    let matches = assigned(reading).ordered { $0 > $1 }
    var breakdown = LossBreakdown(
      spec: LossSpec(author: "", rule: .multiBox(self)), truths: reading.truths, matches: matches,
      ignoredCount: 0, boxCount: reading.boxCount, forms: [])
    let positives = breakdown.positives
    breakdown.forms = [printed(positives, reading), program(positives, reading)]
    return breakdown
  }

  // MARK: Assignment

  /// Default boxes that overlap a true box enough, and the best one of each true box.
  private func assigned(_ reading: LossReading) -> [LossBreakdown.Match] {
    let boxes = reading.detector.referenceBoxes.map { Box($0) }
    let overlaps = reading.truths.map { truth in
      boxes.map { $0.overlap(with: Box(truth.box)) }
    }
    let best = overlaps.map { $0.firstOfLargest ?? 0 }
    // The true box of each default box: the one that it overlaps most, or whose best it is.
    var owner = [Int?](repeating: nil, count: boxes.count)
    for number in boxes.indices {
      let truth = overlaps.indices.max {
        (overlaps[$0][number], $1) < (overlaps[$1][number], $0)
      }
      if let truth, overlaps[truth][number] >= overlap { owner[number] = truth }
    }
    for (truth, number) in best.enumerated() { owner[number] = truth }
    var matches: [LossBreakdown.Match] = []
    for (number, truth) in owner.enumerated() {
      guard let truth else { continue }
      matches.append(
        reading.match(
          number, truth: truth, agreement: overlaps[truth][number],
          role: best[truth] == number ? .best : .positive))
    }
    for (truth, number) in best.enumerated() where owner[number] != truth {
      matches.append(
        reading.match(number, truth: truth, agreement: overlaps[truth][number], role: .taken))
    }
    return matches
  }

  // MARK: Forms

  /// The paper's: targets without variances, softmax, three times as many negative boxes.
  private func printed(
    _ positives: [LossBreakdown.Match], _ reading: LossReading
  ) -> LossBreakdown.Form {
    let coordinates = positives.map { self.coordinates($0, reading, isPrinted: true) }
    var paper = self
    paper.classes = .softmax
    paper.background = .itself
    paper.negatives = .hardest(
      HardNegatives(perPositive: 3, least: 0, overlap: nil, candidates: nil))
    paper.location = .sum
    return LossBreakdown.Form(
      origin: .printed, coordinates: coordinates,
      terms: paper.terms(positives, coordinates, reading)
    )
  }

  private func program(
    _ positives: [LossBreakdown.Match], _ reading: LossReading
  ) -> LossBreakdown.Form {
    let coordinates = positives.map { self.coordinates($0, reading, isPrinted: false) }
    return LossBreakdown.Form(
      origin: .program, coordinates: coordinates, terms: terms(positives, coordinates, reading))
  }

  /// Targets and predictions of a positive box; printed ones have no variances, so the answers are
  /// multiplied by them instead of the targets being divided.
  private func coordinates(
    _ match: LossBreakdown.Match, _ reading: LossReading, isPrinted: Bool
  ) -> [LossCoordinate] {
    guard case .defaultBoxes(_, let decoding) = reading.detector.spec.boxes else { return [] }
    let (truth, reference) = (reading.truths[match.truth].box, match.reference)
    let answer = decoding.inOrder(reading.detector.boxAnswer(match.number, reading.answers))
    func own(_ index: Int) -> Double {
      // The other axis's stands beside it, where the vertical comes first.
      let place = decoding.order == .yFirst ? index ^ 1 : index
      return decoding.variances.indices.contains(place) ? decoding.variances[place] : 1
    }
    func variance(_ index: Int) -> Double { isPrinted ? 1 : own(index) }
    func prediction(_ index: Int) -> LossCoordinate.Prediction {
      isPrinted ? .scaled(variance: own(index)) : .answer
    }
    func shift(_ index: Int, _ own: Float, _ start: Float, _ size: Float) -> LossCoordinate.Target {
      .shift(
        true: Double(own), reference: Double(start), size: Double(size), variance: variance(index))
    }
    func side(_ index: Int, _ own: Float, _ start: Float) -> LossCoordinate.Target {
      .logarithm(true: Double(own), reference: Double(start), variance: variance(index))
    }
    let targets = [
      shift(0, truth.x, reference.x, reference.width),
      shift(1, truth.y, reference.y, reference.height),
      side(2, truth.width, reference.width), side(3, truth.height, reference.height),
    ]
    return LossCoordinate.Axis.allCases.enumerated().map { index, axis in
      LossCoordinate(
        axis: axis, target: targets[index], answer: Double(answer[index]),
        prediction: prediction(index))
    }
  }

  // MARK: Terms

  private func terms(
    _ positives: [LossBreakdown.Match], _ coordinates: [[LossCoordinate]], _ reading: LossReading
  ) -> [LossTerm] {
    let mined = self.mined(positives, reading)
    let kept = positives.indices.filter { mined.positives.contains(positives[$0].number) }
    var entries = kept.flatMap { classEntries($0, positives[$0], reading) }
    let sum = mined.negatives.reduce(0) { $0 + noObject($1, reading) }
    let count = mined.negatives.count
    let subject: LossEntry.Subject =
      switch negatives {
      case .all: .noObject(count: count)
      case .hardest: .hardest(count: count)
      }
    entries.append(LossEntry(subject: subject, formula: .sum(sum)))
    let location = kept.flatMap { positive in
      coordinates[positive].map { coordinate in
        LossEntry(
          subject: .coordinate(positive, coordinate.axis),
          formula: .smoothL1(
            predicted: coordinate.predictedValue, target: coordinate.targetValue))
      }
    }
    let divisor: LossTerm.Divisor =
      switch self.location {
      case .sum: .positives(positives.count)
      case .mean: .positiveValues(4 * positives.count)
      }
    return [
      LossTerm(part: .classes, entries: entries, divisor: .positives(positives.count)),
      LossTerm(part: .location, entries: location, divisor: divisor),
    ]
  }

  private func classEntries(
    _ positive: Int, _ match: LossBreakdown.Match, _ reading: LossReading
  ) -> [LossEntry] {
    switch classes {
    case .softmax:
      let own = reading.truths[match.truth].classIndex
      let logarithm = Self.logarithm(own, reading.classes(match.number))
      return [
        LossEntry(
          subject: .trueClass(positive),
          formula: .softmax(share: exponential(logarithm), logarithm: logarithm))
      ]
    case .sigmoid:
      return reading.classEntries(positive, match) { .crossEntropy(answer: $0, target: $1) }
    case .focal(let alpha, let gamma):
      return reading.classEntries(positive, match) {
        .focal(answer: $0, target: $1, alpha: alpha, gamma: gamma)
      }
    }
  }

  /// ln of a class's share in the softmax.
  private static func logarithm(_ index: Int, _ answers: ArraySlice<Float>) -> Double {
    Double(answers[answers.startIndex + index]) - logarithmOfSum(answers)
  }

  /// How wrong the classes of a box without an object are.
  private func noObject(_ number: Int, _ reading: LossReading) -> Double {
    let answers = reading.classes(number)
    let own = reading.detector.background ?? 0
    func target(_ index: Int) -> Double {
      switch background {
      case .itself: index == own ? 1 : 0
      case .zeros: 0
      }
    }
    switch classes {
    case .softmax: return -Self.logarithm(own, answers)
    case .sigmoid:
      return answers.enumerated().reduce(0) {
        $0 + logisticEntropy(Double($1.element), target($1.offset))
      }
    case .focal(let alpha, let gamma):
      return answers.enumerated().reduce(0) { sum, answer in
        let formula = LossEntry.Formula.focal(
          answer: Double(answer.element), target: target(answer.offset), alpha: alpha, gamma: gamma)
        return sum + formula.value
      }
    }
  }

  // MARK: Negatives

  /// The positive and the other boxes that count.
  private func mined(
    _ positives: [LossBreakdown.Match], _ reading: LossReading
  ) -> (positives: Set<Int>, negatives: [Int]) {
    let own = Set(positives.map { $0.number })
    let others = (0..<reading.boxCount).filter { !own.contains($0) }
    guard case .hardest(let choice) = negatives else { return (own, others) }
    var losses = [Double](repeating: 0, count: reading.boxCount)
    for number in others { losses[number] = noObject(number, reading) }
    var (kept, order) = (own, [Int]())
    if let overlap = choice.overlap {
      for (positive, match) in positives.enumerated() {
        losses[match.number] = classEntries(positive, match, reading).reduce(0) { $0 + $1.value }
      }
      let suppression = Suppression(
        score: -1, overlap: overlap, candidates: nil, kept: reading.boxCount)
      let survivors = suppression.survivors(
        of: losses.indices.map { Box(reading.predicted($0)) }, scores: losses.map { Float($0) }
      ).prefix(choice.candidates ?? reading.boxCount)
      kept = own.intersection(survivors)
      order = survivors.filter { !own.contains($0) }
    } else {
      order = others.sorted { (losses[$1], $0) < (losses[$0], $1) }
    }
    // Only positives that remain have negatives of their own.
    let count = max(Int(choice.perPositive * Double(kept.count)), choice.least)
    return (kept, Array(order.prefix(count)))
  }
}
