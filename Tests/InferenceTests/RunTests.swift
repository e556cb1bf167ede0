import Architecture
import Inference
import Kernels
import NetworkGraph
import TableReading
import Testing

@Suite("Running")
struct RunTests {
  @Test("a picture of another shape is refused")
  func picture() throws {
    let graph = try graph("mobilenet-v3-small", resolution: 32)
    let shape = Shape(height: 32, width: 31, channels: 3)
    let error = NetworkError.picture(expected: graph.input, got: shape)
    #expect(throws: error) { _ = try seeded(graph).run(.seededPicture(shape)) }
    #expect(error.description == "the picture is 32x31x3, but the network takes 32x32x3")
  }

  @Test("every node's result is seen once, in order, with the inferred shape")
  func observation() throws {
    let graph = try graph("mobilenet-v3-small", resolution: 32)
    var shapes: [Shape] = []
    _ = try seeded(graph).run(.seededPicture(graph.input)) { node, result in
      #expect(node == shapes.count)
      shapes.append(result.shape)
    }
    #expect(shapes == graph.nodes.map { $0.shape })
  }

  @Test("what the observer leaves goes on")
  func replacement() throws {
    let graph = try graph("mobilenet-v3-small", resolution: 32)
    let last = graph.nodes.count - 1
    let outputs = try seeded(graph).run(.seededPicture(graph.input)) { node, result in
      if node == last { result = Tensor(shape: result.shape, repeating: 5) }
    }
    #expect(outputs.map(\.values) == [Array(repeating: 5, count: 1000)])
  }

  @Test("a convolution with millions of weights, done some filters at a time, has the same bits")
  func manyWeights() throws {
    let table = """
      name: wide
      input: {shape: [2, 2, 600]}
      columns: [ operator, out ]
      rows:
        - wide: [ "conv2d 3x3, NBN", 900 ]
      """
    let graph = try Graph.expanded(
      library.adding([TableFile(name: "Wide.yaml", text: table)]).architecture(named: "wide"))
    let (network, picture) = (seeded(graph), Tensor.seededPicture(graph.input))
    let node = try #require(graph.nodes.firstIndex { $0.operation.isWeighted })
    guard case .convolution(let convolution) = graph.nodes[node].operation else {
      Issue.record("the row is no convolution")
      return
    }
    #expect(convolution.weightCount > 1 << 22)
    let expected = ReferenceKernels.convolution(
      picture, weights: try #require(network.weights[node, .weight]),
      bias: network.weights[node, .bias], convolution, output: graph.nodes[node].shape)
    #expect(try network.run(picture).map(\.values) == [expected.values])
    #expect(Set(expected.values).count > 3000)
  }

  @Test("V1's softmax is an answer beside the scores")
  func probabilities() throws {
    let graph = try graph("mobilenet-v1", width: 0.25, resolution: 32)
    let outputs = try seeded(graph).run(.seededPicture(graph.input))
    #expect(graph.outputs.map(\.name) == ["output", "probabilities"])
    #expect(outputs[1].values == ReferenceKernels.softmax(outputs[0]).values)
    #expect(abs(outputs[1].values.reduce(0, +) - 1) < 1e-5)
  }

  @Test("taps name their row and repeat")
  func taps() throws {
    let graph = try graph("mobilenet-v2", width: 0.35, resolution: 32)
    let taps = try seeded(graph).recordedRun(
      .seededPicture(graph.input), naming: graph.spec.naming
    ).taps
    #expect(taps.map(\.name) == (0...18).map { "features.\($0)" })
    #expect(
      taps.map(\.row) == [1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8, 9])
    #expect(
      taps.map(\.repetition) == [1, 1, 1, 2, 1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 1, 2, 3, 1, 1])
  }

  @Test("the best classes, equal ones by index")
  func topClasses() {
    var scores = Tensor<Float>(shape: Shape(height: 1, width: 1, channels: 5))
    scores.values = [1, 3, 2, 3, -4]
    let classes = scores.topClasses(4)
    #expect(classes.map(\.index) == [1, 3, 2, 0])
    let sum = scores.topClasses(99).reduce(0) { $0 + $1.probability }
    #expect(abs(sum - 1) < 1e-6)
    #expect(scores.topClasses(99).count == 5)
    #expect(scores.topClasses(0).isEmpty)
    #expect(scores.topClasses(-1).isEmpty)
  }

  @Test("statistics stand in the order channel, y, x")
  func statistics() {
    var tensor = Tensor<Float>(shape: Shape(height: 2, width: 2, channels: 2))
    tensor.values = [1, 10, 2, 20, 3, 30, 4, 40]
    let statistics = TensorStatistics(tensor)
    #expect(statistics.shape == [2, 2, 2])
    #expect(statistics.first == [1, 2, 3, 4])
    #expect(statistics.last == [10, 20, 30, 40])
    #expect(statistics.mean == 13.75)
    // Squares: 1 + 4 + 9 + 16 + 100 (1 + 4 + 9 + 16) = 3030; 3030 / 8 - 13.75 ^ 2.
    #expect(abs(statistics.standardDeviation - 189.6875.squareRoot()) < 1e-12)
    #expect((statistics.minimum, statistics.maximum) == (1, 40))
    #expect(
      statistics.sample == (1...16).map { [1, 2, 3, 4, 10, 20, 30, 40][$0 * 8 / 17] })
  }

  @Test("a list keeps its own order")
  func listStatistics() {
    var tensor = Tensor<Float>(shape: Shape(height: 3, width: 1, channels: 2))
    tensor.values = [1, 2, 3, 4, 5, 6]
    let statistics = TensorStatistics(tensor, isList: true)
    #expect(statistics.shape == [3, 2])
    #expect(statistics.first == [1, 2, 3, 4])
    #expect(statistics.last == [3, 4, 5, 6])
  }

  @Test("statistics of nothing and of one")
  func small() {
    let nothing = TensorStatistics(Tensor(shape: Shape(height: 0, width: 3, channels: 2)))
    #expect(nothing.first.isEmpty && nothing.last.isEmpty && nothing.sample.isEmpty)
    let one = TensorStatistics(
      Tensor(shape: Shape(height: 1, width: 1, channels: 1), repeating: 2))
    #expect(one.first == [2] && one.last == [2])
    #expect(one.sample == Array(repeating: 2, count: 16))
    #expect(one.standardDeviation == 0)
  }
}
