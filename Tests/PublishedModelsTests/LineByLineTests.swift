import Architecture
import CostAnalysis
import NetworkGraph
import TestSupport
import Testing

/// Networks line by line against the figures in `Expected/`.
@Suite struct LineByLineTests {
  @Test("MobileNetV1, layer by layer")
  func mobileNetV1() throws {
    let graph = try Graph(named: "mobilenet-v1")
    let layers = graph.layers()
    let lines = try ExpectedFigures("mobilenet-v1-layers").lines
    try #require(layers.count == lines.count)
    for (layer, line) in zip(layers, lines) {
      #expect(try layer.kind.name == line.text("kind"), "\(line)")
      #expect(try layer.input.description == line.text("input"), "\(line)")
      #expect(try layer.output.description == line.text("output"), "\(line)")
      #expect(try layer.cost.parameters.weights == line.number("weights"), "\(line)")
      #expect(try layer.cost.macs == line.number("macs"), "\(line)")
    }
  }

  @Test(
    "The inverted residuals, block by block",
    arguments: ["mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"])
  func blocks(name: String) throws {
    let graph = try Graph(named: name)
    let blocks = graph.costEntries(by: .block).filter { $0.kind.name != "pool" }
    let lines = try ExpectedFigures("\(name)-blocks").lines
    try #require(blocks.count == lines.count)
    for (block, line) in zip(blocks, lines) {
      #expect(try block.input.description == line.text("input"), "\(line)")
      #expect(try block.output.description == line.text("output"), "\(line)")
      #expect(try block.cost.parameters.total == line.number("parameters"), "\(line)")
      #expect(try block.cost.parameters.norm == line.number("norm"), "\(line)")
      #expect(try block.cost.macs == line.number("macs"), "\(line)")
    }
    let total = graph.totalCost()
    #expect(
      try lines.reduce(0) { try $0 + ($1.number("macs") ?? 0) } == total.macs)
    #expect(
      try lines.reduce(0) { try $0 + ($1.number("parameters") ?? 0) } == total.parameters.total)
  }

  @Test(
    "YOLOv5 with MobileNetV3, row by row",
    arguments: ["yolov5-mobilenet-v3-large", "yolov5-mobilenet-v3-small"])
  func yolo(name: String) throws {
    let graph = try Graph(named: name)
    let rows = graph.costEntries(by: .row)
    let lines = try ExpectedFigures("\(name)-rows").lines
    let numbered = rows.filter { graph.rows[$0.row].number != nil }
    try #require(numbered.count == lines.count)
    for (row, line) in zip(numbered, lines) {
      #expect(try graph.rows[row.row].number == line.number("row"), "\(line)")
      #expect(try row.output.description == line.text("output"), "\(line)")
      #expect(try row.cost.parameters.total == line.number("parameters"), "\(line)")
    }
    let heads = rows.filter { graph.rows[$0.row].number == nil }
    let own = try lines.reduce(0) { try $0 + ($1.number("parameters") ?? 0) }
    let total = graph.totalCost().parameters.total
    #expect(heads.reduce(0) { $0 + $1.cost.parameters.total } == total - own)
    #expect(heads.count == 3)
  }

  @Test("The SSDs, layer by layer", arguments: ["ssd-mobilenet-v1", "ssd-vgg16"])
  func ssd(name: String) throws {
    let graph = try Graph(named: name)
    let lines = try ExpectedFigures("\(name)-layers").lines
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    let layers = graph.layers().filter { $0.cost.parameters.total > 0 }
    #expect(layers.count == lines.count)
    for line in lines {
      let tensor = try #require(
        tensors.first { try $0.name == line.text("layer") + ".weight" }, "\(line)")
      let layer = try #require(layers.first { $0.nodes.contains(tensor.node) }, "\(line)")
      #expect(try layer.kind.name == line.text("kind"), "\(line)")
      #expect(try layer.input.description == line.text("input"), "\(line)")
      #expect(try layer.output.description == line.text("output"), "\(line)")
      #expect(try layer.cost.parameters.weights == line.number("weights"), "\(line)")
      #expect(try layer.cost.parameters.biases == line.number("biases"), "\(line)")
      #expect(try layer.cost.parameters.norm == line.number("norm"), "\(line)")
      #expect(try layer.cost.macs == line.number("macs"), "\(line)")
    }
    // 1917 and 8732 boxes.
    let boxes = graph.outputs.map { graph.nodes[$0.node].shape.height }
    #expect(boxes == Array(repeating: name == "ssd-vgg16" ? 8732 : 1917, count: 2))
    let parts = Set(graph.rows.map(\.part))
    #expect(parts == [.backbone, .extras, .head])
  }

  @Test("YOLOv3 with MobileNetV3-Large, row by row")
  func yolov3() throws {
    let name = "yolov3-mobilenet-v3-large"
    let graph = try Graph(named: name)
    let rows = graph.costEntries(by: .row)
    let lines = try ExpectedFigures("\(name)-rows").lines
    #expect(rows.filter { $0.cost.parameters.total > 0 }.count == lines.count)
    for line in lines {
      let row = try #require(rows.first { try $0.name == line.text("row") }, "\(line)")
      #expect(try row.input.description == line.text("input"), "\(line)")
      #expect(try row.output.description == line.text("output"), "\(line)")
      #expect(try row.cost.parameters.total == line.number("parameters"), "\(line)")
      #expect(try row.cost.parameters.norm == line.number("norm"), "\(line)")
      #expect(try row.cost.macs == line.number("macs"), "\(line)")
    }
    #expect(Set(graph.rows.map(\.part)) == [.backbone, .neck, .head])
  }

  @Test("A file of figures that is missing, empty or malformed fails its test")
  func missing() {
    #expect(throws: TestSupportError.self) { try ExpectedFigures("nowhere") }
    #expect(throws: TestSupportError.self) {
      try ExpectedFigures("totals", beside: "/nowhere/Test.swift")
    }
    #expect(throws: TestSupportError.self) {
      try ExpectedFigures("totals").lines[0].number("no such column")
    }
    #expect(throws: TestSupportError.self) {
      try ExpectedFigures("totals").lines[0].number("network")
    }
  }

  @Test("Every file of figures is read by a test")
  func complete() throws {
    let names = try ExpectedFigures.names()
    #expect(
      names == [
        "claim-verdicts", "comparisons", "conventions", "grids", "mobilenet-v1-layers",
        "mobilenet-v2-blocks",
        "mobilenet-v3-large-blocks", "mobilenet-v3-small-blocks", "published-verdicts",
        "ssd-mobilenet-v1-layers",
        "ssd-vgg16-layers", "state-dictionaries", "totals", "variants",
        "yolov3-mobilenet-v3-large-rows", "yolov5-mobilenet-v3-large-rows",
        "yolov5-mobilenet-v3-small-rows",
      ])
  }
}
