import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Laws of the way from the exact count to a tool's number.
@Suite struct BridgeTests {
  /// A convolution from 8x8x3 to 4x4x6, a sum of three maps, a window's maximum, an enlargement, an
  /// L2 norm of 4x4x12, two means, a product, and a classifier.
  static let file = TableFile(
    name: "Every.yaml",
    text: """
      name: every
      input: {shape: [8, 8, 3]}
      variables: {classes: 10}
      columns: [ from, operator, out, NL, s, padding ]
      rows:
        - a:    [ input, conv2d 3x3, 6, RE, 2, ~ ]
        - sum:  [ [a, a, a], add, ~, ~, ~, ~ ]
        - max:  [ sum, maxpool 3x3, ~, ~, 2, symmetric ]
        - up:   [ [max, a], resize-bilinear, ~, ~, ~, ~ ]
        - cat:  [ [up, a], concat, ~, ~, ~, ~ ]
        - norm: [ cat, l2norm, ~, ~, ~, ~ ]
        - mean: [ norm, global-pool, ~, ~, ~, ~ ]
        - gate: [ [norm, mean], multiply, ~, ~, ~, ~ ]
        - end:  [ gate, global-pool, ~, ~, ~, ~ ]
        - fc:   [ end, fc, classes, ~, ~, ~ ]
        - soft: [ fc, softmax, ~, ~, ~, ~ ]

      """)

  static let rule = Convention.Rule(
    multiplyAccumulate: [.convolution: 1, .matrix: 1, .subclass: 0],
    contributions: [
      .init(subject: .bias, form: .layer(.matrix), unit: .output, each: 3),
      .init(subject: .norm, form: nil, unit: .parameter, each: 1),
      .init(subject: .activation(.relu), form: nil, unit: .output, each: 2),
      .init(subject: .add, form: nil, unit: .output, each: 1),
      .init(subject: .pool(.maximum), form: nil, unit: .window, each: 1),
      .init(subject: .resize(.bilinear), form: .resizing(.module), unit: .place, each: 5),
      .init(subject: .multiply, form: nil, unit: .output, each: 1),
      .init(subject: .globalPool, form: .pooling(.module), unit: .input, each: 1),
      .init(subject: .globalPool, form: .pooling(.mean), unit: .input, each: 7),
    ])

  @Test("Every unit, by hand")
  func units() throws {
    let graph = try Graph(of: Self.file, named: "every")
    let bridge = graph.bridge(by: Self.rule)
    let convolution = 9 * 3 * 6 * 16
    #expect(
      bridge.terms.map { "\($0.title): \($0.each) x \($0.elements)" } == [
        "exact count: 1 x \(convolution + 12 * 10)", "bias, matrix: 3 x 10", "batch norm: 1 x 12",
        "ReLU: 2 x 96", "sum: 1 x 192", "maximum pool: 1 x \(2 * 2 * 6 * 9)",
        "bilinear resize, module: 5 x 16", "product: 1 x 192",
        "global pool, module: 1 x 384",
      ])
    #expect(bridge.unnamed == ["L2 norm", "softmax"])
    #expect(bridge.total == bridge.counts.reduce(0, +))
    #expect(bridge.count(of: [0]) == 0)
  }

  @Test("A complete rule leaves nothing unnamed")
  func complete() throws {
    var rule = Self.rule
    rule.isComplete = true
    let graph = try Graph(of: Self.file, named: "every")
    #expect(graph.bridge(by: rule).unnamed.isEmpty)
    #expect(graph.bridge(by: rule).terms == graph.bridge(by: Self.rule).terms)
  }

  @Test("A layer that is left out keeps its other operations")
  func leftOut() throws {
    let graph = try Graph(of: Self.file, named: "every")
    var rule = Self.rule
    rule.leavesOut = [.firstConvolution, .classifier]
    let whole = graph.bridge(by: Self.rule)
    let bridge = graph.bridge(by: rule)
    let terms = Set(bridge.terms.filter { !whole.terms.contains($0) }.map(\.title))
    #expect(terms == ["left out: first convolution", "left out: classifier"])
    #expect(whole.total - bridge.total == 9 * 3 * 6 * 16 + 12 * 10)
    #expect(bridge.total == bridge.counts.reduce(0, +))
    let biases = bridge.counts.enumerated().filter { graph.nodes[$0.offset].operation.isWeighted }
    #expect(biases.map(\.element) == [0, 3 * 10])
  }

  @Test("A layer that the network lacks cannot be left out")
  func nothingLeftOut() throws {
    let file = try Self.file.replacing("  - fc:   [ end, fc, classes, ~, ~, ~ ]\n", with: "")
      .replacing("[ fc, softmax", with: "[ end, softmax")
    let graph = try Graph(of: file, named: "every")
    var rule = Self.rule
    rule.leavesOut = [.classifier]
    #expect(graph.bridge(by: rule) == graph.bridge(by: Self.rule))
  }

  @Test("How a table says that things are written changes what is counted")
  func implementation() throws {
    let other = try Self.file.replacing(
      "columns:",
      with: "rules: {implementation: {linear: subclass, pool: mean, resize: function}}\ncolumns:")
    let bridge = try Graph(of: other, named: "every").bridge(by: Self.rule)
    #expect(
      bridge.terms.map { "\($0.title): \($0.each) x \($0.elements)" } == [
        "exact count: 1 x 2712", "not found: subclass: -1 x 120", "batch norm: 1 x 12",
        "ReLU: 2 x 96", "sum: 1 x 192", "maximum pool: 1 x 216", "product: 1 x 192",
        "global pool, mean: 7 x 384",
      ])
    #expect(
      bridge.unnamed == ["L2 norm", "bias, subclass", "bilinear resize, function", "softmax"])
  }

  static let networks = [
    "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small",
    "mobilenet-v3-large@timm", "mobilenet-v3-small@paddle", "yolov5-mobilenet-v3-small",
    "ssdlite-mobilenet-v3-large", "ssd-mobilenet-v1", "lraspp-mobilenet-v3-large",
    "yolov3-mobilenet-v3-large", "mobilenet-v3-small@note-003",
  ]

  @Test("Terms add up to the layers' counts at any width and resolution", arguments: networks)
  func sums(network: String) throws {
    let library = try TableLibrary.repository()
    let conventions = try library.conventions()
    #expect(
      conventions.filter(\.isTool).map(\.name) == [
        "calflops", "deepspeed", "flopcounter", "fvcore", "onnx-tool", "paper", "ptflops",
        "ptflops-aten", "thop", "torchinfo", "torchprofile",
      ])
    var random = SeededGenerator(seed: UInt64(network.utf8.count))
    let hasWidth = try library.architecture(named: network).rules.width.rounding != .undefined
    for _ in 0..<2 {
      let graph = try Graph.expanded(
        library.architecture(named: network),
        scaling: Scaling(
          width: hasWidth ? .random(in: 0.25...1.4, using: &random) : nil,
          resolution: Resolution(32 * .random(in: 9...11, using: &random))))
      let exact = graph.totalCost().macs
      for convention in conventions {
        for rule in [convention.macs, convention.flops].compactMap(\.self) {
          let bridge = graph.bridge(by: rule)
          #expect(bridge.terms[0].elements == exact)
          #expect(bridge.counts.count == graph.nodes.count)
          let entries = graph.costEntries(by: .block, counting: bridge)
          #expect(entries.reduce(0) { $0 + $1.cost.macs } == bridge.total)
          let kinds = graph.costByKind(counting: bridge)
          #expect(kinds.reduce(0) { $0 + $1.cost.macs } == bridge.total)
        }
      }
    }
  }
}
