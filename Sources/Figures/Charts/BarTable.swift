import Drawing

/// Names at the left, and columns of horizontal bars beside them, each to its own scale.
struct BarTable {
  /// One bar: pieces one after the other, and what is written behind them, its share only where there
  /// is room.
  struct Bar {
    var pieces: [(palette: Palette, value: Double)]
    var text: String
    var share = ""

    var longText: String { share.isEmpty ? text : "\(text) · \(share)" }

    var value: Double { pieces.reduce(0) { $0 + $1.value } }
  }

  /// A column of bars, one for each name, under the first heading that finds room.
  struct Column {
    var headings: [String]
    var bars: [Bar]

    var greatest: Double { bars.reduce(0) { max($0, $1.value) } }
  }

  var names: [String]
  var columns: [Column]
  /// Rows that are set in bold.
  var strong: Set<Int> = []

  private static let leastPitch = 16.5
  private static let greatestPitch = 46.0
  private static let headingRoom = 26.0
  /// The room for the longest bar below which shares are left out.
  private static let leastBar = 60.0
  private static let gap = (name: 10.0, column: 26.0, text: 6.0)

  /// The height at which it can be read.
  var leastHeight: Double { Self.headingRoom + Double(names.count) * Self.leastPitch + 4 }

  /// The height beyond which it does not grow.
  var greatestHeight: Double { Self.headingRoom + Double(names.count) * Self.greatestPitch }

  /// The marks in a frame, from its top on.
  func primitives(in frame: Rect, measuring: some TextMeasuring) -> [Primitive] {
    let pitch = min(
      max((frame.height - Self.headingRoom) / Double(max(names.count, 1)), Self.leastPitch),
      Self.greatestPitch)
    let nameWidth = names.reduce(0) { max($0, measuring.width($1, FigureStyle.strong)) }
    let left = frame.minX + nameWidth + Self.gap.name
    let width =
      (frame.maxX - left - Self.gap.column * Double(columns.count - 1)) / Double(columns.count)
    var marks: [Primitive] = []
    for (row, name) in names.enumerated() {
      let y = frame.minY + Self.headingRoom + (Double(row) + 0.5) * pitch
      if row.isMultiple(of: 2) {
        let band = Rect(x: frame.minX, y: y - pitch / 2, width: frame.width, height: pitch)
        marks.append(.path(.rectangle(band), fill: FigureStyle.band))
      }
      marks.append(
        .label(name, at: Point(left - Self.gap.name, y), style(row), anchor: .end))
    }
    for (index, column) in columns.enumerated() {
      let x = left + Double(index) * (width + Self.gap.column)
      marks += primitives(
        column, in: Rect(x: x, y: frame.minY, width: width, height: frame.height), pitch,
        measuring)
    }
    return marks
  }

  private func style(_ row: Int) -> TextStyle {
    strong.contains(row) ? FigureStyle.strong : FigureStyle.text
  }

  private func primitives(
    _ column: Column, in frame: Rect, _ pitch: Double, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    func width(_ text: (Bar) -> String) -> Double {
      column.bars.reduce(0) { max($0, measuring.width(text($1), FigureStyle.strong)) }
    }
    let showsShares = frame.width - width { $0.longText } >= Self.leastBar
    let texts = width { showsShares ? $0.longText : $0.text }
    let room = max(frame.width - texts - Self.gap.text, 4)
    let heading =
      column.headings.first { measuring.width($0, FigureStyle.strong) <= frame.width }
      ?? column.headings.last ?? ""
    let unit = column.greatest > 0 ? room / column.greatest : 0
    var marks: [Primitive] = [
      .label(
        heading, at: Point(frame.minX, frame.minY + Self.headingRoom / 2 - 3),
        FigureStyle.strong, anchor: .start)
    ]
    for (row, bar) in column.bars.enumerated() {
      let y = frame.minY + Self.headingRoom + (Double(row) + 0.5) * pitch
      let height = min(pitch * 0.62, 24)
      var x = frame.minX
      for piece in bar.pieces where piece.value > 0 {
        let box = Rect(x: x, y: y - height / 2, width: piece.value * unit, height: height)
        marks.append(
          .path(
            .rectangle(box), fill: piece.palette.fill,
            stroke: Stroke(piece.palette.stroke, width: 0.6)))
        x = box.maxX
      }
      marks.append(
        .label(
          showsShares ? bar.longText : bar.text, at: Point(x + Self.gap.text, y), style(row),
          anchor: .start))
    }
    return marks
  }
}
