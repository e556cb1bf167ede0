import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

@Suite("Parts of networks")
struct PartTests {
  private static let names = (try? TableLibrary.repository().architectureNames) ?? []

  @Test("every network that gives one score a class has a classifier")
  func classifiers() throws {
    try #require(!Self.names.isEmpty)
    for name in Self.names {
      let graph = try Graph(named: name)
      let givesScores = graph.nodes[graph.outputs[0].node].shape.isVector
      let hasClassifier = graph.rows.contains { $0.part == .classifier }
      #expect(hasClassifier == givesScores, "\(name)")
    }
  }

  /// Counted by Keras 3: `include_top=False` (weights, gamma, beta and bias; without moving averages).
  @Test(
    "a backbone is what Keras builds without its top",
    arguments: [
      ("mobilenet-v1", 3_206_976), ("mobilenet-v2", 2_223_872), ("mobilenet-v3-large", 2_971_952),
      ("mobilenet-v3-small", 927_008),
    ])
  func keras(name: String, parameters: Int) throws {
    let backbone = try Graph(named: name, part: .backbone)
    let count = backbone.parameterTensors(naming: nil).filter {
      $0.role != .normMean && $0.role != .normVariance
    }.reduce(0) { $0 + $1.count }
    #expect(count == parameters)
  }

  @Test("a backbone is the beginning of the network, node by node")
  func beginning() throws {
    try #require(!Self.names.isEmpty)
    for name in Self.names {
      let whole = try Graph(named: name)
      let backbone = try Graph(named: name, part: .backbone)
      #expect(backbone.nodes == Array(whole.nodes.prefix(backbone.nodes.count)), "\(name)")
      #expect(!backbone.outputs.isEmpty)
      let names = backbone.outputs.map(\.name)
      #expect(Set(names).count == names.count, "\(name): \(names)")
      // Whatever the rest takes is an answer.
      let rest = whole.nodes.dropFirst(backbone.nodes.count).flatMap(\.inputs)
      #expect(
        Set(rest.filter { $0 < backbone.nodes.count }).isSubset(of: backbone.outputs.map(\.node)))
    }
  }

  @Test("parts that a network lacks, and parts that take maps of others, are refused")
  func refused() {
    #expect(throws: ScalingError.self) {
      try Graph(named: "mobilenet-v2", part: .neck)
    }
    #expect(throws: ScalingError.self) {
      try Graph(named: "yolov3-mobilenet-v3-large", part: .neck)
    }
    #expect(throws: ScalingError.self) {
      try Graph(named: "mobilenet-v2", part: .classifier)
    }
  }
}
