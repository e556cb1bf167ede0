import Architecture
import Inference
import Kernels
import NetworkGraph
import Testing
import WeightFiles

@Suite("Checkpoints with folded norms")
struct FoldedCheckpointTests {
  /// The bytes of a network's weights.
  private func checkpoint(_ network: Network<Float>) throws -> Checkpoint {
    let graph = network.graph
    let tensors = graph.parameterTensors(naming: graph.spec.naming).map {
      ($0.name, $0.shape, network.weights[$0.node, $0.role] ?? [])
    }
    return try Checkpoint(reading: MemoryByteSource(SafetensorsWriter.file(tensors)))
  }

  @Test(
    "a folded checkpoint is told from another, and gives the same answers", arguments: classifiers)
  func roundTrip(network: String) throws {
    let graph = try graph(network, resolution: 64)
    let naming = graph.spec.naming
    let plain = seeded(graph)
    let folded = try checkpoint(plain.folded())
    #expect(CheckpointWeights.isFolded(folded, graph, naming: naming))
    #expect(!CheckpointWeights.isFolded(try checkpoint(plain), graph, naming: naming))
    let foldedGraph = graph.folded().graph
    let loaded = try Network(
      graph: foldedGraph,
      weights: NetworkWeights(
        CheckpointWeights(folded, for: foldedGraph, naming: naming), for: foldedGraph))
    let picture = Tensor.seededPicture(graph.input)
    for (expected, answer) in zip(try plain.run(picture), try loaded.run(picture)) {
      let largest = zip(expected.values, answer.values).map { abs($0 - $1) }.max() ?? .infinity
      #expect(Double(largest) <= 1e-4 * TensorStatistics(expected).standardDeviation)
    }
  }

  @Test("one norm's tensor is enough for a checkpoint not to be folded")
  func mixed() throws {
    let graph = try graph("mobilenet-v2", resolution: 32)
    let naming = graph.spec.naming
    var draft = DraftCheckpoint()
    for tensor in graph.folded().graph.parameterTensors(naming: naming) {
      draft.add(tensor.name, shape: [0], [])
    }
    #expect(CheckpointWeights.isFolded(try draft.opened(), graph, naming: naming))
    draft.add("features.3.conv.3.running_var", shape: [0], [])
    #expect(!CheckpointWeights.isFolded(try draft.opened(), graph, naming: naming))
    #expect(!CheckpointWeights.isFolded(try DraftCheckpoint().opened(), graph, naming: naming))
  }

  @Test("folding takes the norms' tensors out and adds biases, under every table's names")
  func names() throws {
    for name in library.architectureNames {
      let family = try library.architecture(named: name).family
      for dialect in library.dialects(of: family) {
        let graph = try graph("\(name)@\(dialect)")
        let naming = graph.spec.naming
        let tensors = graph.parameterTensors(naming: naming)
        let norms = graph.foldableNorms
        #expect(
          norms.keys.sorted()
            == graph.nodes.indices.filter {
              if case .batchNormalization = graph.nodes[$0].operation { true } else { false }
            })
        let kept = tensors.filter { norms[$0.node] == nil }.map(\.name)
        let layers = Set(norms.values)
        let (separator, parts) = (naming?.separator ?? ".", naming?.layer ?? .standard)
        let biases = tensors.filter { layers.contains($0.node) && $0.role == .weight }
          .map { tensor in
            let part =
              tensor.name.hasSuffix(separator + parts.depthwise) ? parts.depthwise : parts.weight
            return String(tensor.name.dropLast(part.count)) + parts.bias
          }
        let folded = graph.folded().graph.parameterTensors(naming: naming).map(\.name)
        #expect(Set(folded) == Set(kept + biases), "\(name)@\(dialect)")
        #expect(Set(folded).count == folded.count, "\(name)@\(dialect)")
      }
    }
  }

  @Test("a layer that something else reads before its norm is left alone")
  func sharedLayer() throws {
    let graph = try graph("mobilenet-v2", resolution: 32)
    let (norm, layer) = try #require(graph.foldableNorms.min { $0.key < $1.key })
    var other = graph
    var output = try #require(graph.outputs.first)
    output.node = layer
    other.outputs.append(output)
    #expect(other.foldableNorms[norm] == nil)
    #expect(other.foldableNorms.count == graph.foldableNorms.count - 1)
    let network = seeded(other)
    let picture = Tensor.seededPicture(graph.input)
    let (plain, folded) = (try network.run(picture), try network.folded().run(picture))
    #expect(plain.map(\.shape) == folded.map(\.shape))
    #expect(plain[1].values == folded[1].values)
  }

  @Test("the comparison finds every folded layer, and differences of rounding only")
  func comparison() throws {
    let graph = try graph("mobilenet-v3-small", resolution: 64)
    let network = seeded(graph)
    let picture = Tensor.seededPicture(graph.input)
    let comparison = try FoldingComparison(network, network.folded(), picture)
    #expect(comparison.layers.map(\.norm) == graph.foldableNorms.keys.sorted())
    #expect(comparison.layers.allSatisfy { $0.epsilon == 1e-3 && $0.difference.share < 1e-4 })
    #expect(comparison.layers.contains { $0.difference.largest > 0 })
    #expect(comparison.answers.map(\.name) == ["output"])
    // A wrong bias shows in its own layer.
    var wrong = network.folded()
    let layer = try #require(comparison.layers.first)
    wrong.weights.values[layer.node]?[.bias]?[0] += 1
    let found = try FoldingComparison(network, wrong, picture)
    #expect(abs((found.layers.first?.difference.largest ?? 0) - 1) < 1e-5)
  }
}
