import Architecture
import Detection
import Foundation
import ImageDecoding
import Images
import Inference
import Kernels
import NetworkGraph
import Testing
import WeightFiles

private let graphName = "frozen_inference_graph.pb"

private let folder = ProcessInfo.processInfo.environment["MOBILENET_DATA_DIR"].map {
  URL(filePath: $0)
}

private func has(_ names: String...) -> Bool {
  folder.map { folder in
    names.allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(component: $0).path())
    }
  } ?? false
}

/// TensorFlow's trained SSDLite-MobileNetV2 that finds people, against TensorFlow itself.
@Suite("Parity with TensorFlow")
struct TensorFlowDetectorTests {
  private struct Golden: Decodable {
    struct Anchors: Decodable {
      var stat: ParityCase.Statistics
      var first8: [[Float]]
      var at1083: [[Float]]
    }

    struct Picture: Decodable {
      struct Found: Decodable {
        var score: Float
        /// Top, left, bottom and right as shares of the picture.
        var box: [Float]
      }

      var picture: String
      var input: ParityCase.Statistics
      var outputs: [String: ParityCase.Statistics]
      var taps: [String: ParityCase.Statistics]
      var best: [Found]
    }

    /// In TensorFlow's layout.
    var tensors: [String: [Int]]
    /// Top, left, bottom and right as shares of the picture.
    var anchors: Anchors
    var pictures: [Picture]
  }

