import Architecture
import Detection
import NetworkGraph

/// The boxes that a detector has at one cell, in numbers, and the formulas that move them.
package struct CellBoxesReport: Sendable {
  /// The network.
  package var graph: Graph
  /// The boxes.
  package var cell: CellBoxes

  /// A report on a cell.
  package init(_ graph: Graph, _ cell: CellBoxes) {
    self.graph = graph
    self.cell = cell
  }

  private var map: CellBoxes.Map { cell.maps[cell.map] }

  /// The cell in words.
  package var place: String {
    "cell \(cell.row),\(cell.column) of \(map.name) (\(map.shape.height)x\(map.shape.width) cells)"
  }

  /// The tables: the cell's boxes, and what the best one must become.
  package func tables(heading: [String]) -> [ReportTable] {
    [boxes(heading: heading)] + (cell.fit.map { [moves($0)] } ?? [])
  }

  private func boxes(heading: [String]) -> ReportTable {
    let facts: [String: JSONValue] = [
      "name": .text(graph.spec.name), "input": JSONValue(graph.input), "map": .text(map.name),
      "mapSize": JSONValue(map.shape), "row": .integer(cell.row), "column": .integer(cell.column),
    ]
    return ReportTable(
      key: "boxes", facts: facts, heading: heading + [place], of: Array(cell.boxes.enumerated()),
      footer: ["Pixels of the input. \(kind)"]
    ) {
      Column("box", key: "box") { .plain($0.offset + 1) }
      Column("width", key: "width") { .single($0.element.width, decimals: 1) }
      Column("height", key: "height") { .single($0.element.height, decimals: 1) }
      Column("left", key: "left") { .single(Box($0.element).left, decimals: 1) }
      Column("top", key: "top") { .single(Box($0.element).top, decimals: 1) }
      Column("right", key: "right") { .single(Box($0.element).right, decimals: 1) }
      Column("bottom", key: "bottom") { .single(Box($0.element).bottom, decimals: 1) }
      if let fit = cell.fit {
        Column(isAnchored ? "shape IoU" : "IoU", key: "overlap") {
          .number(fit.overlaps[$0.offset], decimals: 4)
        }
      }
    }
  }

  /// Whether the boxes are sizes only.
  package var isAnchored: Bool {
    switch cell.reference {
    case .anchors: true
    case .defaultBoxes: false
    }
  }

  private var kind: String {
    isAnchored
      ? "Anchors are sizes only; they are drawn about the cell's middle, where an answer of 0 puts them."
      : "Default boxes stand where the answers 0 leave them; they may reach beyond the picture."
  }

  // MARK: Moves

  /// How the best box becomes the true one, in formulas with their numbers.
  private func moves(_ fit: CellBoxes.Fit) -> ReportTable {
    ReportTable(
      key: "moves", heading: ["Box \(fit.box + 1) becomes the object by these answers t"],
      of: formulas(fit),
      footer: [
        isAnchored
          ? "c: the cell's column and row; s: its side in pixels; p: the anchor."
          : "d: the default box, its center and its sides in pixels."
      ]
    ) {
      Column("", .left, uniqueTitle: "axis", key: "axis") { .text($0.axis) }
      Column("answer t", key: "answer") { .number($0.answer, decimals: 4) }
      Column("formula", .left, key: "formula") { .text($0.symbols) }
      Column("with its numbers", .left, key: "numbers") { .text($0.numbers) }
      Column("px", key: "pixels") { .number($0.pixels, decimals: 1) }
    }
  }

  /// A formula of one of a box's four numbers.
  package struct Formula: Hashable, Sendable {
    /// `x`, `y`, `w`, `h`.
    package var axis: String
    /// The answer that it takes.
    package var answer: Double
    /// With letters: c the cell, p the anchor, d the default box.
    package var symbols: String
    /// With numbers.
    package var numbers: String
    /// What it gives, in pixels of the input.
    package var pixels: Double
  }

  /// How a detector predicts where in its cell the object's center is, in cells, a line for x and one for
  /// y; none for default boxes, and without a true box.
  package var offsetFormulas: [String] {
    guard let fit = cell.fit, case .anchors(_, let decoding) = cell.reference else { return [] }
    let offsets = [fit.center.x - Double(cell.column), fit.center.y - Double(cell.row)]
    return zip(["x", "y"], offsets).map { axis, offset in
      let symbols =
        switch decoding.rule {
        case .exponential: "sigmoid(t\(axis))"
        case .quadratic: "2 sigmoid(t\(axis)) - 0.5"
        }
      return "\(axis):  \(symbols) = \(Numbers.fixed(offset, 3))"
    }
  }

  /// The four formulas that make the true box of the best one; none without a true box.
  package var formulas: [Formula] { cell.fit.map(formulas) ?? [] }

  private func formulas(_ fit: CellBoxes.Fit) -> [Formula] {
    let (box, truth) = (cell.boxes[fit.box], fit.truth)
    let answers = (0..<4).map { Double(fit.answers[$0]) }
    let pixels = [truth.x, truth.y, truth.width, truth.height].map { Double($0) }
    let own = [box.x, box.y, box.width, box.height].map { Double($0) }
    let steps = [
      Double(cell.cell.right - cell.cell.left), Double(cell.cell.bottom - cell.cell.top),
    ]
    let corner = [cell.column, cell.row]
    let axes = ["x", "y", "w", "h"]
    return (0..<4).map { index in
      let axis = axes[index]
      let t = Numbers.fixed(answers[index], 3)
      let (symbols, numbers): (String, String)
      switch (cell.reference, index < 2) {
      case (.anchors(_, let decoding), true):
        let step = Numbers.fixed(steps[index], steps[index] == steps[index].rounded() ? 0 : 2)
        switch decoding.rule {
        case .exponential:
          symbols = "(sigmoid(t\(axis)) + c\(axis)) s"
          numbers = "(sigmoid(\(t)) + \(corner[index])) x \(step)"
        case .quadratic:
          symbols = "(2 sigmoid(t\(axis)) - 0.5 + c\(axis)) s"
          numbers = "(2 sigmoid(\(t)) - 0.5 + \(corner[index])) x \(step)"
        }
      case (.anchors(_, let decoding), false):
        let anchor = Numbers.fixed(own[index], 1)
        switch decoding.rule {
        case .exponential:
          symbols = "p\(axis) exp(t\(axis))"
          numbers = "\(anchor) exp(\(t))"
        case .quadratic:
          symbols = "p\(axis) (2 sigmoid(t\(axis)))^2"
          numbers = "\(anchor) (2 sigmoid(\(t)))^2"
        }
      case (.defaultBoxes(_, let decoding), let isCenter):
        let place = decoding.order == .yFirst ? index ^ 1 : index
        let variance = decoding.variances.indices.contains(place) ? decoding.variances[place] : 1
        let factor = BoxesReport.text(variance)
        let start = Numbers.fixed(own[index], 1)
        if isCenter {
          symbols = "d\(axis) + \(factor) t\(axis) d\(axes[index + 2])"
          numbers = "\(start) + \(factor) x \(t) x \(Numbers.fixed(own[index + 2], 1))"
        } else {
          symbols = "d\(axis) exp(\(factor) t\(axis))"
          numbers = "\(start) exp(\(factor) x \(t))"
        }
      }
      return Formula(
        axis: axis, answer: answers[index], symbols: symbols, numbers: numbers,
        pixels: pixels[index])
    }
  }
}
