import Architecture
import Detection
import Foundation
import Images
import Inference
import Kernels
import NetworkGraph
import Testing

/// MobileNet-SSD with seeded weights against OpenCV, which read it from a Caffe model
/// (`Scripts/check-caffe.py`).
@Suite("Parity with OpenCV")
struct OpenCVTests {
  private static let network = "ssd-mobilenet-v1"

  private struct Golden: Decodable {
    var outputs: [String: ParityCase.Statistics]
    var priors: ParityCase.Statistics
    /// Image-relative rows of class, score, left, top, right, bottom; the best first.
    var boxes: [[Float]]
  }

  private static func golden() throws -> Golden {
    let file = ParityCase.folder.appending(component: "ssd_mobilenet_v1_300_opencv.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }

  @Test("the raw heads, with norms and with merged ones")
  func heads() throws {
    let graph = try graph(Self.network)
    let naming = graph.spec.naming
    let golden = try Self.golden()
    #expect(golden.outputs.count == 2)
    let plain = seeded(graph)
    for network in [plain, plain.folded()] {
      let runner = try PlanRunner(
        Plan(network.graph, weights: network.weights, kernels: .best), threads: 1)
      let result = try runner.recordedRun(
        .seededPicture(graph.input), naming: naming, blocks: false)
      for (name, expected) in golden.outputs {
        let found = try #require(result.statistics.first { $0.name == name }, "no output \(name)")
        expectClose(name, found.statistics, expected.tensor)
      }
    }
  }

  @Test("default boxes, as shares of the picture")
  func priors() throws {
    let detector = try Detector(graph(Self.network))
    let edges = detector.referenceBoxes.map(Box.init).flatMap { box in
      [box.left, box.top, box.right, box.bottom].map { $0 / 300 }
    }
    let expected = try Self.golden().priors
    #expect(expected.shape == [1917, 4] && edges.count == 4 * 1917)
    for (index, value) in expected.sample.enumerated() {
      #expect(abs(edges[(index + 1) * edges.count / 17] - value) < 1e-5)
    }
    for (found, value) in zip(edges, expected.first) { #expect(abs(found - value) < 1e-5) }
    for (found, value) in zip(edges.suffix(4), expected.last) { #expect(abs(found - value) < 1e-5) }
  }

  @Test("the boxes that remain")
  func boxes() throws {
    let network = seeded(try graph(Self.network))
    let runner = try PlanRunner(
      Plan(network.graph, weights: network.weights, kernels: .best), threads: 1)
    let answers = try runner.run(.seededPicture(network.graph.input)).map(\.values)
    let found = try Detector(network.graph).boxes(
      in: answers, placement: Placement(scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0), width: 300,
      height: 300)
    let expected = try Self.golden().boxes
    #expect(found.count == expected.count && expected.count == 100)
    // OpenCV orders them by class; equal scores may stand in any order.
    func row(_ found: DetectedBox) -> [Float] {
      let box = found.box
      return [Float(found.classIndex), found.score]
        + [box.left, box.top, box.right, box.bottom].map { $0 / 300 }
    }
    let rows = found.map(row)
    for box in expected {
      #expect(
        rows.contains { row in zip(row, box).allSatisfy { abs($0 - $1) < 1e-3 } }, "\(box)")
    }
  }

  @Test("merged it has the parameters of the released model")
  func parameters() throws {
    let graph = try graph(Self.network)
    func count(_ graph: Graph) -> Int {
      graph.parameterTensors(naming: nil).reduce(0) { $0 + $1.count }
    }
    #expect(count(graph.folded().graph) == 5_783_417)
  }
}
