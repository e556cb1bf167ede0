/// How much of a picture belongs to which class, for people and for programs.
package struct SegmentationReport: Sendable {
  /// A class that some pixels have.
  package struct NamedClass: Hashable, Sendable {
    /// The class.
    package var index: Int
    /// Its name; `class` and its number if the table has no list that fits.
    package var name: String
    /// Pixels of the picture that have it.
    package var pixels: Int
  }

  /// Which network saw which picture.
  package var summary: PictureSummary
  /// The classes, the most frequent first.
  package var classes: [NamedClass]

  /// A report on a picture with a class for each of its pixels.
  package init(_ summary: PictureSummary, classes: [Int], labels: [String]) {
    self.summary = summary
    var counts: [Int: Int] = [:]
    for classIndex in classes { counts[classIndex, default: 0] += 1 }
    self.classes = counts.map { index, pixels in
      NamedClass(index: index, name: className(index, labels), pixels: pixels)
    }.sorted { ($1.pixels, $0.index) < ($0.pixels, $1.index) }
  }

  /// A line a class.
  package func table(heading: [String]) -> ReportTable {
    let all = summary.width * summary.height
    return ReportTable(
      key: "classes", facts: summary.facts, heading: heading, of: classes, hasTotalsInJSON: false
    ) {
      Column("class", .left, key: "name", total: "total") { .text($0.name) }
      Column("pixels", key: "pixels", total: .count(all)) { .count($0.pixels) }
      Column("%", total: .number(100, decimals: 1)) { .percent($0.pixels, of: all) }
      Column("index", key: "index", isForPrograms: true) { .plain($0.index) }
    }
  }
}
