/// A dictionary of arrays in one pickle, as `paddle.save` writes of a state dictionary (`.pdparams`).
///
/// Source: `python/paddle/framework/io.py` and `io_utils.py` of Paddle.
enum PaddleFile {
  /// The tensors of a file's only pickle, which the reader stands behind, and what lies beside them.
  static func content(
    _ pickle: Pickle, _ reader: ByteReader
  ) throws(CheckpointError) -> TorchContent {
    // Arrays alone: PyTorch's tensors have their numbers outside of their pickle.
    let arrays = [PickleObject.Kind.call(.reconstructArray), .call(.arrayOfBuffer)]
    guard pickle.objects.contains(where: { arrays.contains($0.kind) }) else {
      throw .unsupportedFormat(.otherPickle)
    }
    let dictionary = try StateDictionary(pickle)
    guard reader.remaining == 0 else { throw .trailingBytes(count: reader.remaining) }
    var content = try TorchContent(dictionary, size: reader.size, pickle: reader.source) {
      _, _ throws(CheckpointError) in
      throw .unsupportedFormat(.otherPickle)
    }
    if content.beside.contains(where: { $0.name.hasSuffix(slices) }),
      let slice = content.entries.first(where: { $0.name.hasSuffix("@@.0") })
    {
      throw .tensor(name: String(slice.name.dropLast(4)), .slices)
    }
    content.beside.removeAll { $0.name.hasSuffix(parameterNames) }
    return content
  }

  /// The key of a table of the names that parameters have in Paddle.
  private static let parameterNames = "StructuredToParameterName@@"
  /// The key of what arrays of more than a gibibyte were cut into.
  private static let slices = "UnpackBigParamInfor@@"
}
