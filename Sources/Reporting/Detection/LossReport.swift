import Architecture
import Detection

/// A detector's loss for the objects in a picture: which boxes learn, what they are to predict, and
/// how each number comes about.
package struct LossReport: Sendable {
  /// An object as it was given.
  package struct Object: Hashable, Sendable {
    /// The class, as the head counts them.
    package var index: Int
    /// Its name; `class` and its number if the table has no list that fits.
    package var name: String
    /// The box, in pixels of the picture.
    package var inPicture: Box
    /// The box, in pixels of the network's input.
    package var inInput: CenteredBox
  }

  /// Which network saw which picture.
  package var summary: PictureSummary
  /// The loss.
  package var breakdown: LossBreakdown
  /// The objects.
  package var objects: [Object]
  /// The maps' names.
  let mapNames: [String]
  /// The positive box that is told in full, from 0 on.
  let positive: Int

  /// A report on a loss; `boxes` are the objects' in pixels of the picture.
  package init(
    _ summary: PictureSummary, _ breakdown: LossBreakdown, mapNames: [String], boxes: [Box],
    labels: [String], positive: Int
  ) {
    self.summary = summary
    self.breakdown = breakdown
    self.mapNames = mapNames
    self.positive = positive
    objects = zip(breakdown.truths, boxes).map { truth, box in
      Object(
        index: truth.classIndex, name: className(truth.classIndex, labels), inPicture: box,
        inInput: truth.box)
    }
  }

  /// The tables, one after the other; the lines of `heading` stand above the first.
  package func tables(heading: [String]) -> [ReportTable] {
    [assignment(heading: heading + objectLines)] + targets + [terms]
  }

  // MARK: Objects

  private var objectLines: [String] {
    objects.enumerated().map { index, object in
      let (picture, input) = (object.inPicture, object.inInput)
      let name = objects.count > 1 ? "object \(index + 1)" : "object"
      let sides = [picture.right - picture.left, picture.bottom - picture.top]
      return "\(name): \(object.name) (class \(object.index)),"
        + " \(short(sides[0]))x\(short(sides[1])) at \(short(picture.left)),\(short(picture.top))"
        + " in the picture; in the input \(fixed(input.width))x\(fixed(input.height)) about"
        + " \(fixed(input.x)),\(fixed(input.y))"
    }
  }

  private var facts: [String: JSONValue] {
    var facts = summary.facts
    facts["rule"] = .text(ruleName)
    facts["author"] = .text(breakdown.spec.author)
    facts["boxCount"] = .integer(breakdown.boxCount)
    facts["ignoredCount"] = .integer(breakdown.ignoredCount)
    facts["objects"] = .array(
      objects.map { object in
        .object([
          "index": .integer(object.index), "name": .text(object.name),
          "left": .single(object.inPicture.left), "top": .single(object.inPicture.top),
          "right": .single(object.inPicture.right), "bottom": .single(object.inPicture.bottom),
          "inputX": .single(object.inInput.x), "inputY": .single(object.inInput.y),
          "inputWidth": .single(object.inInput.width),
          "inputHeight": .single(object.inInput.height),
        ])
      })
    facts["losses"] = .array(
      breakdown.forms.map { form in
        .object(["formulas": .text(title(of: form.origin)), "loss": .number(form.total)])
      })
    return facts
  }

  private var ruleName: String {
    switch breakdown.spec.rule {
    case .multiBox: "multibox"
    case .bestAnchor: "best-anchor"
    case .anchorRatio: "anchor-ratio"
    }
  }

  // MARK: Assignment

  /// The reference boxes that may learn the objects, with what becomes of them.
  private func assignment(heading: [String]) -> ReportTable {
    var number = 0
    let entries = breakdown.matches.map { match -> (match: LossBreakdown.Match, positive: Int?) in
      guard match.isPositive else { return (match, nil) }
      number += 1
      return (match, number)
    }
    return ReportTable(
      key: "assignment", facts: facts, heading: heading, of: entries, footer: assignmentNotes
    ) {
      if objects.count > 1 { Column("object", key: "object") { .plain($0.match.truth + 1) } }
      Column("map", .left, key: "map") { .text(mapName($0.match.map)) }
      Column("cell", .left) { .text("\($0.match.row),\($0.match.column)") }
      Column("row", key: "row", isForPrograms: true) { .plain($0.match.row) }
      Column("column", key: "column", isForPrograms: true) { .plain($0.match.column) }
      Column("box", key: "box") { .plain($0.match.box + 1) }
      Column("size px", .left) { .text(size($0.match.reference)) }
      Column("width", key: "width", isForPrograms: true) {
        .single($0.match.reference.width, decimals: 2)
      }
      Column("height", key: "height", isForPrograms: true) {
        .single($0.match.reference.height, decimals: 2)
      }
      Column(agreementTitle, key: "agreement") {
        $0.match.agreement.map { .number($0, decimals: 4) } ?? .none
      }
      Column("IoU now", priority: 1, key: "predictedOverlap") {
        .number($0.match.predictedOverlap, decimals: 4)
      }
      Column("is", .left, uniqueTitle: "becomes") { .text(role($0.match.role, $0.positive)) }
      Column("role", .left, key: "role", isForPrograms: true) { .text($0.match.role.rawValue) }
    }
  }

  private var agreementTitle: String {
    switch breakdown.spec.rule {
    case .multiBox: "IoU"
    case .bestAnchor: "shape IoU"
    case .anchorRatio: "ratio"
    }
  }

  private func role(_ role: LossBreakdown.Match.Role, _ positive: Int?) -> String {
    let number = positive.map { "positive \($0)" } ?? ""
    return switch role {
    case .best: "\(number), best"
    case .positive: number
    case .neighbor: "\(number), beside"
    case .other: "-"
    case .taken: "taken by another object"
    case .ignored: "ignored"
    }
  }

  // MARK: Words

  func mapName(_ index: Int) -> String {
    mapNames.indices.contains(index) ? mapNames[index] : "map \(index + 1)"
  }

  func title(of origin: LossBreakdown.Origin) -> String {
    switch (origin, breakdown.spec.rule) {
    case (.program, _): breakdown.spec.author
    case (.printed, .multiBox): "the paper on SSD"
    case (.printed, .bestAnchor): "the note on PaddleDetection"
    case (.printed, .anchorRatio): "as printed"
    }
  }

  func size(_ box: CenteredBox) -> String { "\(short(box.width))x\(short(box.height))" }

  /// A number with a decimal, but only if it has one.
  func short(_ value: Float) -> String {
    value == value.rounded() ? Numbers.fixed(Double(value), 0) : fixed(value)
  }

  func fixed(_ value: Float) -> String { Numbers.fixed(Double(value), 1) }

  /// A number as it stands in a formula: four decimals, or the leading digits of a small one.
  func digits(_ value: Double) -> String {
    guard value != 0, abs(value) < 0.001 else { return Numbers.fixed(value, 4) }
    return Numbers.scientific(value)
  }
}
