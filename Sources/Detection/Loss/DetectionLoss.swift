import Architecture
import NetworkGraph

/// The loss of a detector: which of its boxes learn from the objects in a picture, and how wrong its
/// answers are.
package struct DetectionLoss: Sendable {
  /// The boxes, and where their answers are.
  package let detector: Detector
  /// What the loss is.
  package let spec: LossSpec
  /// The maps, for people.
  package let mapNames: [String]

  /// Whether a network's table says what its loss is.
  package static func isKnown(for graph: Graph) -> Bool {
    Detector.isAnswer(of: graph) && head(of: graph)?.detection?.loss != nil
  }

  private static func head(of graph: Graph) -> Head? {
    graph.spec.heads.first { $0.detection != nil }
  }

  /// The loss of a network's first head that gives boxes.
  ///
  /// Throws if it has none, if its table does not say what the loss is, or if its answers are not
  /// those that the head describes.
  package init(_ graph: Graph) throws(DetectionError) {
    detector = try Detector(graph)
    guard let spec = Self.head(of: graph)?.detection?.loss else {
      throw .noLoss(graph.spec.name)
    }
    self.spec = spec
    mapNames = detector.mapNames(in: graph)
  }

  /// The loss of a network's answers for a picture with some objects, in the order of the graph's
  /// outputs, HWC.
  ///
  /// Throws if the outputs do not have the graph's sizes.
  package func breakdown(
    of answers: [[Float]], for truths: [TrueBox]
  ) throws(DetectionError) -> LossBreakdown {
    try detector.require(answers)
    let reading = LossReading(detector: detector, answers: answers, truths: truths)
    var breakdown: LossBreakdown
    switch spec.rule {
    case .multiBox(let rule): breakdown = rule.breakdown(reading)
    case .bestAnchor(let rule): breakdown = rule.breakdown(reading)
    case .anchorRatio(let rule): breakdown = rule.breakdown(reading)
    }
    breakdown.spec = spec
    return breakdown
  }
}

/// The answers of a detector beside the objects that it is to find.
struct LossReading {
  let detector: Detector
  let answers: [[Float]]
  let truths: [TrueBox]

  var layout: AnswerLayout { detector.layout }
  var boxCount: Int { detector.boxCount }

  /// Pixels of the input between the cells of a map.
  func step(_ map: Int) -> (x: Double, y: Double) {
    let step = Detector.step(layout.maps[map], detector.input)
    return (Double(step.x), Double(step.y))
  }

  /// The answers for the classes of a box.
  func classes(_ number: Int) -> ArraySlice<Float> {
    let slot = layout.slots[number]
    let start = layout.start(layout.classes, slot)
    return answers[layout.classes.outputs[slot.map]][start..<start + layout.classes.count]
  }

  /// The answer for the objectness of a box; 0 if it has none.
  func objectness(_ number: Int) -> Double {
    guard let field = layout.objectness else { return 0 }
    let slot = layout.slots[number]
    return Double(answers[field.outputs[slot.map]][layout.start(field, slot)])
  }

  /// The box that the network predicts, in pixels of the input.
  func predicted(_ number: Int) -> CenteredBox { detector.predicted(number, answers) }

  /// A reference box beside a true one.
  func match(
    _ number: Int, truth: Int, agreement: Double?, role: LossBreakdown.Match.Role
  ) -> LossBreakdown.Match {
    let slot = layout.slots[number]
    return LossBreakdown.Match(
      truth: truth, number: number, map: slot.map, row: slot.row, column: slot.column,
      box: slot.box, reference: detector.referenceBoxes[number], agreement: agreement,
      predictedOverlap: Box(predicted(number)).overlap(with: Box(truths[truth].box)), role: role)
  }

  /// The true box in cells of a map.
  func inCells(_ truth: Int, map: Int) -> (x: Double, y: Double, width: Double, height: Double) {
    let (box, step) = (truths[truth].box, step(map))
    return (
      Double(box.x) / step.x, Double(box.y) / step.y, Double(box.width) / step.x,
      Double(box.height) / step.y
    )
  }

  /// The binary cross entropies of a positive box's classes, by whatever formula.
  func classEntries(
    _ positive: Int, _ match: LossBreakdown.Match,
    _ formula: (Double, Double) -> LossEntry.Formula
  ) -> [LossEntry] {
    let answers = classes(match.number)
    let own = truths[match.truth].classIndex
    var others = 0.0
    for (index, answer) in answers.enumerated() where index != own {
      others += formula(Double(answer), 0).value
    }
    return [
      LossEntry(
        subject: .trueClass(positive),
        formula: formula(Double(answers[answers.startIndex + own]), 1)),
      LossEntry(
        subject: .otherClasses(positive, count: answers.count - 1), formula: .sum(others)),
    ]
  }
}

extension [LossBreakdown.Match] {
  /// Matches in the order in which they are read: positive ones first, then better ones; equal ones in
  /// the order of the boxes.
  func ordered(better: (Double, Double) -> Bool) -> [Element] {
    func rank(_ match: Element) -> Int {
      switch match.role {
      case .best: 0
      case .positive: 1
      case .neighbor: 2
      case .taken, .other: 3
      case .ignored: 4
      }
    }
    return sorted { first, second in
      let ranks = (rank(first), rank(second))
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      if first.truth != second.truth { return first.truth < second.truth }
      if first.role == .ignored {
        return (second.predictedOverlap, first.number) < (first.predictedOverlap, second.number)
      }
      let (one, other) = (first.agreement ?? 0, second.agreement ?? 0)
      return one == other ? first.number < second.number : better(one, other)
    }
  }
}
