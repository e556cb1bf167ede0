import Architecture

extension BestAnchorLoss {
  /// How many ignored boxes are told one by one.
  private static let ignoredShown = 8

  /// The loss of YOLOv3's answers, by the note's formulas and by the program's.
  func breakdown(_ reading: LossReading) -> LossBreakdown {
    let assigned = reading.truths.indices.flatMap { anchors(of: $0, reading) }
    // A later true box takes the anchor of an earlier one.
    var matches = assigned
    for (index, match) in assigned.enumerated() where match.role == .best {
      let isTaken = assigned[(index + 1)...].contains {
        $0.role == .best && $0.number == match.number
      }
      if isTaken { matches[index].role = .taken }
    }
    let positives = Set(matches.filter { $0.isPositive }.map { $0.number })
    let ignored = self.ignored(reading, except: positives)
    let all = (matches + ignored.prefix(Self.ignoredShown)).ordered { $0 > $1 }
    var breakdown = LossBreakdown(
      spec: LossSpec(author: "", rule: .bestAnchor(self)), truths: reading.truths, matches: all,
      ignoredCount: ignored.count, boxCount: reading.boxCount, forms: [])
    let coordinates = breakdown.positives.map { self.coordinates($0, reading) }
    breakdown.forms = [
      LossBreakdown.Form(
        origin: .printed, coordinates: coordinates,
        terms: printed(breakdown.positives, coordinates, reading)),
      LossBreakdown.Form(
        origin: .program, coordinates: coordinates,
        terms: program(breakdown.positives, coordinates, ignored, reading)),
    ]
    return breakdown
  }

  // MARK: Assignment

  /// All anchors beside a true box: in its center's cell, the best one marked.
  private func anchors(of truth: Int, _ reading: LossReading) -> [LossBreakdown.Match] {
    var matches: [LossBreakdown.Match] = []
    for (map, shape) in reading.layout.maps.enumerated() {
      let center = reading.inCells(truth, map: map)
      let column = min(max(Int(center.x), 0), shape.width - 1)
      let row = min(max(Int(center.y), 0), shape.height - 1)
      for box in 0..<reading.detector.spec.boxes.counts[map] {
        let number = reading.layout.number(map: map, row: row, column: column, box: box)
        let reference = reading.detector.referenceBoxes[number]
        matches.append(
          reading.match(
            number, truth: truth,
            agreement: reference.shapeOverlap(with: reading.truths[truth].box), role: .other))
      }
    }
    if let best = matches.map({ $0.agreement ?? 0 }).firstOfLargest { matches[best].role = .best }
    return matches
  }

  /// Boxes that predict a true box too well to be told that they have no object, the best first.
  private func ignored(
    _ reading: LossReading, except positives: Set<Int>
  ) -> [LossBreakdown.Match] {
    var matches: [LossBreakdown.Match] = []
    for number in 0..<reading.boxCount where !positives.contains(number) {
      let box = Box(reading.predicted(number))
      let overlaps = reading.truths.map { box.overlap(with: Box($0.box)) }
      guard let truth = overlaps.indices.max(by: { (overlaps[$0], $1) < (overlaps[$1], $0) }),
        overlaps[truth] > ignore
      else { continue }
      matches.append(reading.match(number, truth: truth, agreement: nil, role: .ignored))
    }
    return matches.sorted {
      ($1.predictedOverlap, $0.number) < ($0.predictedOverlap, $1.number)
    }
  }

  /// Targets and predictions of a positive box, in cells of its map.
  private func coordinates(
    _ match: LossBreakdown.Match, _ reading: LossReading
  ) -> [LossCoordinate] {
    let (truth, step) = (reading.inCells(match.truth, map: match.map), reading.step(match.map))
    let answer = reading.detector.boxAnswer(match.number, reading.answers)
    let (width, height) = (
      Double(match.reference.width) / step.x, Double(match.reference.height) / step.y
    )
    return [
      LossCoordinate(
        axis: .x, target: .offset(true: truth.x, cell: Double(match.column)),
        answer: Double(answer.x), prediction: .sigmoid),
      LossCoordinate(
        axis: .y, target: .offset(true: truth.y, cell: Double(match.row)),
        answer: Double(answer.y), prediction: .sigmoid),
      LossCoordinate(
        axis: .width, target: .logarithm(true: truth.width, reference: width, variance: 1),
        answer: Double(answer.z), prediction: .answer),
      LossCoordinate(
        axis: .height, target: .logarithm(true: truth.height, reference: height, variance: 1),
        answer: Double(answer.w), prediction: .answer),
    ]
  }

