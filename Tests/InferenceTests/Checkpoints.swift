import Architecture
import Inference
import Kernels
import NetworkGraph
import TestSupport
import WeightFiles

/// The tensors of a checkpoint that is yet to be written.
struct DraftCheckpoint {
  private(set) var tensors: [(name: String, shape: [Int], values: [Float])] = []
  private var wholeNumbers: Set<String> = []

  /// The seeded tensors of a network.
  static func seeded(for graph: Graph, naming: TensorNaming?) -> Self {
    var draft = Self()
    for tensor in graph.parameterTensors(naming: naming) {
      draft.add(
        tensor.name, shape: tensor.storedShape, tensor.stored(SeededNumbers.values(of: tensor)))
    }
    return draft
  }

  /// Takes a tensor out.
  mutating func remove(_ name: String) { tensors.removeAll { $0.name == name } }

  /// Adds a tensor.
  mutating func add(_ name: String, shape: [Int], _ values: [Float], whole: Bool = false) {
    tensors.append((name, shape, values))
    if whole { wholeNumbers.insert(name) }
  }

  /// Puts another tensor in a tensor's place.
  mutating func replace(_ name: String, shape: [Int], whole: Bool = false) {
    remove(name)
    add(name, shape: shape, Array(repeating: 0, count: shape.reduce(1, *)), whole: whole)
  }

  /// The file's bytes.
  var bytes: [UInt8] { legacyCheckpoint(tensors, whole: wholeNumbers) }

  /// The checkpoint, written and opened.
  func opened() throws -> Checkpoint { try Checkpoint(reading: MemoryByteSource(bytes)) }
}
