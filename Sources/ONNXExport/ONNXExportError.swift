/// Why a network cannot become an ONNX model.
package enum ONNXExportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The weights are more than one protobuf message holds.
  case tooLarge(weightBytes: Int)
  /// A tensor has other scalars than the graph says; `got` is nothing if it has none.
  case weights(tensor: String, expected: Int, got: Int?)
  /// A window of a pooling lies wholly in the padding, and ONNX does not say what its result is.
  case emptyWindow(layer: String)
  /// Something else than a stack takes a list of answers, or a stack takes a map.
  case list(layer: String)

  /// One sentence.
  package var description: String {
    switch self {
    case .tooLarge(let weightBytes):
      "the weights take \(weightBytes >> 20) MiB, but an ONNX file must be smaller than"
        + " \((ONNXExport.largestFile + 1) >> 20) MiB; choose a smaller width"
    case .weights(let tensor, let expected, let got?):
      "tensor '\(tensor)' has \(got) values, not \(expected)"
    case .weights(let tensor, _, nil): "tensor '\(tensor)' has no weights"
    case .emptyWindow(let layer):
      "a window of '\(layer)' lies entirely in the padding, for which ONNX defines no result"
    case .list(let layer): "'\(layer)' mixes a list of outputs with maps"
    }
  }
}
