import Architecture
import Inference
import Kernels
import NetworkGraph
import Testing
import WeightFiles

@Suite("Weights from checkpoints")
struct WeightTests {
  private let graph: ShapedGraph
  private let naming: TensorNaming?

  init() throws {
    graph = try InferenceTests.graph("mobilenet-v3-small", resolution: 32)
    naming = graph.graph.spec.naming
  }

  @Test("a checkpoint that fits gives its numbers to the nodes")
  func fits() throws {
    let checkpoint = try Checkpoint.seeded(for: graph.graph, naming: naming)
    #expect(checkpoint.names.count == 210)
    let weights = try NetworkWeights(checkpoint, for: graph.graph, naming: naming)
    #expect(weights.values == NetworkWeights.seeded(for: graph.graph, naming: naming).values)
    let picture = Tensor.seededPicture(graph.shapes[0])
    let (loaded, seeded) = (
      try Network(graph: graph, weights: weights).run(picture),
      try InferenceTests.seeded(graph).run(picture)
    )
    #expect(loaded.map(\.values) == seeded.map(\.values))
  }

  @Test("counts of batches are no tensors of the network")
  func ignored() throws {
    var checkpoint = try Checkpoint.seeded(for: graph.graph, naming: naming)
    checkpoint.add("features.0.1.num_batches_tracked", shape: [], .int64([7]))
    _ = try NetworkWeights(checkpoint, for: graph.graph, naming: naming)
  }

  @Test("everything missing, left over and misshapen is said at once")
  func errors() throws {
    var checkpoint = try Checkpoint.seeded(for: graph.graph, naming: naming)
    checkpoint.remove("features.0.1.bias")
    checkpoint.remove("classifier.3.weight")
    checkpoint.add("optimizer.step", shape: [], .int64([1]))
    checkpoint.add("features.13.0.weight", shape: [1, 2], .float32([0, 0]))
    checkpoint.tensors["classifier.3.bias"] = StoredTensor(
      shape: [10], values: .float32(Array(repeating: 0, count: 10)))
    checkpoint.tensors["features.1.block.1.fc1.weight"] = StoredTensor(
      shape: [8, 16], values: .float32(Array(repeating: 0, count: 128)))
    let error = try #require(failure(checkpoint))
    #expect(error.missing == ["features.0.1.bias", "classifier.3.weight"])
    #expect(error.extra == ["optimizer.step", "features.13.0.weight"])
    #expect(
      error.misshapen.map(\.name) == ["features.1.block.1.fc1.weight", "classifier.3.bias"])
    #expect(error.misshapen.map(\.expected) == [[8, 16, 1, 1], [1000]])
    #expect(error.misshapen.map(\.got) == [[8, 16], [10]])
    #expect(
      error.description == """
        the checkpoint does not fit the network
          missing: features.0.1.bias
          missing: classifier.3.weight
          extra: optimizer.step
          extra: features.13.0.weight
          misshapen: features.1.block.1.fc1.weight is [8, 16], not [8, 16, 1, 1]
          misshapen: classifier.3.bias is [10], not [1000]
        """)
  }

  @Test("whole numbers are no weights, and the message says so")
  func integers() throws {
    var checkpoint = try Checkpoint.seeded(for: graph.graph, naming: naming)
    checkpoint.tensors["features.0.1.bias"] = StoredTensor(
      shape: [16], values: .int64(Array(repeating: 0, count: 16)))
    let error = try #require(failure(checkpoint))
    #expect(error.misshapen.map(\.name) == ["features.0.1.bias"])
    #expect(
      error.description == """
        the checkpoint does not fit the network
          misshapen: features.0.1.bias holds whole numbers
        """)
  }

  @Test("an empty checkpoint lacks everything")
  func empty() throws {
    let error = try #require(failure(try Checkpoint([])))
    #expect(error.missing == graph.graph.parameterTensors(naming: naming).map(\.name))
    #expect(error.extra.isEmpty && error.misshapen.isEmpty)
  }

  @Test("a checkpoint matches the dialect that it was written in", arguments: classifiers)
  func dialects(network: String) throws {
    let own = try InferenceTests.graph(network).graph
    let dialects = ["timm", "torchvision"]
    for writer in dialects {
      let naming = try #require(try library.architecture(named: "\(network)@\(writer)").naming)
      #expect(naming.dialect == writer)
      let checkpoint = try Checkpoint(
        own.parameterTensors(naming: naming).map {
          ($0.name, StoredTensor(shape: $0.shape, values: .float32([])))
        })
      for reader in dialects {
        let other = try #require(try library.architecture(named: "\(network)@\(reader)").naming)
        let matches = NetworkWeights.matches(checkpoint, own, naming: other)
        #expect(matches == (reader == writer ? checkpoint.names.count : 0))
      }
    }
  }

  @Test("a network without weights cannot run, and says at which node")
  func noWeights() throws {
    var network = seeded(graph)
    network.weights.values[1] = nil
    #expect(throws: NetworkError.noWeights(node: 1)) {
      _ = try network.run(.seededPicture(graph.shapes[0]))
    }
  }

  private func failure(_ checkpoint: Checkpoint) -> WeightError? {
    do {
      _ = try NetworkWeights(checkpoint, for: graph.graph, naming: naming)
      return nil
    } catch {
      return error
    }
  }
}
