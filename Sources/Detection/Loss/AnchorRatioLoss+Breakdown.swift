import Architecture

extension AnchorRatioLoss {
  /// The loss of YOLOv5's answers, by the program's formulas.
  func breakdown(_ reading: LossReading) -> LossBreakdown {
    let assigned = reading.truths.indices.flatMap { self.assigned($0, reading) }
    // A later true box takes the box of an earlier one, for objectness; both are learned otherwise.
    let matches = assigned.ordered { $0 < $1 }
    var breakdown = LossBreakdown(
      spec: LossSpec(author: "", rule: .anchorRatio(self)), truths: reading.truths,
      matches: matches, ignoredCount: 0, boxCount: reading.boxCount, forms: [])
    let positives = breakdown.positives
    let coordinates = positives.map { self.coordinates($0, reading) }
    breakdown.forms = [
      LossBreakdown.Form(
        origin: .program, coordinates: coordinates, terms: terms(positives, reading))
    ]
    return breakdown
  }

  // MARK: Assignment

  /// All anchors beside a true box: those whose sides are near enough in its center's cell and in the
  /// cells to the left or right and above or below that are nearest to the center.
  private func assigned(_ truth: Int, _ reading: LossReading) -> [LossBreakdown.Match] {
    var matches: [LossBreakdown.Match] = []
    for (map, shape) in reading.layout.maps.enumerated() {
      let center = reading.inCells(truth, map: map)
      let cells = Self.cells(center.x, center.y, width: shape.width, height: shape.height)
      for box in 0..<reading.detector.spec.boxes.counts[map] {
        for (index, cell) in cells.enumerated() {
          let number = reading.layout.number(map: map, row: cell.row, column: cell.column, box: box)
          let reference = reading.detector.referenceBoxes[number]
          let ratio = reference.sideRatio(to: reading.truths[truth].box)
          guard ratio < self.ratio || index == 0 else { continue }
          let role: LossBreakdown.Match.Role =
            ratio < self.ratio ? (index == 0 ? .positive : .neighbor) : .other
          matches.append(reading.match(number, truth: truth, agreement: ratio, role: role))
        }
      }
    }
    return matches
  }

  /// The cell of a center, and its neighbors that are less than half a cell away.
  private static func cells(
    _ x: Double, _ y: Double, width: Int, height: Int
  ) -> [(row: Int, column: Int)] {
    func cell(_ x: Double, _ y: Double) -> (row: Int, column: Int) {
      (min(max(Int(y), 0), height - 1), min(max(Int(x), 0), width - 1))
    }
    func isNear(_ distance: Double) -> Bool {
      distance.truncatingRemainder(dividingBy: 1) < 0.5 && distance > 1
    }
    var cells = [cell(x, y)]
    if isNear(x) { cells.append(cell(x - 0.5, y)) }
    if isNear(y) { cells.append(cell(x, y - 0.5)) }
    if isNear(Double(width) - x) { cells.append(cell(x + 0.5, y)) }
    if isNear(Double(height) - y) { cells.append(cell(x, y + 0.5)) }
    return cells
  }

  private func coordinates(
    _ match: LossBreakdown.Match, _ reading: LossReading
  ) -> [LossCoordinate] {
    let (truth, step) = (reading.inCells(match.truth, map: match.map), reading.step(match.map))
    let answer = reading.detector.boxAnswer(match.number, reading.answers)
    return [
      LossCoordinate(
        axis: .x, target: .offset(true: truth.x, cell: Double(match.column)),
        answer: Double(answer.x), prediction: .wideSigmoid),
      LossCoordinate(
        axis: .y, target: .offset(true: truth.y, cell: Double(match.row)),
        answer: Double(answer.y), prediction: .wideSigmoid),
      LossCoordinate(
        axis: .width, target: .side(truth.width), answer: Double(answer.z),
        prediction: .squaredSigmoid(reference: Double(match.reference.width) / step.x)),
      LossCoordinate(
        axis: .height, target: .side(truth.height), answer: Double(answer.w),
        prediction: .squaredSigmoid(reference: Double(match.reference.height) / step.y)),
    ]
  }

  // MARK: Terms

  private func terms(_ positives: [LossBreakdown.Match], _ reading: LossReading) -> [LossTerm] {
    let maps = reading.layout.maps.count
    let share = 3 / Double(maps)
    let input = reading.detector.input
    let side = Double(max(input.width, input.height)) / Double(resolution)
    let classCount = reading.layout.classes.count
    let weights = (
      box: boxWeight * share, objectness: objectnessWeight * share * side * side,
      classes: classWeight * share * Double(classCount) / Double(classes)
    )
    var (boxes, objects, classes): ([LossTerm], [LossTerm], [LossTerm]) = ([], [], [])
    for map in 0..<maps {
      let own = positives.indices.filter { positives[$0].map == map }
      objects.append(
        LossTerm(
          part: .objectness, map: map, entries: objectness(own, positives, map, reading),
          divisor: .boxes(reading.layout.slots.count { $0.map == map }),
          weight: weights.objectness * balance[map]))
      guard !own.isEmpty else { continue }
      boxes.append(
        LossTerm(
          part: .location, map: map,
          entries: own.map { positive in
            LossEntry(
              subject: .box(positive),
              formula: .completeOverlap(overlap(positives[positive], reading)))
          }, divisor: .positives(own.count), weight: weights.box))
      guard classCount > 1 else { continue }
      classes.append(
        LossTerm(
          part: .classes, map: map,
          entries: own.flatMap { positive in
            reading.classEntries(positive, positives[positive]) {
              .crossEntropy(answer: $0, target: $1)
            }
          }, divisor: .positiveValues(own.count * classCount), weight: weights.classes))
    }
    return boxes + objects + classes
  }

  private func overlap(
    _ match: LossBreakdown.Match, _ reading: LossReading
  ) -> CompleteOverlap {
    CompleteOverlap(reading.predicted(match.number), reading.truths[match.truth].box)
  }

  /// The objectness of a map's boxes: that of positive ones is to be the overlap of what they predict.
  private func objectness(
    _ own: [Int], _ positives: [LossBreakdown.Match], _ map: Int, _ reading: LossReading
  ) -> [LossEntry] {
    // Of two true boxes the later has the last word.
    var targets: [Int: (positive: Int, target: Double)] = [:]
    for positive in own.sorted(by: { positives[$0].truth < positives[$1].truth }) {
      let match = positives[positive]
      targets[match.number] = (positive, max(overlap(match, reading).value, 0))
    }
    var (sum, count) = (0.0, 0)
    for (number, slot) in reading.layout.slots.enumerated() where slot.map == map {
      guard targets[number] == nil else { continue }
      sum += logisticEntropy(reading.objectness(number), 0)
      count += 1
    }
    let entries = targets.sorted { $0.value.positive < $1.value.positive }.map { number, entry in
      LossEntry(
        subject: .object(entry.positive),
        formula: .crossEntropy(answer: reading.objectness(number), target: entry.target))
    }
    return entries + [LossEntry(subject: .noObject(count: count), formula: .sum(sum))]
  }
}
