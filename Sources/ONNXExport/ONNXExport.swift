import Architecture
import Inference
import Kernels
import NetworkGraph
import ONNXSchema
import SwiftProtobuf

/// Networks as models of the Open Neural Network Exchange (ONNX), operator set 17.
package enum ONNXExport {
  /// The most bytes of a file: one protobuf message.
  static let largestFile = Int(Int32.max)

  /// How many pictures a model takes at once.
  package enum Batch: Sendable {
    /// One.
    case one
    /// As many as there are: the first dimension of each tensor is called `batch`.
    case dynamic
  }

  /// Throws `tooLarge` if the weights of a graph alone are more than a file holds.
  package static func requireSize(of graph: Graph) throws(ONNXExportError) {
    let bytes = weightBytes(graph)
    guard bytes < largestFile else { throw .tooLarge(weightBytes: bytes) }
  }

  /// The bytes of a model file.
  ///
  /// The one input is `input`, 1x3xHxW (batch, channels, height, width), or Nx3xHxW; the outputs have the names
  /// of the graph's: a map is 1xCxHxW, a vector 1xC, a list of answers 1 x entries x values.
  /// Parameter tensors have the names that `naming` gives them, and all other tensors those of
  /// their blocks and roles; every tensor has its shape. The weights are within.
  package static func model(
    of network: Network<Float>, naming: TensorNaming?, batch: Batch = .one
  ) throws(ONNXExportError) -> [UInt8] {
    try bytes(network, nil, naming: naming, batch: batch)
  }

  /// The bytes of a model file with integers between nodes that go there and back (QDQ): runtimes that know
  /// integers put the operations between them into integers.
  ///
  /// A result with levels is followed by `QuantizeLinear` and `DequantizeLinear`; weights are integers of 8 bits with a
  /// scale for each output channel, biases of 32 bits. Everything else is as in `model(of:naming:batch:)`.
  package static func model(
    of network: QuantizedNetwork, naming: TensorNaming?, batch: Batch = .one
  ) throws(ONNXExportError) -> [UInt8] {
    try bytes(network.dequantized, network, naming: naming, batch: batch)
  }

  private static func bytes(
    _ network: Network<Float>, _ quantized: QuantizedNetwork?, naming: TensorNaming?, batch: Batch
  ) throws(ONNXExportError) -> [UInt8] {
    try requireSize(of: network.graph)
    var model = Onnx_ModelProto()
    model.irVersion = Int64(Onnx_Version.irVersion2021730.rawValue)
    model.producerName = "mobilenet-explorer"
    var operators = Onnx_OperatorSetIdProto()
    operators.version = 17
    model.opsetImport = [operators]
    model.graph = try GraphTranslation(
      network, quantized, naming: naming, batch: batch
    ).graph()
    do {
      return try model.serializedBytes()
    } catch {
      // The schema requires no field, so only the size can be wrong.
      throw .tooLarge(weightBytes: weightBytes(network.graph))
    }
  }

  private static func weightBytes(_ graph: Graph) -> Int {
    graph.parameterTensors(naming: nil).reduce(0) { $0 + $1.count * MemoryLayout<Float>.size }
  }
}
