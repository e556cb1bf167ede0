import Architecture
import Foundation
@testable import Inference
import Kernels
import NetworkGraph
import Reporting
import Testing

@Suite("Run reports")
struct RunReportTests {
  private func report(
    _ scores: [Float], labels: [String] = ["cat", "dog", "cow"], top: Int = 2
  ) -> RunReport {
    var tensor = Tensor<Float>(shape: Shape(height: 1, width: 1, channels: scores.count))
    tensor.values = scores
    let statistics = TensorStatistics(tensor)
    return RunReport(
      name: "net", weights: "seeded", image: "seeded",
      result: RunResult(
        outputs: [("output", tensor)], statistics: [("output", statistics)],
        taps: [Tap(name: "features.0", row: 1, repetition: 2, statistics: statistics)]),
      labels: labels, top: top)
  }

  @Test("classes are named, best first")
  func classes() {
    let report = report([0, Float(log(2.0)), Float(log(5.0))])
    #expect(report.classes.map(\.index) == [2, 1] && report.hasUsableScores)
    #expect(report.classes.map(\.name) == ["cow", "dog"])
    #expect(abs(report.classes[0].probability - 0.625) < 1e-6)
    #expect(
      report.text(heading: ["net"], detail: false) == """
        net
          cow  0.6250  █████████████████████████
          dog  0.2500  ██████████

        """)
  }

  @Test("without a list of names classes have their numbers")
  func unnamed() {
    #expect(report([0, 1], labels: [], top: 1).classes.map(\.name) == ["class 1"])
  }

  @Test("details are the statistics of every block and answer")
  func detail() {
    let text = report([1, 3], top: 1).text(heading: [], detail: true)
    #expect(text.contains("features.0  2x1x1  2.0000  1.0000  1.0000  3.0000"))
    #expect(text.contains("output      2x1x1  2.0000  1.0000  1.0000  3.0000"))
  }

  /// What a program reads.
  private struct Answer: Decodable {
    struct Ranked: Decodable, Equatable {
      var index: Int
      var name: String
      var probability: Float
    }
    struct Statistics: Decodable {
      var name: String
      var row: Int?
      var `repeat`: Int?
      var shape: [Int]
      var mean: Double
      var min: Float
      var first: [Float]
      var sample: [Float]
    }
    var classes: [Ranked]
    var outputs: [Statistics]
    var taps: [Statistics]
  }

  @Test("JSON has the numbers to the last bit")
  func json() throws {
    let report = report([1, 3, 2])
    let text = ReportTable.json(report.tables())
    let read = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
    #expect(read.classes.map(\.name) == report.classes.map(\.name))
    #expect(read.classes.map(\.probability) == report.classes.map(\.probability))
    for (read, own) in zip(read.outputs + read.taps, report.outputs + report.taps) {
      #expect(read.name == own.name && read.shape == own.statistics.shape)
      #expect(read.mean == own.statistics.mean && read.min == own.statistics.minimum)
      #expect(read.first == own.statistics.first && read.sample == own.statistics.sample)
    }
    #expect(read.taps.map(\.row) == [1] && read.taps.map(\.repeat) == [2])
    #expect(read.outputs.map(\.row) == [nil])
  }

  @Test(
    "scores that are no numbers or infinite name no class, but are printed as they are",
    arguments: [[.nan, 1, 2], [.infinity, 1, 2], [-.infinity, -.infinity, -.infinity]]
      as [[Float]])
  func notFinite(scores: [Float]) throws {
    let report = report(scores)
    #expect(report.classes.isEmpty && !report.hasUsableScores)
    #expect(report.text(heading: [], detail: true).contains("nan"))
    #expect(ReportTable.json(report.tables()).contains("\"nan\""))
  }

  @Test("maps are no classes")
  func maps() throws {
    let graph = try graph("lraspp-mobilenet-v3-large", resolution: 32)
    let network = Network<Float>(
      graph: graph, weights: .seeded(for: graph, naming: graph.spec.naming))
    let result = try network.recordedRun(
      .seededPicture(graph.input), naming: graph.spec.naming)
    let report = RunReport(
      name: "net", weights: "seeded", image: "seeded", result: result, labels: [], top: 5)
    #expect(report.classes.isEmpty)
    #expect(report.outputs.map(\.statistics.shape) == [[21, 32, 32]])
    #expect(report.text(heading: [], detail: false).contains("21x32x32"))
  }
}
