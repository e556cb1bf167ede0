import Foundation

/// Figures that a test expects, from a file of columns: a header, then one line a case; `#` begins
/// a comment, `~` is a figure that is not known, commas in numbers are for the eye.
package struct ExpectedFigures: Sendable {
  /// One case.
  package struct Line: Sendable, CustomStringConvertible {
    /// `file:line`.
    package let description: String
    let cells: [String: String]

    /// The text of a column; throws if the file has no such column.
    package func text(_ column: String) throws -> String {
      guard let cell = cells[column] else {
        throw TestSupportError.malformed("\(description): no column '\(column)'")
      }
      return cell
    }

    /// The whole number of a column; nothing if it is not known.
    package func number(_ column: String) throws -> Int? {
      try number(column) { Int($0) }
    }

    /// The decimal number of a column; nothing if it is not known.
    package func decimal(_ column: String) throws -> Double? {
      try number(column) { Double($0) }
    }

    private func number<Number>(_ column: String, _ read: (String) -> Number?) throws -> Number? {
      let text = try text(column)
      if text == "~" { return nil }
      guard let number = read(text.replacingOccurrences(of: ",", with: "")) else {
        throw TestSupportError.malformed("\(description): '\(text)' in column '\(column)'")
      }
      return number
    }
  }

  /// The columns.
  package let columns: [String]
  /// The cases; never empty.
  package let lines: [Line]

  /// The figures of a file beside the test that asks, `Expected/NAME.tsv`. Throws if there is no
  /// such file, if it holds no case, or if a line does not fit the header.
  package init(_ name: String, beside file: String = #filePath) throws {
    let url = URL(filePath: file).deletingLastPathComponent()
      .appending(path: "Expected/\(name).tsv")
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw TestSupportError.missing(url.path(percentEncoded: false))
    }
    var header: [String]?
    var lines: [Line] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let cells = line.split(separator: "\t").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard let header else {
        header = cells
        continue
      }
      let place = "\(name).tsv:\(index + 1)"
      guard cells.count == header.count else {
        throw TestSupportError.malformed("\(place): \(cells.count) cells, \(header.count) columns")
      }
      lines.append(
        Line(
          description: place, cells: Dictionary(zip(header, cells)) { first, _ in first }))
    }
    guard let header, !lines.isEmpty else {
      throw TestSupportError.malformed("\(name).tsv: no case")
    }
    columns = header
    self.lines = lines
  }

  /// The names of all files of figures beside the test that asks, in alphabetical order.
  package static func names(beside file: String = #filePath) throws -> [String] {
    let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Expected")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
      .filter { $0.hasSuffix(".tsv") }.map { String($0.dropLast(".tsv".count)) }.sorted()
  }
}
