import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Laws of cost tables.
@Suite struct CostTableTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var width: Double?
    var resolution: Resolution?
    var testDescription: String {
      "\(name) x \(width ?? 1) at \(resolution.map(String.init) ?? "its size")"
    }
  }

  static let cases =
    [
      "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small", "lraspp",
      "ssdlite", "ssdlite@paddle", "yolov5-mobilenet-v3-large", "yolov5-mobilenet-v3-small",
      "mobilenet-v3-large@torchvision", "v1@paper",
    ].map { Case(name: $0) } + [
      Case(name: "v1", width: 0.33, resolution: 97), Case(name: "v2", width: 1.4, resolution: 200),
      Case(name: "v3-large", width: 0.35, resolution: 300),
      Case(name: "v3-small", width: 0.75, resolution: 128),
      Case(name: "yolov5-mobilenet-v3-small", width: 0.5, resolution: 320),
    ]

  func graph(_ entry: Case) throws -> Graph {
    try Graph(named: entry.name, width: entry.width, resolution: entry.resolution)
  }

  @Test("Lines of every grain, and of every kind, sum to the total", arguments: cases)
  func sums(entry: Case) throws {
    let graph = try graph(entry)
    let total = graph.totalCost()
    for grain in CostGrain.allCases {
      let sum = graph.costEntries(by: grain).reduce(Cost()) { $0 + $1.cost }
      #expect(sum == total, "\(grain)")
    }
    #expect(graph.costByKind().reduce(Cost()) { $0 + $1.cost } == total)
    // The same from the nodes, one by one.
    var (parameters, macs) = (0, 0)
    for (index, node) in graph.nodes.enumerated() {
      parameters += node.operation.parameterCount(output: graph.nodes[index].shape).total
      macs += node.operation.multiplyAccumulates(output: graph.nodes[index].shape)
    }
    #expect(total.parameters.total == parameters)
    #expect(total.macs == macs)
    #expect(total.weightBytes == 4 * parameters)
    #expect(total.flops == 2 * macs)
  }

  @Test("Every node but the picture is in one line of every grain", arguments: cases)
  func partition(entry: Case) throws {
    let graph = try graph(entry)
    for grain in CostGrain.allCases {
      let nodes = graph.costEntries(by: grain).flatMap(\.nodes)
      #expect(nodes.sorted() == Array(1..<graph.nodes.count), "\(grain)")
    }
    let rows = graph.costEntries(by: .row)
    #expect(rows.map(\.name) == graph.rows.dropFirst().map(\.name))
    #expect(rows.map(\.kind) == graph.rows.dropFirst().map { .block($0.kind) })
    let blocks = graph.costEntries(by: .block)
    #expect(blocks.map(\.name) == graph.blocks.dropFirst().map(\.name))
  }

  @Test("Every line of a grain has a name of its own", arguments: cases)
  func names(entry: Case) throws {
    let graph = try graph(entry)
    for grain in CostGrain.allCases {
      let names = graph.costEntries(by: grain).map(\.name)
      let repeated = Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys
      #expect(repeated.isEmpty, "\(grain): \(repeated.sorted().prefix(3))")
    }
  }

  @Test(
    "A line's input is its first node's, its output its last's or its block's", arguments: cases)
  func shapes(entry: Case) throws {
    let graph = try graph(entry)
    for grain in CostGrain.allCases {
      for line in graph.costEntries(by: grain) {
        let first = try #require(line.nodes.first)
        let last = try #require(line.nodes.last)
        #expect(graph.inputShapes(of: first).first == line.input, "\(line.name)")
        let block = graph.blocks[graph.nodes[last].origin.block]
        // What joins the answers of all maps belongs to the last head, and is not its output.
        let isWhole = (grain == .row || grain == .block) && block.row == line.row
        let end = isWhole ? block.result : last
        #expect(line.output == graph.nodes[end].shape, "\(grain) \(line.name)")
        #expect(graph.nodes[first].origin.row == line.row)
        #expect(graph.rows[line.row].part == line.part)
      }
    }
  }

  @Test("A layer is a convolution or another operation with the norm and activation after it")
  func layers() throws {
    let graph = try Graph(named: "mobilenet-v3-large")
    let layers = graph.layers().filter { $0.name.hasPrefix("bneck4.") }
    #expect(
      layers.map(\.name) == [
        "bneck4.expand", "bneck4.depthwise", "bneck4.squeeze-pool", "bneck4.squeeze",
        "bneck4.excite", "bneck4.gate", "bneck4.project",
      ])
    #expect(layers.map(\.nodes.count) == [3, 3, 1, 2, 2, 1, 2])
    #expect(
      layers.map(\.role) == [.expand, .depthwise, .squeezePool, .squeeze, .excite, .gate, .project])
    #expect(layers.map(\.stride) == [1, 2, 1, 1, 1, 1, 1])
    #expect(layers.map(\.kernel) == [1, 5, nil, nil, nil, nil, 1])
    #expect(graph.layers().first?.name == "stem")
    #expect(graph.layers().last?.name == "classifier")
  }

  @Test("A block's window is its largest, its stride the product")
  func blocks() throws {
    let graph = try Graph(named: "mobilenet-v2")
    let blocks = graph.costEntries(by: .block)
    let block = try #require(blocks.first { $0.name == "bottleneck2.1" })
    #expect((block.kernel, block.stride) == (3, 2))
    #expect(block.role == nil)
    #expect(block.kind == .block(.invertedResidual))
    #expect(block.input.description == "112x112x16")
    #expect(block.output.description == "56x56x24")
    let rows = graph.costEntries(by: .row)
    let row = try #require(rows.first { $0.name == "bottleneck2" })
    #expect((row.kernel, row.stride) == (3, 2))
    let both = blocks.filter { $0.name.hasPrefix("bottleneck2.") }
    #expect(row.cost == both.reduce(Cost()) { $0 + $1.cost })
    #expect(row.operatorText == "bottleneck")
  }

  @Test("The resolution changes no parameter; the width scales no picture")
  func multipliers() throws {
    for name in ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"] {
      let own = try Graph(named: name).totalCost()
      let small = try Graph(named: name, resolution: 112).totalCost()
      #expect(own.parameters == small.parameters)
      #expect(small.macs < own.macs)
      #expect(small.weightBytes == own.weightBytes)
      let classes = try Graph(named: name, classes: 1001).totalCost()
      let inputs = classes.macs - own.macs
      #expect(classes.parameters.total - own.parameters.total == inputs + 1)
    }
  }

  @Test("The largest multipliers are counted without a trap")
  func largest() throws {
    for name in ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"] {
      let graph = try Graph(named: name, width: 16, resolution: 16_384, classes: 1_000_000)
      #expect(graph.totalCost().macs > 0)
      #expect(graph.liveSet().peak.bytes > 0)
    }
  }

  @Test("Random tables cost what a plain count of them says")
  func random() throws {
    for seed in 1...60 {
      let table = RandomTable(seed: UInt64(seed))
      for width in [1, 0.35, 0.75] {
        let graph = try Graph(
          of: table.file, named: "random", scaling: Scaling(width: width == 1 ? nil : width))
        var expected = table.blocks(width: width).makeIterator()
        for line in graph.costEntries(by: .block) {
          var block = expected.next()
          if line.kind == .block(.separable), let second = expected.next() {
            block?.parameters += second.parameters
            block?.macs += second.macs
          }
          #expect(line.cost.parameters.total == block?.parameters, "seed \(seed), \(line.name)")
          #expect(line.cost.macs == block?.macs, "seed \(seed), \(line.name)")
        }
        #expect(expected.next() == nil)
      }
    }
  }
}
