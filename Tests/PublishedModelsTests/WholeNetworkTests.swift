import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Whole networks against the figures in `Expected/`.
@Suite struct WholeNetworkTests {
  static let kinds: [OperationKind] = [
    .convolution, .depthwise, .pointwise, .squeezeExcite, .fullyConnected,
  ]

  /// The network that a line asks for.
  func graph(_ line: ExpectedFigures.Line) throws -> Graph {
    let width = try line.decimal("width")
    return try Graph(
      named: line.text("network"), width: width == 1 ? nil : width,
      resolution: line.number("resolution").map { Resolution($0) })
  }

  /// Weights and multiply-accumulates of the layers for which a condition holds.
  func sum(_ graph: Graph, where holds: (CostEntry) -> Bool) -> (weights: Int, macs: Int) {
    graph.layers().filter(holds).reduce((0, 0)) {
      ($0.0 + $1.cost.parameters.weights, $0.1 + $1.cost.macs)
    }
  }

  @Test("Totals, by what they consist of")
  func totals() throws {
    let figures = try ExpectedFigures("totals")
    #expect(figures.lines.count >= 12)
    for line in figures.lines {
      let graph = try Graph(
        named: line.text("network"), width: line.decimal("width"),
        resolution: line.number("resolution").map { Resolution($0) },
        classes: line.number("classes"))
      let total = graph.totalCost()
      func expect(_ column: String, _ value: Int) throws {
        guard let expected = try line.number(column) else { return }
        #expect(value == expected, "\(column), \(line)")
      }
      try expect("parameters", total.parameters.total)
      try expect("biases", total.parameters.biases)
      try expect("norm", total.parameters.norm)
      try expect("macs", total.macs)
      let isHead: (CostEntry) -> Bool = { entry in
        let block = graph.nodes[entry.nodes[0]].origin.block
        return graph.blocks[block].kind == .head
      }
      for kind in Self.kinds {
        let own = sum(graph) { $0.kind == .layer(kind) && !isHead($0) }
        try expect(kind.rawValue, own.weights)
        try expect("macs-\(kind.rawValue)", own.macs)
      }
      let head = sum(graph, where: isHead)
      try expect("head", head.weights)
      try expect("macs-head", head.macs)
    }
  }

  @Test("What the columns of a line are made of adds up")
  func consistency() throws {
    for line in try ExpectedFigures("totals").lines {
      let columns = Self.kinds.map(\.rawValue) + ["head"]
      let weights = try columns.map { try line.number($0) }
      if let biases = try line.number("biases"), let norm = try line.number("norm"),
        !weights.contains(nil)
      {
        let sum = weights.reduce(biases + norm) { $0 + ($1 ?? 0) }
        #expect(try sum == line.number("parameters"), "\(line)")
      }
      let macs = try columns.map { try line.number("macs-\($0)") }
      if !macs.contains(nil) {
        #expect(try macs.reduce(0) { $0 + ($1 ?? 0) } == line.number("macs"), "\(line)")
      }
    }
  }

  @Test("Grids of width by resolution")
  func grids() throws {
    let figures = try ExpectedFigures("grids")
    #expect(figures.lines.count >= 16 + 22 + 12 + 9)
    for line in figures.lines {
      let cost = try graph(line).totalCost()
      #expect(try cost.parameters.total == line.number("parameters"), "\(line)")
      if let bare = try line.number("without-norm") {
        #expect(cost.parameters.total - cost.parameters.norm == bare, "\(line)")
      }
      try expectMacs(cost.macs, line)
    }
  }

  func expectMacs(_ macs: Int, _ line: ExpectedFigures.Line) throws {
    let (exact, millions) = (try line.number("macs"), try line.decimal("macs-millions"))
    #expect(exact != nil || millions != nil, "\(line) expects nothing")
    if let exact { #expect(macs == exact, "\(line)") }
    // Rounded to hundredths of a million.
    if let millions {
      #expect((Double(macs) / 10_000).rounded() == (millions * 100).rounded(), "\(line)")
    }
  }

  @Test("Variants: a table with a few cells changed")
  func variants() throws {
    let figures = try ExpectedFigures("variants")
    #expect(figures.lines.count >= 10)
    for line in figures.lines {
      var file = try Repository.table("Architectures/\(line.text("table"))")
      // A corrected misprint that is made again would be a contradiction.
      if let errata = file.text.firstRange(of: "\nerrata:") {
        file.text = String(file.text[..<errata.lowerBound]) + "\n"
      }
      for edit in try line.text("edits").split(separator: " | ") {
        let texts = edit.split(separator: " => ")
          .map { String($0.replacing("\\n", with: "\n")) }
        try #require(texts.count == 2, "\(line)")
        file = try file.replacing(texts[0], with: texts[1])
      }
      let name = file.text.split(separator: "\n").first { $0.hasPrefix("name: ") }
      let width = try line.decimal("width")
      let graph = try Graph(
        named: String(name?.dropFirst("name: ".count) ?? ""), width: width == 1 ? nil : width,
        adding: [file])
      let cost = graph.totalCost()
      if let parameters = try line.number("parameters") {
        #expect(cost.parameters.total == parameters, "\(line)")
      }
      try expectMacs(cost.macs, line)
    }
  }

  @Test("A network of standard convolutions in place of its separable ones")
  func standardConvolutions() throws {
    for line in try ExpectedFigures("comparisons").lines {
      let graph = try Graph(named: line.text("network"))
      let standard = graph.separableLedger().standard
      #expect(try standard.macs == line.number("macs"), "\(line)")
      #expect(try standard.weights == line.number("parameters"), "\(line)")
    }
  }

  @Test("Tensors and scalars of a checkpoint")
  func checkpoints() throws {
    for line in try ExpectedFigures("state-dictionaries").lines {
      let graph = try Graph(named: line.text("network"))
      var (tensors, norms) = (0, 0)
      for node in graph.nodes {
        switch node.operation {
        case .convolution(let convolution): tensors += convolution.hasBias ? 2 : 1
        case .linear(let linear): tensors += linear.hasBias ? 2 : 1
        case .transposedConvolution(let convolution): tensors += convolution.hasBias ? 2 : 1
        case .l2Normalization, .channelConvolution, .parametricReLU: tensors += 1
        case .batchNormalization:
          // Scale, shift, mean, variance and a counter.
          tensors += 5
          norms += 1
        case .normalization: tensors += 2
        case .input, .activation, .scalarFunction, .pool, .globalPool, .softmax, .logSoftmax, .add,
          .multiply, .concatenate, .shuffle, .depthToSpace, .spaceToDepth, .slice, .resize,
          .resizeTo, .flatten, .stack:
          break
        }
      }
      #expect(try tensors == line.number("tensors"), "\(line)")
      guard let scalars = try line.number("scalars") else { continue }
      let parameters = try Graph(named: line.text("network")).totalCost().parameters
      #expect(parameters.total + parameters.norm + norms == scalars, "\(line)")
    }
  }
}
