import Architecture
import Drawing

/// Where the columns of an architecture figure stand: one slot a glyph, on one line or several.
struct SlotPlan {
  /// The stops of each line.
  var lines: [Range<Int>]
  /// Points for the square root of one channel.
  var unit: Double
  /// From left to right edge, by stop; the picture has none.
  var slots: [Int: Interval]

  /// The least unit at which the narrowest glyphs can be told apart.
  static let leastUnit = 2.0
  /// The greatest unit, so that small networks do not look swollen.
  static let greatestUnit = 6.0
  /// The least room between two glyphs, in points.
  static let gap = 12.0

  /// The width of a glyph for so many channels.
  static func glyphWidth(channels: Int, unit: Double) -> Double {
    max(3, unit * Double(channels).squareRoot())
  }

  /// A plan for no glyphs.
  init() {
    lines = []
    unit = Self.leastUnit
    slots = [:]
  }

  /// A plan with a number of lines between two edges; nothing if the glyphs need more room.
  init?(
    _ outline: ArchitectureOutline, _ strip: ArchitectureStrip, lines count: Int,
    leastUnit: Double, between edges: Interval, measuring: some TextMeasuring
  ) {
    let room = edges.end - edges.start
    let columns = Columns(outline, strip, measuring: measuring)
    let lines = columns.lines(count)
    func fits(_ unit: Double) -> Bool {
      lines.allSatisfy { columns.widths(of: $0, unit: unit).reduce(0, +) <= room }
    }
    guard room > 0, fits(leastUnit) else { return nil }
    var (low, high) = (leastUnit, Self.greatestUnit)
    for _ in 0..<30 {
      let middle = (low + high) / 2
      if fits(middle) { low = middle } else { high = middle }
    }
    self.lines = lines
    unit = low
    slots = [:]
    for line in lines {
      let widths = columns.widths(of: line, unit: unit)
      let slack = (room - widths.reduce(0, +)) / Double(max(1, widths.count))
      var left = edges.start
      for (stop, width) in zip(line, widths) {
        // The last line of several ends where it ends.
        let slot = width + (lines.count > 1 ? min(slack, Self.gap) : slack)
        slots[stop] = Interval(left, left + slot)
        left += slot
      }
    }
  }

  /// The slot of a cell over one stop or several.
  func slot(of stops: Range<Int>) -> Interval {
    guard let first = slots[stops.lowerBound], let last = slots[stops.upperBound - 1] else {
      return Interval(0, 0)
    }
    return Interval(first.start, last.end)
  }
}

/// How wide columns have to be.
private struct Columns {
  let outline: ArchitectureOutline
  let strip: ArchitectureStrip
  /// The width of the widest entry that a column has for itself.
  var texts: [Double]
  /// Entries over several columns.
  var measure: (ArchitectureStrip.Cell, ArchitectureStrip.Row) -> Double

  init(
    _ outline: ArchitectureOutline, _ strip: ArchitectureStrip, measuring: some TextMeasuring
  ) {
    self.outline = outline
    self.strip = strip
    measure = { cell, row in measuring.width(cell.text, row.style) }
    texts = outline.stops.indices.map { stop in
      strip.rows.filter { !$0.merges }
        .flatMap { row in strip.cells(row, over: stop..<stop + 1).map { (row, $0) } }
        .reduce(0) { max($0, measuring.width($1.1.text, $1.0.style)) }
    }
  }

  /// The widths of the slots of a line.
  func widths(of line: Range<Int>, unit: Double) -> [Double] {
    var widths = line.map { stop in
      let channels = outline.stops[stop].output.channels
      return max(
        SlotPlan.glyphWidth(channels: channels, unit: unit) + SlotPlan.gap, texts[stop] + 8)
    }
    for row in strip.rows where row.merges {
      for cell in strip.cells(row, over: line) {
        let own = cell.stops.lowerBound - line.lowerBound..<cell.stops.upperBound - line.lowerBound
        let lack = measure(cell, row) + 10 - widths[own].reduce(0, +)
        for index in own where lack > 0 { widths[index] += lack / Double(own.count) }
      }
    }
    return widths
  }

  /// The stops after the picture on so many lines of about the same length.
  func lines(_ count: Int) -> [Range<Int>] {
    let all = 1..<outline.stops.count
    let widths = widths(of: all, unit: SlotPlan.leastUnit)
    let share = widths.reduce(0, +) / Double(count)
    var lines: [Range<Int>] = []
    var (start, sum) = (all.lowerBound, 0.0)
    for (stop, width) in zip(all, widths) {
      if stop > start, sum + width / 2 > share * Double(lines.count + 1) {
        lines.append(start..<stop)
        start = stop
      }
      sum += width
    }
    return lines + [start..<all.upperBound]
  }
}
