import Inference
import Kernels
import NetworkGraph
import TableReading
import Testing
import WeightFiles

@testable import Models

@Suite("Last layers of one's own")
struct OwnHeadTests {
  /// The tensors of a network with five classes: those of its last layer are called `head`, and have the
  /// shape of a matrix.
  private static func tensors(
    _ graph: Graph
  ) -> (all: [(name: String, shape: [Int], values: [Float])], last: [String]) {
    let naming = graph.spec.naming
    let tensors = graph.parameterTensors(naming: naming)
    let separator = naming?.separator ?? "."
    let last = tensors.suffix(2).map { $0.name }
    return (
      tensors.map { tensor in
        let values = tensor.stored(SeededNumbers.values(of: tensor))
        guard last.contains(tensor.name) else { return (tensor.name, tensor.storedShape, values) }
        let part = tensor.name.split(separator: Character(separator)).last ?? ""
        let shape = tensor.storedShape.filter { $0 != 1 }
        return ("head\(separator)\(part)", shape, values)
      }, last
    )
  }

  @Test(
    "a layer on the pooled features is the classifier, with its classes",
    arguments: [
      "mobilenet-v1", "mobilenet-v1@keras", "mobilenet-v1@slim", "mobilenet-v1@torchvision",
      "mobilenet-v2", "mobilenet-v2@timm", "mobilenet-v2@keras",
      "mobilenet-v3-small@timm", "mobilenet-v3-large", "mobilenet-v4-conv-small", "mnasnet-b1",
      "shufflenet-v2-0.5x", "ghostnet", "mobilenet-edgetpu", "mobilenet-edgetpu@timm",
      "mobilenet-edgetpu@slim",
    ])
  func found(name: String) throws {
    let graph = try TableLibrary.builtIn.graph(named: name, at: Multipliers(classes: 5))
    let (tensors, last) = Self.tensors(graph)
    let checkpoint = try Checkpoint(reading: MemoryByteSource(SafetensorsWriter.file(tensors)))
    let identity = try #require(CheckpointIdentity(of: checkpoint, in: .builtIn))
    #expect(identity.multipliers.part == nil && identity.multipliers.classes == 5)
    #expect(identity.ownHead(in: checkpoint) == "head")
    #expect(identity.difference(from: checkpoint) == nil)
    let model = try Model(
      identity.name, at: identity.multipliers, in: .builtIn, weights: checkpoint, source: "x")
    #expect(model.source.contains("'head' for the classifier"))
    // A framework may build the table with further nodes: the tensors are found by their names.
    let own = model.graph.parameterTensors(naming: model.graph.spec.naming)
    for tensor in graph.parameterTensors(naming: graph.spec.naming) where last.contains(tensor.name)
    {
      let same = try #require(own.first { $0.name == tensor.name })
      #expect(try model.weights.values(same.node, same.role) == SeededNumbers.values(of: tensor))
    }
  }

  @Test("two layers are left aside, and the backbone runs alone, as it does without any")
  func two() throws {
    for count in [0, 2] {
      let graph = try TableLibrary.builtIn.graph(named: "mobilenet-v2", at: Multipliers(classes: 5))
      let (tensors, last) = Self.tensors(graph)
      let own = [("fc.weight", [3, 5], [Float](repeating: 0, count: 15))]
      let file = count == 0 ? Array(tensors.dropLast(2)) : tensors + own
      let checkpoint = try Checkpoint(reading: MemoryByteSource(SafetensorsWriter.file(file)))
      let identity = try #require(CheckpointIdentity(of: checkpoint, in: .builtIn))
      #expect(identity.title == "mobilenet-v2 --part backbone")
      #expect(identity.lacking == last && identity.difference(from: checkpoint) == nil)
      #expect(identity.aside(in: checkpoint).count == (count == 0 ? 0 : 3))
      _ = try Model(
        identity.name, at: identity.multipliers, in: .builtIn, weights: checkpoint, source: "x")
    }
  }

  @Test("an auxiliary classifier is left aside")
  func auxiliary() throws {
    let graph = try TableLibrary.builtIn.graph(named: "mobilenet-v2")
    let tensors = graph.parameterTensors(naming: graph.spec.naming).map { tensor in
      (tensor.name, tensor.storedShape, SeededNumbers.values(of: tensor))
    }
    let checkpoint = try Checkpoint(
      reading: MemoryByteSource(
        SafetensorsWriter.file(tensors + [("aux_classifier.4.weight", [1, 1], [1])])))
    let identity = try #require(CheckpointIdentity(of: checkpoint, in: .builtIn))
    #expect(identity.title == "mobilenet-v2")
    #expect(identity.aside(in: checkpoint) == ["aux_classifier.4.weight"])
  }
}
