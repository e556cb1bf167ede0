import Architecture

/// A row's name as a table writes it, which may name the row's repeats, too: `conv{7..11}/dw` is the row
/// `conv7-11/dw`, whose repeats are `conv7/dw` to `conv11/dw`.
struct RowName: Equatable {
  /// The row's name.
  var name: String
  /// What its repeats are called; none if the text names the row alone.
  var repeats: [String] = []

  /// A name that a table gives a row; nothing for braces that are no range, which are reported.
  init?(_ text: String, at location: SourceLocation, log: ProblemLog) {
    let opened = text.parts(separatedBy: "{")
    guard opened.count > 1 || text.utf8.contains(UInt8(ascii: "}")) else {
      name = text
      return
    }
    let closed = opened.last?.parts(separatedBy: "}") ?? []
    let ends = (closed.first ?? "").parts(separatedBy: "..").map { Int($0) }
    guard opened.count == 2, closed.count == 2, ends.count == 2, let first = ends[0],
      let last = ends[1], first >= 0, first < last, last - first < 1000
    else {
      log.report(
        "'\(text)' is not a row's name: braces hold a range of numbers, one for each repeat, such as"
          + " conv{7..11}", at: location)
      return nil
    }
    name = "\(opened[0])\(first)-\(last)\(closed[1])"
    repeats = (first...last).map { "\(opened[0])\($0)\(closed[1])" }
  }
}
