import Architecture
import CostAnalysis
import Images
import ImageDecoding
import Models
import NetworkGraph
import ONNXImport
import TableReading
import WeightFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What libFuzzer's bytes are read as.
private enum Reading: String {
  case checkpoint, picture, table, onnx

  /// What the environment asks for.
  static let chosen: Reading = {
    guard let name = getenv("FUZZ"), let reading = Reading(rawValue: String(cString: name)) else {
      print("FUZZ must be checkpoint, picture, table or onnx")
      exit(2)
    }
    return reading
  }()

  /// The checkpoint in bytes; an index of TensorFlow has its numbers in itself.
  private func checkpoint(_ bytes: [UInt8]) -> Checkpoint? {
    let source = MemoryByteSource(bytes)
    do throws(CheckpointError) {
      return try Checkpoint(reading: source)
    } catch .unsupportedFormat(.tensorFlowCheckpoint) {
      return (try? TensorFlowIndex(reading: source)).flatMap { index in
        try? Checkpoint(index, sources: index.suffixes.map { _ in source })
      }
    } catch { return nil }
  }

  /// Reads bytes, and everything that they hold. An error is an answer; a trap is not.
  func read(_ bytes: [UInt8]) {
    switch self {
    case .checkpoint:
      guard let checkpoint = checkpoint(bytes) else { return }
      for tensor in checkpoint.tensors.values where tensor.count < 1 << 20 {
        _ = try? checkpoint.values(of: tensor)
      }
    case .onnx:
      guard
        let network = try? ONNXNetwork(
          reading: MemoryByteSource(bytes), named: "fuzzed", file: "fuzzed.onnx")
      else { return }
      precondition(
        network.graph.costEntries(by: .row).reduce(0) { $0 + $1.cost.macs }
          == network.graph.totalCost().macs)
      _ = network.graph.likeness
      for tensor in network.graph.parameterTensors(naming: nil) where tensor.count < 1 << 20 {
        _ = try? network.weights.values(tensor.node, tensor.role)
      }
    case .picture:
      // Sizes that no fuzzed file fills would only take time.
      guard let picture = try? ImageDecoder.decode(bytes) else { return }
      precondition(picture.width > 0 && picture.height > 0)
    case .table:
      guard let text = String(validating: bytes, as: UTF8.self) else { return }
      let file = TableFile(name: "Fuzzed.yaml", text: text)
      do throws(TableError) { try file.requireKind() } catch {
        precondition(!error.problems.isEmpty)
        return
      }
      guard let name = file.architectureName,
        let spec = try? TableLibrary.builtIn.adding([file]).architecture(named: name),
        let graph = try? Graph(expanding: spec)
      else { return }
      precondition(
        graph.costEntries(by: .row).reduce(0) { $0 + $1.cost.macs } == graph.totalCost().macs)
      _ = graph.liveSet()
    }
  }
}

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Reading.chosen.read(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
