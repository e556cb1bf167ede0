import Architecture
import CostAnalysis
import ImageDecoding
import Images
import Models
import NetworkGraph
import ONNXImport
import TableReading
import WeightFiles

/// What bytes that are wrong at random are read as.
package enum ByteReading: String, CaseIterable, Sendable {
  case checkpoint, picture, table, onnx

  /// Tensors with more numbers are not read: a few bytes may ask for many.
  private static let mostNumbers = 1 << 20

  /// Reads bytes, and everything that they hold, and says whether they could be read. An error is an answer;
  /// a trap is not.
  @discardableResult
  package func read(_ bytes: [UInt8]) -> Bool {
    switch self {
    case .checkpoint: Self.checkpoint(bytes)
    case .picture: Self.picture(bytes)
    case .table: Self.table(bytes)
    case .onnx: Self.model(bytes)
    }
  }

  private static func checkpoint(_ bytes: [UInt8]) -> Bool {
    guard let checkpoint = opened(bytes) else { return false }
    for tensor in checkpoint.tensors.values where tensor.count < mostNumbers {
      _ = try? checkpoint.values(of: tensor)
    }
    return true
  }

  /// The checkpoint in bytes; an index of TensorFlow has its numbers in itself.
  private static func opened(_ bytes: [UInt8]) -> Checkpoint? {
    let source = MemoryByteSource(bytes)
    do throws(CheckpointError) {
      return try Checkpoint(reading: source)
    } catch .unsupportedFormat(.tensorFlowCheckpoint) {
      return (try? TensorFlowIndex(reading: source)).flatMap { index in
        try? Checkpoint(index, sources: index.suffixes.map { _ in source })
      }
    } catch { return nil }
  }

  private static func model(_ bytes: [UInt8]) -> Bool {
    guard
      let network = try? ONNXNetwork(
        reading: MemoryByteSource(bytes), named: "fuzzed", file: "fuzzed.onnx")
    else { return false }
    precondition(
      network.graph.costEntries(by: .row).reduce(0) { $0 + $1.cost.macs }
        == network.graph.totalCost().macs)
    _ = network.graph.likeness
    for tensor in network.graph.parameterTensors(naming: nil) where tensor.count < mostNumbers {
      _ = try? network.weights.values(tensor.node, tensor.role)
    }
    return true
  }

  private static func picture(_ bytes: [UInt8]) -> Bool {
    guard let picture = try? ImageDecoder.decode(bytes) else { return false }
    precondition(picture.width > 0 && picture.height > 0)
    return true
  }

  private static func table(_ bytes: [UInt8]) -> Bool {
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    let file = TableFile(name: "Fuzzed.yaml", text: text)
    do throws(TableError) { try file.requireKind() } catch {
      precondition(!error.problems.isEmpty)
      return false
    }
    guard let name = file.architectureName,
      let spec = try? TableLibrary.builtIn.adding([file]).architecture(named: name),
      let graph = try? Graph(expanding: spec)
    else { return false }
    precondition(
      graph.costEntries(by: .row).reduce(0) { $0 + $1.cost.macs } == graph.totalCost().macs)
    _ = graph.liveSet()
    return true
  }
}
