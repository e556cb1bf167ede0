import NetworkGraph
import WeightFiles

/// Why an ONNX model cannot become a graph.
package enum ONNXError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes cannot be read.
  case reading(CheckpointError)
  /// The bytes are no ONNX model.
  case notModel
  /// A constant is unusable; with its name.
  case tensor(String, TensorProblem)
  /// A tensor that is needed is in another file.
  case external(tensor: String, file: String)
  /// The model takes nothing that can be a picture; with what it takes.
  case noPicture([String])
  /// The height or the width of the picture is left open.
  case openSize(input: String, shape: String)
  /// The picture has more channels, or is larger, than any network here takes.
  case pictureSize(input: String, shape: String)
  /// A node takes a tensor that nothing before it gives.
  case missingTensor(String, node: String)
  /// Two nodes give a tensor of the same name.
  case duplicateTensor(String)
  /// A node lacks an input or an attribute, or has it in another form.
  case malformedNode(String, reason: String)
  /// The nodes do not fit their inputs.
  case shape(node: String, ShapeError)
  /// There are more operations than a network may have.
  case tooManyNodes(limit: Int)
  /// Nothing can be read of the graph; with what stands in the way.
  case nothingKnown(String)
  /// The width or the classes of a file were asked for.
  case fixed(option: String)

  /// One sentence.
  package var description: String {
    switch self {
    case .reading(.graph(let problem)): "the ONNX model \(problem)"
    case .reading(let error): error.description
    case .notModel: "the file is not an ONNX model"
    case .tensor(let name, let problem): "the tensor \(name.debugDescription) \(problem)"
    case .external(let tensor, let file):
      "the numbers of the tensor \(tensor.debugDescription) are in another file,"
        + " \(file.debugDescription), which is not beside the model or too short"
    case .noPicture(let inputs):
      "the model takes no picture, but "
        + (inputs.isEmpty ? "nothing" : inputs.joined(separator: ", "))
    case .openSize(let input, let shape):
      "the input '\(input)' is \(shape): its height and width are open, so give --resolution HxW"
    case .pictureSize(let input, let shape):
      "the input '\(input)' is \(shape), which is larger than a picture may be"
    case .missingTensor(let tensor, let node):
      "\(node) takes the tensor \(tensor.debugDescription), which nothing before it gives"
    case .duplicateTensor(let name): "two nodes give the tensor \(name.debugDescription)"
    case .malformedNode(let node, let reason): "\(node) \(reason)"
    case .shape(let node, let error): "\(node): \(error)"
    case .tooManyNodes(let limit): "the graph has more than \(limit) operations"
    case .nothingKnown(let reason): "nothing of the graph can be read: \(reason)"
    case .fixed(let option):
      "\(option) is fixed in an ONNX file; export the model with another one"
    }
  }
}
