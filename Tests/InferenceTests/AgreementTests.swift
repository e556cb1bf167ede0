import Architecture
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import Testing

@Suite("Agreement")
struct AgreementTests {
  private let network: Network<Float>

  init() throws { network = try seeded(graph("mobilenet-v3-small", width: 0.5, resolution: 64)) }

  private func agreement(
    _ planned: Network<Float>, _ picture: Tensor<Float>? = nil
  ) throws -> Agreement {
    try Agreement(
      PlanRunner(Plan(planned, .reference), threads: 1), network,
      picture ?? .seededPicture(network.graph.input))
  }

  @Test("holds for a plan of the same weights, and compares every block and answer")
  func holds() throws {
    let agreement = try agreement(network)
    #expect(agreement.holds && agreement.worst > 0 && agreement.worst < 1e-4)
    let kept = try PlanRunner(Plan(network, .reference), threads: 1)
      .kept(.seededPicture(network.graph.input))
    let graph = network.graph
    let blocks = graph.blocks.filter { $0.kind.isFeature }.map(\.result)
    #expect(agreement.compared == Set(blocks + graph.outputs.map(\.node)).count)
    #expect(kept[agreement.node] != nil)
  }

  @Test("holds where the plain kernels' own rounding is as large, and says how often")
  func explained() throws {
    var clipped = try seeded(graph("mobilenet-v2", width: 0.5, resolution: 64))
    // Sums ten thousand times as wide as ReLU6 leave zeros, sixes, and the rounding between.
    let norm = try #require(
      clipped.graph.nodes.firstIndex { node in
        if case .batchNormalization = node.operation { true } else { false }
      })
    let scale = try #require(clipped.weights.values[norm]?[.normWeight])
    clipped.weights.values[norm]?[.normWeight] = scale.map { 1e4 * $0 }
    let picture = Tensor.seededPicture(clipped.graph.input)
    let runner = try PlanRunner(Plan(clipped, .reference), threads: 1)
    let agreement = try Agreement(runner, clipped, picture)
    #expect(agreement.holds && agreement.explained > 0)
    clipped.weights.values[norm]?[.normBias]?[0] += 10
    #expect(try !Agreement(runner, clipped, picture).holds)
  }

  @Test(
    "holds where gates' rounding, spread over whole channels, is several times the plain kernels'")
  func gates() throws {
    let gated = try seeded(graph("ssdlite-mobilenet-v3-large", resolution: 256, classes: 7))
    let picture = Tensor.seededPicture(gated.graph.input)
    let runner = try PlanRunner(Plan(gated, .reference), threads: 1)
    let agreement = try Agreement(runner, gated, picture)
    #expect(agreement.holds && agreement.explained > 0)
  }

  @Test("does not hold if one weight is another")
  func broken() throws {
    var other = network
    other.weights.values[1]?[.weight]?[0] += 0.1
    let agreement = try agreement(other)
    #expect(!agreement.holds && agreement.worst > Agreement.tolerance)
  }

  @Test("does not hold for what is not a number, wherever it is")
  func notANumber() throws {
    var picture = Tensor.seededPicture(network.graph.input)
    picture.values[0] = .nan
    #expect(try !agreement(network, picture).holds)
    var other = network
    let last = try #require(network.graph.nodes.indices.last)
    other.weights.values[last]?[.bias]?[3] = .nan
    #expect(try !agreement(other).holds)
  }

  @Test("throws what the runs throw")
  func errors() throws {
    let shape = Shape(height: 1, width: 1, channels: 3)
    #expect(throws: NetworkError.picture(expected: network.graph.input, got: shape)) {
      try agreement(network, .seededPicture(shape))
    }
  }
}
