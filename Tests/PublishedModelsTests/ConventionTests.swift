import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// What tools print for networks, against `Expected/conventions.tsv`: to the unit.
@Suite struct ConventionTests {
  let library: TableLibrary

  init() throws { library = try .repository() }

  func graph(_ line: ExpectedFigures.Line) throws -> Graph {
    let width = try line.decimal("width")
    return try Graph(
      named: line.text("network"), width: width == 1 ? nil : width,
      resolution: line.number("resolution").map { Resolution($0) }, classes: line.number("classes"))
  }

  @Test("Every tool's number for every network, width and resolution")
  func figures() throws {
    let figures = try ExpectedFigures("conventions")
    #expect(figures.lines.count >= 15)
    var compared = 0
    for line in figures.lines {
      let graph = try graph(line)
      for column in figures.columns.dropFirst(4) {
        guard let expected = try line.number(column) else { continue }
        let isFlops = column.hasSuffix("-flops")
        let name = isFlops ? String(column.dropLast("-flops".count)) : column
        let convention = try library.convention(named: name)
        let rule = try #require(isFlops ? convention.flops : convention.macs)
        let bridge = graph.bridge(by: rule)
        #expect(bridge.total == expected, "\(column), \(line)")
        #expect(bridge.counts.reduce(0, +) == expected, "\(column), \(line)")
        compared += 1
      }
    }
    #expect(compared >= 149)
  }

  @Test(
    "Every convention is a tool's with figures, one that explains figures, or the exact count's")
  func everyConvention() throws {
    let columns = try ExpectedFigures("conventions").columns.dropFirst(4)
    let exact = ["paper", "calflops", "deepspeed", "flopcounter"]
    for convention in try library.conventions() {
      #expect(
        columns.contains(convention.name) || exact.contains(convention.name)
          || AuditTests.otherConventions.contains { $0.0 == convention.name },
        "\(convention.name) is used by no test")
      #expect(convention.isTool || convention.explains != nil, "\(convention.name)")
    }
  }

  @Test("calflops, DeepSpeed, FlopCounterMode and the papers have the exact count")
  func exact() throws {
    for line in try ExpectedFigures("conventions").lines {
      let graph = try graph(line)
      let exact = graph.totalCost().macs
      for name in ["paper", "calflops", "deepspeed", "flopcounter"] {
        let convention = try library.convention(named: name)
        let macs = try #require(convention.macs)
        #expect(graph.bridge(by: macs).total == exact)
        #expect(graph.bridge(by: macs).terms.count == 1)
        let flops = try #require(convention.flops)
        #expect(graph.bridge(by: flops).terms[0].count == 2 * exact)
      }
    }
  }

  @Test(
    "DeepSpeed's FLOPs are calflops'",
    arguments: ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"])
  func deepSpeed(network: String) throws {
    let graph = try Graph(named: network)
    let rules = try ["deepspeed", "calflops"].map {
      try #require(try library.convention(named: $0).flops)
    }
    #expect(graph.bridge(by: rules[0]).terms == graph.bridge(by: rules[1]).terms)
  }

  /// Elements of a term, by the rule of onnx-tool, which counts most kinds of operations.
  static let ingredients: [(network: String, elements: [String: [Int]])] = [
    (
      "mobilenet-v1",
      [
        "bias": [1000], "batch norm": [5_042_688], "ReLU6": [5_042_688],
        "global pool, module": [1024, 50_176],
      ]
    ),
    (
      "mobilenet-v2",
      [
        "bias": [1000], "batch norm": [6_678_112], "ReLU6": [6_105_792],
        "global pool, function": [1280, 62_720], "sum": [216_384],
      ]
    ),
    (
      "mobilenet-v3-large",
      [
        "bias": [7360], "batch norm": [4_399_808], "ReLU": [2_315_392], "h-swish": [1_511_264],
        "h-sigmoid": [4056], "global pool, module": [5016, 644_448], "product": [597_408],
        "sum": [423_360],
      ]
    ),
    (
      "mobilenet-v3-small",
      [
        "bias": [4912], "batch norm": [1_412_768], "ReLU": [470_992], "h-swish": [799_136],
        "h-sigmoid": [2296], "global pool, module": [2872, 313_600], "product": [285_376],
        "sum": [53_312],
      ]
    ),
  ]

  @Test("What there is to count beside the multiply-accumulates", arguments: ingredients)
  func elements(network: String, elements: [String: [Int]]) throws {
    let rule = try #require(try library.convention(named: "onnx-tool").macs)
    let terms = try Graph(named: network).bridge(by: rule).terms.dropFirst()
    let found = Dictionary(grouping: terms, by: \.title).mapValues { $0.map(\.elements) }
    #expect(found == elements)
  }

  @Test("torchinfo counts a norm's scale and shift once an image")
  func torchinfo() throws {
    let rule = try #require(try library.convention(named: "torchinfo").macs)
    for resolution in [96, 224] {
      let graph = try Graph(named: "mobilenet-v2", resolution: Resolution(resolution))
      let term = try #require(graph.bridge(by: rule).terms.last)
      #expect(term.unit == .parameter)
      #expect(term.count == graph.totalCost().parameters.norm)
      #expect(term.count == 34_112)
    }
  }

  @Test("thop does not find layers of derived classes")
  func derivedClasses() throws {
    let rule = try #require(try library.convention(named: "thop").macs)
    let terms = try Graph(named: "mobilenet-v3-small@timm").bridge(by: rule).terms
    #expect(terms.map(\.title).prefix(2) == ["exact count", "not found: subclass"])
    #expect(terms[1].count == -1_024_000)
    #expect(!terms.contains { $0.title.hasPrefix("batch norm") })
  }
}
