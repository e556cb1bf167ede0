import Architecture
import NetworkGraph
import WeightFiles

/// A network that was read from an ONNX model: the graph, and where its weights are in the file.
package struct ONNXNetwork: Sendable {
  /// The graph, with rows that were found again.
  package var graph: Graph
  /// The weights of its nodes.
  package var weights: ONNXWeights
  /// The model as the file has it.
  package let model: ONNXModel
  /// What is left out, in the order of the file.
  package let leftOut: [LeftOutOperation]

  /// Reads a model's graph, but none of its weights.
  ///
  /// `resolution` is the picture's size, where the file leaves it open or another one is wanted. `name`
  /// is what reports call the network, and `file` what errors call the file.
  ///
  /// - Throws: `ONNXError` if the file is damaged, or nothing of it is known.
  package init(
    reading source: some ByteSource, named name: String, file: String,
    resolution: Resolution? = nil
  ) throws(ONNXError) {
    try self.init(
      ONNXModel(reading: source), named: name, file: file, resolution: resolution)
  }

  /// The graph of a model that was read.
  package init(
    _ model: ONNXModel, named name: String, file: String, resolution: Resolution? = nil
  ) throws(ONNXError) {
    var translation = try Translation(model, resolution: resolution)
    try translation.run()
    let translated = try translation.finished()
    let leftOut = translated.leftOut
    let causes = leftOut.filter { $0.reason != nil }
    let imported = ImportedModel(
      format: "ONNX", producer: model.producer, operatorSet: model.operatorSet,
      operations: model.nodes.count, leftOut: causes.map { $0.description },
      dependents: leftOut.count - causes.count, weights: translated.storedNumbers)
    let (graph, places) = translated.graph(named: name, file: file, imported)
    var constants: [Int: [ParameterTensor.Role: Constant]] = [:]
    for (node, tensors) in translated.weights { constants[places[node]] = tensors }
    self.graph = graph
    weights = ONNXWeights(constants: constants, source: model.source)
    self.model = model
    self.leftOut = leftOut
  }
}

/// The weights of an ONNX model, each read when it is asked for.
package struct ONNXWeights: Sendable {
  let constants: [Int: [ParameterTensor.Role: Constant]]
  let source: CheckedBytes

  /// One tensor of a node, in row-major order; nothing if it has none.
  ///
  /// - Throws: `CheckpointError` if the file cannot be read, or the tensor is in another one.
  package func values(
    _ node: Int, _ role: ParameterTensor.Role
  ) throws(CheckpointError) -> [Float]? {
    guard let constant = constants[node]?[role] else { return nil }
    do throws(ONNXError) {
      return try constant.values(in: source)
    } catch {
      if case .reading(let error) = error { throw error }
      throw .source(error.description)
    }
  }
}
