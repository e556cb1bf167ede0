import CostAnalysis
import NetworkGraph
import Reporting
import TableReading
import TestSupport
import Testing

extension Substring {
  /// What stands before and behind a text; the whole if it is not there.
  fileprivate func components(around text: String) -> [Substring] {
    firstRange(of: text).map { [self[..<$0.lowerBound], self[$0.upperBound...]] } ?? [self]
  }
}

/// How differences of rows are worded.
@Suite struct DifferenceWordsTests {
  private func words(_ first: String, _ second: String, row: String) throws -> [String] {
    let diff = TableDiff(
      try Graph(named: first).comparedRows(), try Graph(named: second).comparedRows())
    return try #require(diff.differences(inRow: row)).map { $0.words }
  }

  @Test(
    "of dialects and their tables",
    arguments: [
      (
        "mobilenet-v3-large", "note-003", "bneck4",
        [
          "squeeze-and-excitation moved behind the projection",
          "squeezes 40 to 10 channels instead of 72 to 24",
          "batch norms in the gate instead of biases",
          "norms add 1e-05 to the variance instead of 0.001",
        ]
      ),
      (
        "mobilenet-v3-large", "note-003", "bneck1",
        [
          "1x1 expansion from 16 to 16 channels added",
          "norms add 1e-05 to the variance instead of 0.001",
        ]
      ),
      (
        "mobilenet-v3-large", "eca", "bneck4",
        [
          "a gate of one convolution over 3 of 72 channels (ECA) instead of squeeze-and-excitation"
            + " from 72 to 24 channels"
        ]
      ),
      (
        "mobilenet-v3-large", "no-gate", "bneck4",
        ["squeeze-and-excitation from 72 to 24 channels removed"]
      ),
      (
        "mobilenet-v3-large", "minimalistic", "bneck13",
        [
          "ReLU instead of h-swish", "a window of 3x3 instead of 5x5",
          "squeeze-and-excitation from 672 to 168 channels removed",
          "padding 1 on both sides instead of 2 on both sides",
        ]
      ),
      (
        "mobilenet-v1", "paper", "dwconv2",
        [
          "ReLU instead of ReLU6", "padding 0 before and 1 behind instead of 1 on both sides",
          "norms add 0.001 to the variance instead of 1e-05",
        ]
      ),
    ])
  func dialects(table: String, dialect: String, row: String, expected: [String]) throws {
    #expect(try words(table, "\(table)@\(dialect)", row: row) == expected)
  }

  @Test("another block is said by its layers")
  func replaced() throws {
    let words = try words(
      "yolov5-mobilenet-v3-small", "yolov5-mobilenet-v3-small@stem-block", row: "conv_bn_hswish1")
    #expect(
      words.first?.hasPrefix("made of stem_1 (3x3 convolution with stride 2 to 16 channels)")
        == true, "\(words)")
  }

  @Test(
    "no two differences of a row are worded alike, and none says that a thing is instead of itself",
    arguments: [
      "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small", "yolov5-mobilenet-v3-large",
      "ssdlite-mobilenet-v3-large",
    ])
  func distinct(name: String) throws {
    let table = try Graph(named: name)
    for dialect in try TableLibrary.repository().dialects(of: table.spec.family) {
      let other = try Graph(named: "\(name)@\(dialect)").comparedRows()
      for pair in TableDiff(table.comparedRows(), other).pairs {
        let words = pair.differences.map { $0.words }
        #expect(Set(words).count == words.count, "\(dialect): \(words)")
        #expect(words.allSatisfy { !$0.isEmpty })
        for change in words {
          let parts = change.split(separator: ": ").last?.components(around: " instead of ") ?? []
          #expect(Set(parts).count == parts.count, "\(dialect): \(change)")
        }
      }
    }
  }
}
