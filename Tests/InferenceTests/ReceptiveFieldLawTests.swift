import Architecture
import CostAnalysis
import Inference
import Kernels
import NetworkGraph
import TestSupport
import Testing

/// Receptive fields against execution: what a change of one pixel changes.
@Suite("A pixel changes what sees it")
struct ReceptiveFieldLawTests {
  /// The places of every node's result that differ between two pictures, by node.
  private func changes<Scalar: KernelScalar & Equatable>(
    _ network: Network<Scalar>, _ first: Tensor<Scalar>, _ second: Tensor<Scalar>
  ) throws -> [Set<Int>] {
    var results: [Tensor<Scalar>] = []
    _ = try network.run(first, observe: { _, result in results.append(result) })
    var changes: [Set<Int>] = []
    _ = try network.run(
      second,
      observe: { node, result in
        let (before, channels) = (results[node].values, result.shape.channels)
        let changed = result.values.indices.filter {
          let (new, old) = (result.values[$0], before[$0])
          // What is no number in both has not changed.
          return new != old && !(new != new && old != old)
        }
        changes.append(Set(changed.map { $0 / channels }))
      })
    return changes
  }

  /// The places of a node that see a pixel.
  private func seers(_ graph: Graph, _ node: Int, row: Int, column: Int) -> Set<Int> {
    let shape = graph.nodes[node].shape
    return Set(
      (0..<shape.places).filter { place in
        graph.receptiveField(of: node, row: place / shape.width, column: place % shape.width)?
          .contains(row: row, column: column) ?? false
      })
  }

  @Test(
    "nothing else, in random networks of every operation", arguments: 1...30 as ClosedRange<UInt64>)
  func nothingElse(seed: UInt64) throws {
    let random = try RandomNetwork(seed: seed)
    let graph = random.network.graph
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2 {
      let row = Int.random(in: 0..<graph.input.height, using: &generator)
      let column = Int.random(in: 0..<graph.input.width, using: &generator)
      var other = random.picture
      for channel in 0..<other.shape.channels {
        other.values[other.offset(row, column) + channel] += 3
      }
      let changes = try changes(random.network, random.picture, other)
      for node in changes.indices where !graph.seesWholePicture(node) {
        let seers = seers(graph, node, row: row, column: column)
        #expect(changes[node].isSubset(of: seers), "node \(node), pixel \(row), \(column)")
      }
    }
  }

  /// Without negative weights nothing cancels out; on a black picture a maximum hides nothing.
  @Test("all of it, where windows leave no holes", arguments: 1...40 as ClosedRange<UInt64>)
  func everything(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let picture = Shape(
      height: .random(in: 9...40, using: &random), width: .random(in: 9...40, using: &random),
      channels: 2)
    var builder = NetworkBuilder(picture: picture)
    for _ in 0..<Int.random(in: 3...8, using: &random) { addPart(to: &builder, &random) }
    builder.outputs = [builder.nodes.count - 1]
    let network = try positive(builder.network())
    let black = Tensor<Double>(shape: picture)
    for _ in 0..<4 {
      let row = Int.random(in: 0..<picture.height, using: &random)
      let column = Int.random(in: 0..<picture.width, using: &random)
      var lit = black
      for channel in 0..<picture.channels { lit.values[lit.offset(row, column) + channel] = 1 }
      let changes = try changes(network, black, lit)
      for node in changes.indices {
        let seers = seers(network.graph, node, row: row, column: column)
        #expect(changes[node] == seers, "node \(node), pixel \(row), \(column)")
        #expect(!network.graph.seesWholePicture(node))
      }
    }
    // Without borders a field is no smaller than with them.
    for node in network.graph.nodes.indices {
      let shape = network.graph.nodes[node].shape
      let field = network.graph.receptiveField(
        of: node, row: shape.height / 2, column: shape.width / 2)
      let side = try #require(network.graph.receptiveSide(of: node))
      #expect((field?.rows.count ?? 0) <= side.height)
      #expect((field?.columns.count ?? 0) <= side.width)
    }
  }

