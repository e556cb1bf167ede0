import Architecture

/// How cells and rows are written into the text of a table.
enum CellText {
  /// A value as a cell: in quotes where YAML would read something else.
  static func quoted(_ value: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in value.unicodeScalars { scalars.append(scalar.value < 0x20 ? " " : scalar) }
    let value = String(scalars)
    if value.isEmpty { return "~" }
    let bytes = Array(value.utf8)
    if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") { return value }
    let isMark = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "?")
    let isNumber = bytes.count > 1 && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[1])
    let isPlain = !bytes.contains { ",[]{}#&*!|>'\"%@`:\\".utf8.contains($0) }
    if isPlain, !isMark || isNumber, bytes.first != 0x20, bytes.last != 0x20 { return value }
    return "\""
      + value.replacing(text: "\\", with: "\\\\").replacing(text: "\"", with: "\\\"") + "\""
  }
}

extension TextChanges {
  /// Puts a value in the place of a cell; the width of its column stays if there is room.
  mutating func set(_ range: Range<Int>, to value: String) {
    var (start, text) = (range.lowerBound, CellText.quoted(value))
    let growth = text.unicodeScalars.count - range.count
    func isGap(_ place: Int) -> Bool { place >= 0 && scalars[place] == " " }
    if range.isEmpty {
      // Nothing stands there, perhaps right behind a dash.
      if start > 0, !isGap(start - 1) { text = " " + text }
    } else if growth < 0, !scalars[range].contains("\n") {
      // Numbers lean to the right: blanks before the cell make room.
      text = String(repeating: " ", count: -growth) + text
    } else {
      var room = 0
      while room < growth, isGap(start - room - 1), isGap(start - room - 2) { room += 1 }
      start -= room
    }
    replace(start..<range.upperBound, with: text)
  }

  /// Takes a row out of a list, with its line if nothing else stands there.
  mutating func remove(_ row: YAMLValue, from list: YAMLValue) {
    let end = trimmedEnd(row.range)
    if list.isFlow(in: self) {
      removeBetweenCommas(row.range.lowerBound..<end)
    } else {
      let start = lineStart(dash(before: row))
      replace(start..<min(lineEnd(end) + 1, scalars.count), with: "")
    }
  }

  private mutating func removeBetweenCommas(_ range: Range<Int>) {
    var (start, end) = (range.lowerBound, range.upperBound)
    var next = end
    while next < scalars.count, isBlank(next) { next += 1 }
    if next < scalars.count, scalars[next] == "," {
      end = next + 1
      while end < scalars.count, scalars[end] == " " { end += 1 }
      let first = lineStart(start)
      if indent(ofLineAt: first) == start, end < scalars.count, scalars[end] == "\n" {
        (start, end) = (first, end + 1)
      }
    } else {
      var before = start
      while before > 0, isBlank(before - 1) { before -= 1 }
      if before > 0, scalars[before - 1] == "," { start = before - 1 }
    }
    replace(start..<end, with: "")
  }

  /// Puts the cells of a row below it once more, without its name.
  mutating func duplicate(_ row: YAMLValue, in list: YAMLValue) {
    let cells = row.rowCells
    let copy = text(cells.range.lowerBound..<trimmedEnd(cells.range))
    let end = trimmedEnd(row.range)
    if list.isFlow(in: self) {
      let first = lineStart(row.range.lowerBound)
      let isFirst = indent(ofLineAt: first) == row.range.lowerBound
      let gap = isFirst ? "\n" + text(first..<row.range.lowerBound) : " "
      replace(end..<end, with: "," + gap + copy)
    } else {
      let dash = dash(before: row)
      let margin = text(lineStart(dash)..<dash)
      let column = cells.range.lowerBound - lineStart(cells.range.lowerBound)
      let gap = max(column - margin.unicodeScalars.count - 1, 1)
      let line = margin + "-" + String(repeating: " ", count: gap) + copy
      let place = lineEnd(end)
      replace(place..<place, with: "\n" + line)
    }
  }

  /// The dash that an element of a list stands behind.
  private func dash(before row: YAMLValue) -> Int {
    var place = row.range.lowerBound
    while place > 0, isBlank(place - 1) { place -= 1 }
    return max(place - 1, 0)
  }
}
