import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import TableReading
import TestSupport
import Testing
import WeightFiles

@Suite("Models from checkpoints")
struct CheckpointTests {
  /// A checkpoint of a network, with weights by formula under a dialect's names.
  private static func checkpoint(
    _ name: String, at multipliers: Multipliers = Multipliers(), folded: Bool = false
  ) throws -> (network: Network<Float>, checkpoint: Checkpoint) {
    let graph = try TableLibrary.builtIn.graph(named: name, at: multipliers)
    var network = try Model(seeded: graph).network()
    if folded { network = network.folded() }
    let tensors = network.graph.parameterTensors(naming: graph.spec.naming).map { tensor in
      (tensor.name, tensor.shape, network.weights[tensor.node, tensor.role] ?? [])
    }
    return (
      network, try Checkpoint(reading: MemoryByteSource(SafetensorsWriter.file(tensors)))
    )
  }

  /// Small networks, so that tests stay quick.
  private static let small = Multipliers(width: 0.25, classes: 3)

  @Test("a checkpoint comes back as it was written", arguments: [false, true])
  func roundTrip(folded: Bool) throws {
    let (network, checkpoint) = try Self.checkpoint("v3-small", at: Self.small, folded: folded)
    let model = try Model(
      "v3-small", at: Self.small, in: .builtIn, weights: checkpoint, source: "small.safetensors")
    #expect(model.isFolded == folded)
    #expect(
      model.source
        == "small.safetensors (names of torchvision\(folded ? ", norms folded" : ""))")
    let read = try model.network()
    for tensor in network.graph.parameterTensors(naming: nil) {
      #expect(
        read.weights[tensor.node, tensor.role] == network.weights[tensor.node, tensor.role],
        "\(tensor.name)")
    }
  }

  @Test("the names of a checkpoint choose the dialect, unless one was asked for")
  func dialect() throws {
    let (_, checkpoint) = try Self.checkpoint("v3-small@timm", at: Self.small)
    let model = try Model(
      "v3-small", at: Self.small, in: .builtIn, weights: checkpoint, source: "x")
    #expect(model.graph.spec.naming?.dialect == "timm")
    #expect(throws: ModelError.self) {
      try Model(
        "v3-small@torchvision", at: Self.small, in: .builtIn, weights: checkpoint, source: "x")
    }
  }

  @Test("a checkpoint of another network is recognized, with its width and classes")
  func origin() throws {
    let (_, checkpoint) = try Self.checkpoint("v2", at: Multipliers(width: 0.35, classes: 7))
    let error = try #require(throws: ModelError.self) {
      try Model(
        "v3-small", at: Multipliers(width: 0.35), in: .builtIn, weights: checkpoint, source: "x")
    }
    guard case .foreignCheckpoint("x", "v3-small --width 0.35", let identity) = error else {
      Issue.record("\(error)")
      return
    }
    #expect("\(identity)".hasPrefix("a checkpoint of 'mobilenet-v2 --width 0.35 --classes 7'"))
  }

  @Test(
    "a checkpoint tells its network, dialect, width, classes, part, and whether norms are folded",
    arguments: [
      ("v2", Multipliers(width: 0.5), false, "mobilenet-v2 --width 0.5"),
      ("v2", Multipliers(width: 1.4, classes: 12), false, "mobilenet-v2 --width 1.4 --classes 12"),
      ("v2", Multipliers(width: 0.35), true, "mobilenet-v2 --width 0.35"),
      (
        "v2", Multipliers(width: 0.6, part: .backbone), false,
        "mobilenet-v2 --width 0.6 --part backbone"
      ),
      ("v3-small@timm", Multipliers(width: 0.75), false, "mobilenet-v3-small@timm --width 0.75"),
      (
        "v3-large", Multipliers(width: 0.35, classes: 2), true,
        "mobilenet-v3-large --width 0.35 --classes 2"
      ),
      ("v1", Multipliers(width: 0.25), false, "mobilenet-v1 --width 0.25"),
      ("squeezenet-1.1", Multipliers(), false, "squeezenet-1.1"),
    ])
  func identity(name: String, multipliers: Multipliers, folded: Bool, title: String) throws {
    let (_, checkpoint) = try Self.checkpoint(name, at: multipliers, folded: folded)
    let identity = try #require(CheckpointIdentity(of: checkpoint, in: .builtIn))
    #expect(identity.title == title)
    #expect(identity.isFolded == folded && identity.found == identity.count)
    #expect(identity.difference(from: checkpoint) == nil)
  }

  @Test(
    "biases before norms tell nothing against a network",
    arguments: [("mobilenet-v1@caffe", 0.5, 1000), ("v2", 1.4, 3), ("v3-small@timm", 1, 1000)])
  func biases(name: String, width: Double, classes: Int) throws {
    let graph = try TableLibrary.builtIn.graph(
      named: name, at: Multipliers(width: width, classes: classes))
    let naming = graph.spec.naming
    let biases = graph.biasesBeforeNorms(naming: naming)
    let tensors = (graph.parameterTensors(naming: naming) + biases).map { tensor in
      (tensor.name, tensor.shape, SeededNumbers.values(of: tensor))
    }
    let checkpoint = try Checkpoint(
      reading: MemoryByteSource(SafetensorsWriter.file(tensors)))
    let identity = try #require(CheckpointIdentity(of: checkpoint, in: .builtIn))
    #expect(identity.graph.spec.naming == graph.spec.naming)
    #expect(identity.graph.scaling.width ?? 1 == width && !identity.isFolded)
    #expect(identity.mergedBiases == biases.count && identity.found == identity.count)
    #expect(identity.difference(from: checkpoint) == nil)
    let model = try Model(
      name, at: identity.multipliers, in: .builtIn, weights: checkpoint, source: "x")
    #expect(model.source.hasSuffix(", \(biases.count) biases merged into norms)"))
  }

  @Test("what is missing is said, and half of a network is needed to name it")
  func incomplete() throws {
    let (network, _) = try Self.checkpoint("v2", at: Self.small)
    let tensors = network.graph.parameterTensors(naming: network.graph.spec.naming)
    func identity(_ count: Int) throws -> (CheckpointIdentity?, Checkpoint) {
      let some = tensors.prefix(count).map { tensor in
        (tensor.name, tensor.shape, network.weights[tensor.node, tensor.role] ?? [])
      }
      let checkpoint = try Checkpoint(
        reading: MemoryByteSource(SafetensorsWriter.file(some + [("other", [1], [1])])))
      return (CheckpointIdentity(of: checkpoint, in: .builtIn), checkpoint)
    }
    let most = try #require(identity(tensors.count - 12).0)
    let (_, checkpoint) = try identity(tensors.count - 12)
    let difference = try #require(most.difference(from: checkpoint))
    #expect(difference.missing.count == 12 || most.multipliers.part == .backbone)
    #expect(difference.extra + most.aside(in: checkpoint) == ["other"])
    #expect(try identity(tensors.count / 3).0 == nil)
  }

  @Test("weights that cannot be read are said to be those of the source, whatever wants them")
  func unreadable() throws {
    struct Unreadable: WeightSource {
      func values(
        _ node: Int, _ role: ParameterTensor.Role
      ) throws(CheckpointError) -> [Float]? { throw .empty }
    }
    let graph = try TableLibrary.builtIn.graph(
      named: "v2", at: Multipliers(width: 0.25, resolution: 32))
    let model = Model(graph: graph, weights: Unreadable(), source: "x")
    let readers: [() throws -> Void] = [
      { _ = try model.plan(.best, memory: .max) },
      { _ = try model.network() },
      { _ = try Verification(model, countingFull: false, engine: .best, memory: .max) },
    ]
    for read in readers {
      let error = try #require(throws: ModelError.self) { try read() }
      #expect(error.description == "'x': \(CheckpointError.empty)")
    }
  }

  @Test("a checkpoint of nothing that is known is said not to fit")
  func unknown() throws {
    let file = try SafetensorsWriter.file([("a", [2], [1, 2])])
    let checkpoint = try Checkpoint(reading: MemoryByteSource(file))
    let error = try #require(throws: ModelError.self) {
      try Model("v2", in: .builtIn, weights: checkpoint, source: "x")
    }
    guard case .weights("x", _) = error else {
      Issue.record("\(error)")
      return
    }
  }
}
