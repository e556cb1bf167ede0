import Architecture
import Inference
import NetworkGraph
import Testing
import WeightFiles

/// A checkpoint without tensors, in PyTorch's old format.
private let emptyFile: [UInt8] =
  [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
  + [0x80, 2, UInt8(ascii: "M"), 0xE9, 3, UInt8(ascii: ".")]  // version 1001
  + [0x80, 2] + Array("}(X".utf8) + [13, 0, 0, 0] + Array("little_endian".utf8) + [0x88]
  + Array("u.".utf8)
  + [0x80, 2] + Array("ccollections\nOrderedDict\n)R.".utf8)
  + [0x80, 2] + Array("].".utf8)

extension Checkpoint {
  /// A checkpoint of the given tensors.
  init(_ tensors: [(name: String, tensor: StoredTensor)]) throws {
    try self.init(reading: MemoryByteSource(emptyFile))
    names = tensors.map(\.name)
    self.tensors = Dictionary(uniqueKeysWithValues: tensors)
  }

  /// The seeded tensors of a network.
  static func seeded(for graph: Graph, naming: TensorNaming?) throws -> Checkpoint {
    try Checkpoint(
      graph.parameterTensors(naming: naming).map {
        (
          $0.name,
          StoredTensor(shape: $0.shape, values: .float32(SeededNumbers.values(of: $0)))
        )
      })
  }

  /// Takes a tensor out.
  mutating func remove(_ name: String) {
    tensors[name] = nil
    names.removeAll { $0 == name }
  }

  /// Adds a tensor.
  mutating func add(_ name: String, shape: [Int], _ values: StoredValues) {
    tensors[name] = StoredTensor(shape: shape, values: values)
    names.append(name)
  }
}
