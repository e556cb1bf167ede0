/// The size of a box before an answer changes it, in pixels of the network's input.
package struct Anchor: Hashable, Sendable {
  /// Width in pixels.
  package var width: Double
  /// Height in pixels.
  package var height: Double

  /// An anchor from its sides.
  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// YOLO's decoding: an answer places a box's center in or about its cell and multiplies an anchor.
///
/// The score of a class is sigmoid(objectness) sigmoid(class).
package struct CellDecoding: Hashable, Sendable {
  /// The functions of an answer t, with σ the sigmoid and c the cell's column or row.
  package enum Rule: String, CaseIterable, Hashable, Sendable {
    /// YOLOv3's: center σ(t) + c cells, side anchor · exp(t).
    case exponential
    /// YOLOv5's: center 2σ(t) − 1/2 + c cells, side anchor · (2σ(t))².
    case quadratic
  }

  /// The functions.
  package var rule: Rule
  /// Boxes whose sigmoid(objectness) is below this have a score of 0.
  package var leastObjectness: Double

  /// A decoding from its parts.
  package init(rule: Rule, leastObjectness: Double) {
    self.rule = rule
    self.leastObjectness = leastObjectness
  }
}