  // MARK: Terms

  /// The note's terms: cross entropy of all boxes' objectness, of the positive ones' classes, and the
  /// sum of squared errors.
  private func printed(
    _ positives: [LossBreakdown.Match], _ coordinates: [[LossCoordinate]], _ reading: LossReading
  ) -> [LossTerm] {
    let location = coordinates.enumerated().flatMap { positive, four in
      four.map { coordinate in
        LossEntry(
          subject: .coordinate(positive, coordinate.axis),
          formula: .squaredError(
            predicted: coordinate.predictedValue, target: coordinate.targetValue))
      }
    }
    return [
      LossTerm(
        part: .objectness, entries: objectness(positives, [], reading),
        divisor: .boxes(reading.boxCount)),
      LossTerm(
        part: .classes, entries: classes(positives, reading), divisor: .positives(positives.count)),
      LossTerm(part: .location, entries: location, divisor: .positives(positives.count)),
    ]
  }

  /// The program's terms: sums over one picture, with cross entropy for the center and absolute errors
  /// for the size, which weigh more for small boxes.
  private func program(
    _ positives: [LossBreakdown.Match], _ coordinates: [[LossCoordinate]],
    _ ignored: [LossBreakdown.Match], _ reading: LossReading
  ) -> [LossTerm] {
    var center: [LossEntry] = []
    var size: [LossEntry] = []
    for (positive, four) in coordinates.enumerated() {
      let scale = Self.scale(reading.truths[positives[positive].truth], reading)
      for coordinate in four {
        let subject = LossEntry.Subject.coordinate(positive, coordinate.axis)
        switch coordinate.axis {
        case .x, .y:
          center.append(
            LossEntry(
              subject: subject,
              formula: .crossEntropy(answer: coordinate.answer, target: coordinate.targetValue),
              scale: scale))
        case .width, .height:
          size.append(
            LossEntry(
              subject: subject,
              formula: .absoluteError(
                predicted: coordinate.predictedValue, target: coordinate.targetValue), scale: scale)
          )
        }
      }
    }
    return [
      LossTerm(
        part: .objectness, entries: objectness(positives, ignored, reading), divisor: .none),
      LossTerm(part: .classes, entries: classes(positives, reading), divisor: .none),
      LossTerm(part: .center, entries: center, divisor: .none),
      LossTerm(part: .size, entries: size, divisor: .none),
    ]
  }

  /// 2 - w h, with the sides as shares of the input's.
  private static func scale(_ truth: TrueBox, _ reading: LossReading) -> Double {
    let input = reading.detector.input
    return 2 - Double(truth.box.width) / Double(input.width) * Double(truth.box.height)
      / Double(input.height)
  }

  private func objectness(
    _ positives: [LossBreakdown.Match], _ ignored: [LossBreakdown.Match], _ reading: LossReading
  ) -> [LossEntry] {
    let left = Set((positives + ignored).map { $0.number })
    var (sum, count) = (0.0, 0)
    for number in 0..<reading.boxCount where !left.contains(number) {
      sum += logisticEntropy(reading.objectness(number), 0)
      count += 1
    }
    return positives.enumerated().map { positive, match in
      LossEntry(
        subject: .object(positive),
        formula: .crossEntropy(answer: reading.objectness(match.number), target: 1))
    } + [LossEntry(subject: .noObject(count: count), formula: .sum(sum))]
  }

  private func classes(
    _ positives: [LossBreakdown.Match], _ reading: LossReading
  ) -> [LossEntry] {
    positives.enumerated().flatMap { positive, match in
      reading.classEntries(positive, match) { .crossEntropy(answer: $0, target: $1) }
    }
  }
}
