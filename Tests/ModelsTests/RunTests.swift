import Architecture
import CostAnalysis
import Detection
import Images
import Inference
import Kernels
import Models
import NetworkGraph
import TableReading
import TestSupport
import Testing

@Suite("What runs, and on what")
struct RunTests {
  @Test("memory is enough or not: there is one least amount")
  func memory() throws {
    let graph = try TableLibrary.builtIn.graph(named: "v1")
    let needed = 2 * (graph.liveSet().peak.bytes + graph.totalCost().weightBytes)
    try RunLimit.require(graph, memory: needed + 1)
    #expect(throws: NetworkError.memory(needed: needed, available: needed)) {
      try RunLimit.require(graph, memory: needed)
    }
    #expect(throws: NetworkError.memory(needed: 2 * needed, available: needed)) {
      try RunLimit.requireReference(graph, memory: needed)
    }
    #expect(throws: NetworkError.self) {
      try Model(seeded: graph).plan(.best, memory: needed)
    }
  }

  @Test("the list of class names that a table gives is as long as its network's classes")
  func classNameCounts() throws {
    let library = TableLibrary.builtIn
    for name in library.architectureNames {
      let family = try library.architecture(named: name).family
      for dialect in [nil] + library.dialects(of: family) {
        guard
          let spec = try? library.architecture(named: dialect.map { "\(name)@\($0)" } ?? name),
          let graph = try? Graph(expanding: spec)
        else { continue }
        #expect(throws: Never.self, "\(spec.name)") { try ClassNames().names(of: graph) }
        guard Detector.isAnswer(of: graph), let detector = try? Detector(graph) else { continue }
        #expect(throws: Never.self, "\(spec.name)") {
          try ClassNames().names(of: graph, for: detector)
        }
      }
    }
  }

  @Test("what the reference would take long for is reduced, unless its resolution was asked for")
  func reduced() throws {
    #expect(Model(seeded: try TableLibrary.builtIn.graph(named: "v1")).reducedForReference() == nil)
    let large = Model(
      seeded: try TableLibrary.builtIn.graph(named: "v1", at: Multipliers(width: 8)))
    let reduced = try #require(large.reducedForReference())
    #expect(reduced.graph.totalCost().macs <= 4_000_000_000)
    #expect(reduced.graph.input.height % 32 == 0)
    let larger = try large.graph.resized(to: Resolution(reduced.graph.input.height + 32))
    #expect(larger.totalCost().macs > 4_000_000_000)
    // Windows without padding fit no smaller picture that the strides divide.
    let windows = Model(seeded: try TableLibrary.builtIn.graph(named: "ssd-vgg16"))
    let smallest = try #require(windows.reducedForReference()).graph.input.height
    #expect(throws: (any Error).self) {
      try windows.graph.resized(to: Resolution(smallest - 1))
    }
    let asked = try TableLibrary.builtIn.graph(
      named: "v1", at: Multipliers(width: 8, resolution: 224))
    #expect(Model(seeded: asked).reducedForReference() == nil)
  }

  @Test("a verification counts at the smallest resolution that the strides divide")
  func counted() throws {
    let multipliers = Multipliers(width: 0.25, resolution: 64, classes: 3)
    let model = Model(seeded: try TableLibrary.builtIn.graph(named: "v2", at: multipliers))
    for full in [false, true] {
      let verification = try Verification(
        model, countingFull: full, engine: .best, memory: 1 << 34)
      #expect(verification.holds)
      #expect(verification.countedInput.height == (full ? 64 : 32))
    }
  }

  @Test(
    "a verification of a rectangle counts at a smaller one",
    arguments: [
      ("64x224", "32x96"), ("224x64", "96x32"), ("32x224", "17"), ("100x70", "32"),
    ])
  func countedRectangle(own: String, counted: String) throws {
    let multipliers = Multipliers(width: 0.25, resolution: Resolution(own), classes: 3)
    let model = Model(seeded: try TableLibrary.builtIn.graph(named: "v2", at: multipliers))
    let verification = try Verification(
      model, countingFull: false, engine: .best, memory: 1 << 34)
    #expect(verification.holds)
    #expect(verification.countedInput.resolution == Resolution(counted))
  }

  @Test(
    "a picture becomes an input of any height and width, in color or gray; of no other channels")
  func channels() throws {
    let picture = try PixelImage.drawn(width: 40, height: 30)
    func tensor(channels: Int, preprocessing: String) throws -> Tensor<Float> {
      let file = TableFile(
        name: "Own.yaml",
        text: """
          name: own
          input: {shape: [8, 24, \(channels)]}
          \(preprocessing)
          rules: {norm: {epsilon: 1.0e-5}, padding: symmetric}
          columns: [ operator, out, s ]
          rows:
            - [ conv2d 3x3, 8, 2 ]

          """)
      return try Tensor(picture, for: TableLibrary(files: [file]).graph(named: "own"))
    }
    let gray = try tensor(
      channels: 1, preprocessing: "preprocessing: {mean: [0.5], standard-deviation: [0.5]}")
    #expect(gray.shape == Shape(height: 8, width: 24, channels: 1))
    let color = try tensor(
      channels: 3, preprocessing: "preprocessing: {mean: [0, 0, 0], standard-deviation: [1, 1, 1]}")
    #expect(color.shape == Shape(height: 8, width: 24, channels: 3))
    let error = #expect(throws: ModelError.self) { try tensor(channels: 4, preprocessing: "") }
    #expect(
      error?.description
        == "the input of 'own' is 8x24x4, but pictures have 1 or 3 channels; use --image seeded")
    let silent = #expect(throws: ModelError.self) { try tensor(channels: 1, preprocessing: "") }
    guard case .noPreprocessing = silent else {
      Issue.record("\(String(describing: silent))")
      return
    }
  }

  @Test("a picture becomes the input as the table says; without a word of it, not at all")
  func picture() throws {
    let picture = try PixelImage.drawn(width: 40, height: 30)
    let graph = try TableLibrary.builtIn.graph(named: "v2", at: Multipliers(resolution: 32))
    let tensor = try Tensor<Float>(picture, for: graph)
    #expect(tensor.shape == graph.input)
    #expect(try tensor.values == Preprocessing(for: graph).apply(to: picture))
    let silent = TableFile(
      name: "Silent.yaml",
      text: """
        name: silent
        title: Silent
        source: {paper: Nobody's}
        input: {shape: [8, 8, 3]}
        columns: [ input, operator, out, NL, s ]
        rows:
          - [ 8x8x3, conv2d 3x3, 4, RE, 2 ]

        """)
    let other = try TableLibrary(files: [silent]).graph(named: "silent")
    #expect(throws: ModelError.self) { try Tensor<Float>(picture, for: other) }
  }

  @Test("class names are those of the scores, or none")
  func classNames() throws {
    let own = ClassNames { $0 == "imagenet1000" ? (1...1000).map { "\($0)\n" }.joined() : nil }
    let graph = try TableLibrary.builtIn.graph(named: "v2")
    #expect(try ClassNames().names(of: graph).count == 1000)
    #expect(try own.names(of: graph) == (1...1000).map { "\($0)" })
    let ten = try TableLibrary.builtIn.graph(named: "v2", at: Multipliers(classes: 10))
    #expect(try ClassNames().names(of: ten).isEmpty)
    let boxes = try TableLibrary.builtIn.graph(named: "ssdlite")
    let detector = try Detector(boxes)
    let names = try ClassNames().names(of: boxes, for: detector)
    #expect(names.count == detector.classCount)
    #expect(detector.background.map { names[$0] } == ClassNames.background)
  }
}