  private static let golden = Result<Golden, any Error> {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(components: "Parity", "ssdlite_mobilenet_v2_person_300.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }

  private static func graph() throws -> Graph {
    try InferenceTests.graph("ssdlite-mobilenet-v2", classes: 2)
  }

  @Test("tensors have TensorFlow's names, and its shapes in another order")
  func tensors() throws {
    let graph = try Self.graph()
    #expect(graph.spec.naming?.dialect == "tensorflow")
    let expected = try Self.golden.get().tensors.map { name, shape in
      guard shape.count == 4 else { return (name, shape) }
      return name.hasSuffix("depthwise_weights")
        ? (name, [shape[2] * shape[3], 1, shape[0], shape[1]])
        : (name, [shape[3], shape[2], shape[0], shape[1]])
    }
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    let found = Dictionary(tensors.map { ($0.name, $0.shape) }) { first, _ in first }
    #expect(found.count == tensors.count && expected.count == 404)
    #expect(found == Dictionary(uniqueKeysWithValues: expected))
  }

  @Test("all 1,917 default boxes")
  func anchors() throws {
    let anchors = try Self.golden.get().anchors
    let boxes = try Detector(Self.graph()).referenceBoxes.map { box in
      let box = Box(box)
      return [box.top, box.left, box.bottom, box.right].map { $0 / 300 }
    }
    #expect(boxes.count == 1917 && anchors.stat.shape == [1917, 4])
    func expect(_ found: some Sequence<Float>, _ expected: some Sequence<Float>) {
      for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 1e-6) }
    }
    let values = boxes.flatMap(\.self)
    expect(values, anchors.first8.flatMap(\.self))
    expect(values[(1083 * 4)...], anchors.at1083.flatMap(\.self))
    expect(values, anchors.stat.first)
    expect(values.suffix(4), anchors.stat.last)
    expect((1...16).map { values[$0 * values.count / 17] }, anchors.stat.sample)
    let numbers = values.map { Double($0) }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let deviation =
      (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)).squareRoot()
    expect(
      [Float(mean), Float(deviation), values.min() ?? 0, values.max() ?? 0],
      [Float(anchors.stat.mean), Float(anchors.stat.std), anchors.stat.min, anchors.stat.max])
  }

  // MARK: - On photographs

  private static let needsData: ConditionTrait = .enabled(
    if: has(graphName, "astronaut.png", "chelsea.png"),
    "MOBILENET_DATA_DIR does not name a folder with \(graphName), astronaut.png and chelsea.png")

  /// The network with its weights, read once.
  private static let network = Result {
    let graph = try Self.graph()
    let file = try Data(contentsOf: try #require(folder).appending(component: graphName))
    return Network(
      graph: graph,
      weights: try NetworkWeights(
        CheckpointWeights(
          try Checkpoint(reading: MemoryByteSource([UInt8](file))), for: graph,
          naming: graph.spec.naming), for: graph))
  }

  private static func picture(_ name: String) throws -> PixelImage {
    try ImageDecoder.decode(
      [UInt8](Data(contentsOf: try #require(folder).appending(component: name))))
  }

  private static func input(_ image: PixelImage, _ graph: Graph) throws -> Tensor<Float> {
    let preprocessing = try Preprocessing(
      try #require(graph.spec.preprocessing), resolution: graph.input.resolution)
    return try #require(
      Tensor(shape: graph.input, values: try preprocessing.apply(to: image)))
  }

  /// The node whose result a tap is. A tap is an operation inside the scope of a block's module or of a
  /// layer's weights.
  private static func node(_ tap: String, _ graph: Graph) throws -> Int {
    let naming = graph.spec.naming
    let scope = String(tap[..<(try #require(tap.lastIndex(of: "/")))])
    // The first block has no sum: its result is that of its last norm.
    let module = scope.replacing("/project/BatchNorm", with: "")
    if let block = graph.blocks.indices.first(where: {
      graph.moduleName(ofBlock: $0, naming: naming) == module
    }) {
      return graph.blocks[block].result
    }
    let weight = try #require(
      graph.parameterTensors(naming: naming).first {
        $0.name == scope + "/weights" || $0.name == scope + "/depthwise_weights"
      }?.node, "no layer for tap \(tap)")
    let origin = graph.nodes[weight].origin
    return weight + graph.nodes[weight...].prefix { $0.origin == origin }.count - 1
  }

  @Test("the prepared picture, every tap and both heads", needsData)
  func taps() throws {
    let network = try Self.network.get()
    let graph = network.graph
    let plan = try Plan(graph, weights: network.weights, kernels: .best, fusing: false)
    let runner = try PlanRunner(plan, threads: 2)
    let heads = ["box_encodings": "BoxEncodingPredictor", "class_logits": "ClassPredictor"]
    for golden in try Self.golden.get().pictures {
      let input = try Self.input(Self.picture(golden.picture), graph)
      expectClose("input", TensorStatistics(input), golden.input.tensor)
      #expect(golden.taps.count == 17 && golden.outputs.count == 2)
      var nodes: [Int: String] = [:]
      for tap in golden.taps.keys { nodes[try Self.node(tap, graph)] = tap }
      for (output, branch) in heads {
        nodes[try #require(graph.outputs.first { $0.name == branch }).node] = output
      }
      #expect(nodes.count == 19)
      for (what, run) in [
        ("interpreter", { observe in _ = try network.run(input) { observe($0, $1) } }),
        ("engine", { observe in _ = try runner.run(input) { observe($0, $1) } }),
      ] as [(String, (@escaping (Int, Tensor<Float>) -> Void) throws -> Void)] {
        var seen: Set<String> = []
        try run { node, tensor in
          guard let tap = nodes[node], let expected = golden.taps[tap] ?? golden.outputs[tap]
          else { return }
          seen.insert(tap)
          expectClose(
            "\(golden.picture) \(what) \(tap)",
            TensorStatistics(tensor, isList: graph.nodes[node].operation.isList), expected.tensor)
        }
        #expect(seen == Set(nodes.values), "\(what)")
      }
    }
  }

  @Test("the boxes that remain, by the plan that programs run", needsData)
  func boxes() throws {
    let network = try Self.network.get()
    let graph = network.graph
    let preprocessing = try Preprocessing(
      try #require(graph.spec.preprocessing), resolution: graph.input.resolution)
    let runner = try PlanRunner(
      Plan(graph, weights: network.weights, kernels: .best), threads: 2)
    for golden in try Self.golden.get().pictures {
      let image = try Self.picture(golden.picture)
      let found = try Detector(graph).boxes(
        in: runner.run(Self.input(image, graph)).map(\.values),
        placement: preprocessing.placement(width: image.width, height: image.height),
        width: image.width, height: image.height)
      #expect(found.count == 100 && found.allSatisfy { $0.classIndex == 1 })
      #expect(golden.best.count == 10)
      for (found, expected) in zip(found, golden.best) {
        #expect(abs(found.score - expected.score) < 1e-4, "\(golden.picture)")
        let (width, height) = (Float(image.width), Float(image.height))
        let box = [
          found.box.top / height, found.box.left / width, found.box.bottom / height,
          found.box.right / width,
        ]
        for (edge, expected) in zip(box, expected.box) {
          #expect(abs(edge - expected) < 1e-3, "\(golden.picture)")
        }
      }
    }
  }
}