  @Test("all places, behind a gate")
  func gate() throws {
    var builder = NetworkBuilder(picture: Shape(height: 12, width: 9, channels: 3))
    builder.add(.globalPool, [0])
    builder.add(.linear(Linear(inputChannels: 3, outputChannels: 3)), [1])
    builder.add(.activation(.sigmoid), [2])
    builder.add(.multiply, [0, 3])
    builder.outputs = [4]
    let network = try positive(builder.network())
    let picture = Tensor(shape: network.graph.input, repeating: 1.0)
    var other = picture
    other.values[0] += 1
    #expect(try changes(network, picture, other)[4] == Set(0..<12 * 9))
    #expect(network.graph.seesWholePicture(4))
    #expect(network.graph.receptiveField(of: 4, row: 3, column: 7)?.rows == 3...3)
  }

  /// The network with weights that are all positive and norms that shift nothing.
  private func positive(_ network: Network<Float>) throws -> Network<Double> {
    let values = network.weights.values.mapValues { tensors in
      Dictionary(
        uniqueKeysWithValues: tensors.map { role, values in
          switch role {
          case .weight, .scale, .slope, .normWeight, .normVariance:
            (role, values.map { Double(abs($0)) + 0.1 })
          case .bias, .normBias, .normMean: (role, values.map { _ in 0.0 })
          }
        })
    }
    return Network(graph: network.graph, weights: NetworkWeights(values: values))
  }

  /// A layer or two whose windows overlap or touch, on what came last.
  private func addPart(to builder: inout NetworkBuilder, _ random: inout SeededGenerator) {
    let source = builder.nodes.count - 1
    let channels = builder.nodes[source].shape.channels
    func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
    func convolution(
      _ kernel: PerAxis<Int>, _ stride: PerAxis<Int>, _ padding: Padding, groups: Int = 1
    ) -> NetworkGraph.Operation {
      .convolution(
        Convolution(
          kernel: kernel, inputChannels: channels, outputChannels: groups == 1 ? 3 : channels,
          stride: stride, padding: padding, groups: groups))
    }
    let kernel = PerAxis(height: number(1...5), width: number(1...5))
    let stride = kernel.map { number(1...min($0, 3)) }
    let paddings: [Padding] = [.symmetric, .same, .valid, .explicit(number(0...6))]
    let padding = paddings[number(0...3)]
    switch number(0...12) {
    case 0, 1: builder.add(convolution(kernel, stride, padding), [source])
    case 2: builder.add(convolution(kernel, stride, padding, groups: channels), [source])
    case 3:
      let pool = Pool(
        kind: number(0...1) == 0 ? .average : .maximum, kernel: kernel, stride: stride,
        padding: [.symmetric, .same, .valid][number(0...2)], ceiling: number(0...1) == 0)
      builder.add(.pool(pool), [source])
    case 4:
      builder.add(.batchNormalization(epsilon: 1e-3), [source])
      builder.append(.activation(.relu))
    case 5:
      if builder.nodes[source].shape.places < 2000 {
        builder.add(.resize(number(0...1) == 0 ? .nearest : .bilinear, factor: 2), [source])
      }
    case 6:
      // A way around a window that is centered on its place.
      if let wide = builder.add(
        convolution(PerAxis(2 * number(0...2) + 1), 1, .symmetric, groups: channels), [source])
      {
        builder.add(.add, [source, wide])
      }
    case 7:
      if let wide = builder.add(convolution(3, 1, .symmetric), [source]) {
        builder.add(.concatenate, [wide, source])
      }
    case 9:
      let cut = number(0...1)
      if builder.nodes[source].shape.places < 2000 {
        builder.add(
          .transposedConvolution(
            TransposedConvolution(
              kernel: kernel.map { $0 + 1 }, inputChannels: channels, outputChannels: 3,
              stride: stride, padding: cut)), [source])
      }
    case 8: builder.add(.l2Normalization(channels: channels, epsilon: 1e-10), [source])
    case 10:
      // A place that becomes a channel is seen with the others by what follows.
      if let deep = builder.add(.spaceToDepth(block: 2), [source]) {
        builder.add(
          .convolution(
            Convolution(
              kernel: 1, inputChannels: 4 * channels, outputChannels: 3, padding: .valid)), [deep])
      }
    case 11:
      if builder.nodes[source].shape.places < 2000 {
        builder.add(
          .convolution(
            Convolution(kernel: 1, inputChannels: channels, outputChannels: 8, padding: .valid)),
          [source])
        builder.append(.depthToSpace(block: 2))
      }
    default: builder.append(.activation(.relu))
    }
  }
}
