import Architecture
import CostAnalysis
import NetworkGraph
import TestSupport
import Testing

/// Laws of the alignment of two tables.
@Suite struct TableDiffTests {
  func rows(_ name: String) throws -> [ComparedRow] { try Graph(named: name).comparedRows() }

  @Test("A table differs from itself in nothing", arguments: ["mobilenet-v2", "ssd-vgg16"])
  func same(name: String) throws {
    let rows = try rows(name)
    let diff = TableDiff(rows, rows)
    #expect(diff.pairs.count == rows.count)
    #expect(diff.pairs.allSatisfy { $0.isEqual })
  }

  @Test(
    "Every row of both stands once and in order, and the sums are the networks'",
    arguments: [
      ("mobilenet-v1", "mobilenet-v2"),
      ("mobilenet-v3-large@original-last-stage", "mobilenet-v3-large"),
      ("ssdlite-mobilenet-v3-large", "ssdlite-mobilenet-v3-large@paddle"),
      ("mobilenet-v3-small", "yolov5-mobilenet-v3-small"),
    ])
  func complete(first: String, second: String) throws {
    let (left, right) = (try rows(first), try rows(second))
    let diff = TableDiff(left, right)
    #expect(diff.pairs.compactMap { $0.first } == left)
    #expect(diff.pairs.compactMap { $0.second } == right)
    #expect(
      try diff.pairs.reduce(0) { $0 + ($1.first?.macs ?? 0) }
        == Graph(named: first).totalCost().macs)
    #expect(
      try diff.pairs.reduce(0) { $0 + ($1.second?.parameters ?? 0) }
        == Graph(named: second).totalCost().parameters.total)
    // The other way round the same rows stand beside one another as often.
    let back = TableDiff(right, left)
    #expect(back.pairs.count { $0.isEqual } == diff.pairs.count { $0.isEqual })
  }

  @Test("A row that is inserted or removed shifts nothing")
  func inserted() throws {
    let rows = try rows("mobilenet-v3-large")
    for index in rows.indices {
      var fewer = rows
      fewer.remove(at: index)
      let diff = TableDiff(rows, fewer)
      #expect(diff.pairs.count == rows.count)
      #expect(diff.pairs.count { !$0.isEqual } == 1)
    }
    #expect(TableDiff(rows, []).pairs.count == rows.count)
    #expect(TableDiff([], []).pairs.isEmpty)
  }

  @Test("The redesigned last stage: three layers less, 34.3 M multiply-accumulates less")
  func lastStage() throws {
    let diff = TableDiff(
      try rows("mobilenet-v3-large@original-last-stage"), try rows("mobilenet-v3-large"))
    let stage = diff.pairs.drop { $0.first?.name != "last" }
    #expect(stage.reduce(0) { $0 + ($1.first?.macs ?? 0) } == 44_352_960)
    #expect(stage.reduce(0) { $0 + ($1.second?.macs ?? 0) } == 10_035_200)
    #expect(stage.reduce(0) { $0 + ($1.first?.parameters ?? 0) } == 2_167_080)
    #expect(stage.reduce(0) { $0 + ($1.second?.parameters ?? 0) } == 2_666_600)
    #expect(
      diff.pairs.filter { $0.second == nil }.map { $0.first?.name } == [
        "depthwise", "narrow", "wide",
      ])
  }
}
