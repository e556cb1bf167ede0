import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// What tools print, to the unit, and the way there.
@Suite struct ConventionTests {
  @Test("What each tool prints for the four networks")
  func figures() throws {
    let library = try TableLibrary.repository()
    let lines = try ExpectedFigures("conventions").lines
    #expect(lines.count == 44)
    #expect(try Set(lines.map { try $0.text("convention") }) == Set(library.conventionNames))
    for line in lines {
      let graph = try ShapedGraph(named: line.text("network"))
      let bridge = graph.bridge(to: try library.convention(named: line.text("convention")))
      #expect(try bridge.macs == line.number("macs"), "\(line)")
      if let flops = try line.number("flops") { #expect(bridge.flops == flops, "\(line)") }
    }
  }

  @Test("What the terms of MobileNetV2 and V3-Small are made of")
  func ingredients() throws {
    let library = try TableLibrary.repository()
    func elements(_ network: String, _ convention: String) throws -> [String: Int] {
      let bridge = try ShapedGraph(named: network).bridge(
        to: library.convention(named: convention))
      return Dictionary(
        bridge.steps.map { ("\($0.term.ingredient.name) \($0.term.unit)", $0.elements) }
      ) { first, _ in first }
    }
    let second = try elements("mobilenet-v2", "onnx-tool")
    #expect(second["norm output"] == 6_678_112)
    #expect(second["ReLU6 output"] == 6_105_792)
    #expect(second["pool input"] == 62_720)
    #expect(second["pool output"] == 1_280)
    #expect(second["sum output"] == 216_384)
    #expect(second["linear-bias output"] == 1_000)
    let small = try elements("mobilenet-v3-small", "onnx-tool")
    #expect(small["norm output"] == 1_412_768)
    #expect(small["ReLU output"] == 470_992)
    #expect(small["h-swish output"] == 799_136)
    #expect(small["h-sigmoid output"] == 2_296)
    #expect(small["pool input"] == 313_600)
    #expect(small["pool output"] == 2_872)
    #expect(small["product output"] == 285_376)
    #expect(small["sum output"] == 53_312)
    #expect(small["convolution-bias output"] == 2_888)
    #expect(try elements("mobilenet-v3-small", "torchinfo")["norm parameter"] == 12_112)
  }

  @Test(
    "The bridge ends where the layers' counts do, whatever the multipliers",
    arguments: [
      ("mobilenet-v2", 0.35, 160), ("mobilenet-v3-large", 1.25, 96), ("mobilenet-v1", 0.5, 128),
      ("ssdlite-mobilenet-v3-large", 1, 320), ("yolov5-mobilenet-v3-small", 1, 128),
      ("lraspp-mobilenet-v3-large", 1, 256), ("mobilenet-v3-small@timm", 1, 224),
    ])
  func sums(network: String, width: Double, resolution: Int) throws {
    let library = try TableLibrary.repository()
    let graph = try ShapedGraph(
      named: network, width: width == 1 ? nil : width, resolution: resolution)
    for name in library.conventionNames {
      let convention = try library.convention(named: name)
      let bridge = graph.bridge(to: convention)
      let layers = graph.layers().map { graph.count(of: $0.nodes, by: convention) }
      #expect(layers.reduce(0) { $0 + $1.macs } == bridge.macs, "\(name)")
      #expect(layers.reduce(0) { $0 + $1.flops } == bridge.flops, "\(name)")
      #expect(bridge.exact == graph.totalCost().macs)
    }
  }

  @Test("How a network is written changes what tools see, not the exact count")
  func implementations() throws {
    let library = try TableLibrary.repository()
    let (torchvision, timm) = (
      try ShapedGraph(named: "mobilenet-v3-small"),
      try ShapedGraph(named: "mobilenet-v3-small@timm")
    )
    let thop = try library.convention(named: "thop")
    #expect(torchvision.totalCost().macs == timm.totalCost().macs)
    // Norms of a derived class and means without a module are not seen; the last pool is.
    #expect(timm.bridge(to: thop).macs == 56_510_400 + 28_224 + 576)
    #expect(torchvision.bridge(to: thop).macs == 62_477_944)
  }

  @Test("What is wrong with a convention is said where it stands")
  func errors() throws {
    let library = try TableLibrary.repository(adding: [
      TableFile(
        name: "mine.yaml",
        text: """
          convention: mine
          MACs:
            - {of: nrm, times: 2}
            - {of: pool, times: 1, where: [plain]}
            - {of: pool}
          """)
    ])
    #expect(
      throws: LookupError.unknownConvention(
        "fvcor", nearest: "fvcore", known: library.conventionNames)
    ) { try library.convention(named: "fvcor") }
    do {
      _ = try library.convention(named: "mine")
      Issue.record("no error")
    } catch let error as TableError {
      #expect(
        error.problems.map(\.message) == [
          "key 'title' is missing", "nothing is called 'nrm'; did you mean 'norm'?",
          "'pool' is never implemented as 'plain'; norms are plain or subclass, pools are module,"
            + " function or mean", "key 'times' is missing",
        ])
    }
  }
}
