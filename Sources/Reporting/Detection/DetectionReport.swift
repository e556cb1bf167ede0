import Detection

/// The boxes in a picture, for people and for programs.
package struct DetectionReport: Sendable {
  /// A box with the name of its class; edges in pixels of the picture.
  package struct NamedBox: Hashable, Sendable {
    /// The class, as the head counts them.
    package var index: Int
    /// Its name; `class` and its number if the table has no list that fits.
    package var name: String
    /// The score.
    package var score: Float
    /// The left edge.
    package var left: Float
    /// The top edge.
    package var top: Float
    /// The right edge.
    package var right: Float
    /// The bottom edge.
    package var bottom: Float

    /// The name and the score as they stand on a figure.
    package var label: String { "\(name) \(Numbers.fixed(Double(score), 2))" }
  }

  /// Which network saw which picture.
  package var summary: PictureSummary
  /// The boxes, best first.
  package var boxes: [NamedBox]

  /// A report on boxes in a picture.
  package init(_ summary: PictureSummary, boxes: [DetectedBox], labels: [String]) {
    self.summary = summary
    self.boxes = boxes.map { found in
      NamedBox(
        index: found.classIndex, name: className(found.classIndex, labels), score: found.score,
        left: found.box.left, top: found.box.top, right: found.box.right, bottom: found.box.bottom)
    }
  }

  /// A line a box.
  package func table(heading: [String]) -> ReportTable {
    ReportTable(
      key: "boxes", facts: summary.facts, heading: heading, of: boxes,
      footer: [
        (boxes.count == 1 ? "1 box" : "\(boxes.count) boxes")
          + "; edges in pixels from the picture's top left corner"
          + (reachesBeyond ? "; boxes are not clipped, so some reach beyond the picture" : "")
      ]
    ) {
      Column("class", .left, key: "name") { .text($0.name) }
      Column("score", key: "score") { .single($0.score, decimals: 4) }
      Column("left", key: "left") { .single($0.left, decimals: 1) }
      Column("top", key: "top") { .single($0.top, decimals: 1) }
      Column("right", key: "right") { .single($0.right, decimals: 1) }
      Column("bottom", key: "bottom") { .single($0.bottom, decimals: 1) }
      Column("index", key: "index", isForPrograms: true) { .plain($0.index) }
    }
  }

  private var reachesBeyond: Bool {
    boxes.contains {
      $0.left < 0 || $0.top < 0 || $0.right > Float(summary.width)
        || $0.bottom > Float(summary.height)
    }
  }
}
