import Architecture
import Inference
import Kernels
import NetworkGraph
import Synchronization
import Testing
import WeightFiles

@Suite("Weights from checkpoints")
struct WeightTests {
  private let graph: Graph
  private let naming: TensorNaming?

  init() throws {
    graph = try InferenceTests.graph("mobilenet-v3-small", resolution: 32)
    naming = graph.spec.naming
  }

  @Test("a checkpoint that fits gives its numbers to the nodes")
  func fits() throws {
    let checkpoint = try DraftCheckpoint.seeded(for: graph, naming: naming).opened()
    #expect(checkpoint.names.count == 210)
    let weights = try NetworkWeights(
      CheckpointWeights(checkpoint, for: graph, naming: naming), for: graph)
    #expect(weights.values == NetworkWeights.seeded(for: graph, naming: naming).values)
    let picture = Tensor.seededPicture(graph.input)
    let (loaded, seeded) = (
      try Network(graph: graph, weights: weights).run(picture),
      try InferenceTests.seeded(graph).run(picture)
    )
    #expect(loaded.map(\.values) == seeded.map(\.values))
  }

  @Test("sources give one tensor at a time, the same as all at once")
  func sources() throws {
    let all = NetworkWeights.seeded(for: graph, naming: naming)
    let checkpoint = try DraftCheckpoint.seeded(for: graph, naming: naming).opened()
    let sources: [any WeightSource] = [
      all, SeededWeights(for: graph, naming: naming),
      try CheckpointWeights(checkpoint, for: graph, naming: naming),
    ]
    for source in sources {
      for node in -1...graph.nodes.count {
        for role in ParameterTensor.Role.allCases {
          #expect(try source.values(node, role) == all[node, role])
        }
      }
    }
  }

  @Test("a file that cannot be read any more is an error when a tensor is asked for")
  func broken() throws {
    let draft = DraftCheckpoint.seeded(for: graph, naming: naming)
    let source = ShrinkingSource(draft.bytes)
    let checkpoint = try Checkpoint(reading: source)
    let weights = try CheckpointWeights(checkpoint, for: graph, naming: naming)
    source.isGone.store(true, ordering: .relaxed)
    let error = CheckpointError.sourceLength(expected: 4 * 16 * 3 * 3 * 3, received: 0)
    #expect(throws: error) { try weights.values(1, .weight) }
    #expect(throws: NetworkError.weights(error)) { try NetworkWeights(weights, for: graph) }
    #expect(try weights.values(0, .weight) == nil)
  }

  @Test("counts of batches are no tensors of the network")
  func ignored() throws {
    var checkpoint = DraftCheckpoint.seeded(for: graph, naming: naming)
    checkpoint.add("features.0.1.num_batches_tracked", shape: [], [7], whole: true)
    _ = try CheckpointWeights(checkpoint.opened(), for: graph, naming: naming)
  }

  @Test("everything missing, left over and misshapen is said at once")
  func errors() throws {
    var checkpoint = DraftCheckpoint.seeded(for: graph, naming: naming)
    checkpoint.remove("features.0.1.bias")
    checkpoint.remove("classifier.3.weight")
    checkpoint.add("optimizer.step", shape: [], [1], whole: true)
    checkpoint.add("features.13.0.weight", shape: [1, 2], [0, 0])
    checkpoint.replace("classifier.3.bias", shape: [10])
    checkpoint.replace("features.1.block.1.fc1.weight", shape: [8, 16])
    let error = try #require(try failure(checkpoint))
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
          wrong shape: features.1.block.1.fc1.weight is [8, 16], not [8, 16, 1, 1]
          wrong shape: classifier.3.bias is [10], not [1000]
        """)
  }

  @Test("whole numbers are no weights, and the message says so")
  func integers() throws {
    var checkpoint = DraftCheckpoint.seeded(for: graph, naming: naming)
    checkpoint.replace("features.0.1.bias", shape: [16], whole: true)
    let error = try #require(try failure(checkpoint))
    #expect(error.misshapen.map(\.name) == ["features.0.1.bias"])
    #expect(
      error.description == """
        the checkpoint does not fit the network
          wrong type: features.0.1.bias has integers
        """)
  }

  @Test("an empty checkpoint lacks everything")
  func empty() throws {
    let error = try #require(try failure(DraftCheckpoint()))
    #expect(error.missing == graph.parameterTensors(naming: naming).map(\.name))
    #expect(error.extra.isEmpty && error.misshapen.isEmpty)
  }

  @Test("dialects share no name of a tensor", arguments: classifiers)
  func dialects(network: String) throws {
    let own = try InferenceTests.graph(network)
    let names = try ["timm", "torchvision"].map { dialect in
      let naming = try #require(try library.architecture(named: "\(network)@\(dialect)").naming)
      #expect(naming.dialect == dialect)
      return Set(own.parameterTensors(naming: naming).map(\.name))
    }
    #expect(names[0].isDisjoint(with: names[1]))
  }

  @Test("a network without weights cannot run, and says at which node")
  func noWeights() throws {
    var network = seeded(graph)
    network.weights.values[1] = nil
    #expect(throws: NetworkError.noWeights(node: 1)) {
      _ = try network.run(.seededPicture(graph.input))
    }
  }

  private func failure(_ draft: DraftCheckpoint) throws -> WeightError? {
    let checkpoint = try draft.opened()
    do {
      _ = try CheckpointWeights(checkpoint, for: graph, naming: naming)
      return nil
    } catch {
      return error
    }
  }
}

/// A file that somebody empties while it is open.
private final class ShrinkingSource: ByteSource {
  let isGone = Atomic(false)
  private let content: MemoryByteSource

  init(_ content: [UInt8]) { self.content = MemoryByteSource(content) }

  var count: Int { content.count }

  func bytes(in range: Range<Int>) throws(ByteRangeError) -> [UInt8] {
    isGone.load(ordering: .relaxed) ? [] : try content.bytes(in: range)
  }
}
