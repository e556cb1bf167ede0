import Architecture
import CostAnalysis
import Drawing

/// The heads of a network line by line, where there is no room for cards: their maps are framed in the
/// figure.
struct HeadList {
  private let heads: [ArchitectureOutline.Head]
  private let strip: ArchitectureStrip

  private static let stroke = Stroke(FigureCategory.head.palette.stroke, width: 3)
  private static let lineHeight = 18.0

  init(_ heads: [ArchitectureOutline.Head], _ strip: ArchitectureStrip) {
    (self.heads, self.strip) = (heads, strip)
  }

  /// What the legend says.
  var entries: [FigureKey.Entry] {
    heads.isEmpty
      ? []
      : [
        FigureKey.Entry(
          width: 20,
          swatch: [
            .path(
              .roundedRectangle(Rect(x: 2, y: -8, width: 16, height: 16), radius: 2),
              stroke: Self.stroke)
          ], text: "a map that heads answer from")
      ]
  }

  /// The frames around the maps that heads answer from.
  func marks(on layout: ArchitectureLayout) -> [Primitive] {
    Set(heads.map { $0.source }).sorted().map { source in
      .path(
        .roundedRectangle(layout.glyphs[source].box.inset(by: -1.5), radius: 3),
        stroke: Self.stroke)
    }
  }

  /// The lines of a head: what it answers from, then its answers.
  private func lines(
    _ head: ArchitectureOutline.Head, width: Double, _ measuring: some TextMeasuring
  ) -> [String] {
    let answers = head.branches.map { "\($0.name) \($0.output.spaced)" } + [strip.costs(of: head)]
    return measuring.lines(answers, separator: "  ·  ", FigureStyle.text, width: width - 12)
  }

  /// The room that the lines need.
  func height(width: Double, _ measuring: some TextMeasuring) -> Double {
    heads.reduce(heads.isEmpty ? 0 : 14) {
      $0 + Double(1 + lines($1, width: width, measuring).count) * Self.lineHeight + 4
    }
  }

  /// The lines, from (0, 0) on.
  func primitives(width: Double, _ measuring: some TextMeasuring) -> [Primitive] {
    var y = 14.0
    var marks: [Primitive] = []
    for head in heads {
      marks.append(
        .label(
          "\(head.title)   \(head.input.spaced)", at: Point(0, y + Self.lineHeight / 2),
          FigureStyle.strong, anchor: .start))
      y += Self.lineHeight
      for line in lines(head, width: width, measuring) {
        marks.append(
          .label(line, at: Point(12, y + Self.lineHeight / 2), FigureStyle.text, anchor: .start))
        y += Self.lineHeight
      }
      y += 4
    }
    return marks
  }
}
