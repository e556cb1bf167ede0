/// The named tensors of a model's weight file, whose numbers are read when they are asked for.
///
/// The one format read so far is the older of PyTorch's two, which `torch.save` wrote before
/// version 1.6. Nothing in a file is ever executed: its pickles run on a machine that only
/// knows data, and whatever is not on its lists is refused by name.
public struct Checkpoint: Sendable {
  /// The tensors by name, such as `"features.0.0.weight"`.
  public let tensors: [String: StoredTensor]
  /// The names in the order of the file.
  public let names: [String]

  private let source: any ByteSource

  /// How many bytes of numbers are read at once; a multiple of every element's width.
  private static let pieceLength = 1 << 16

  /// Opens the checkpoint in `source`: reads where its tensors are, but none of their numbers.
  ///
  /// Everything that can be wrong with the file is found here; only the source itself can fail
  /// later. Memory stays in proportion to the number of tensors, whatever the file claims.
  ///
  /// - Throws: ``CheckpointError``, also for what `source` itself throws.
  public init(reading source: some ByteSource) throws(CheckpointError) {
    var file = try LegacyTorchFile(source)
    let entries = try file.tensors()
    names = entries.map(\.name)
    tensors = Dictionary(entries.map { ($0.name, $0.tensor) }) { first, _ in first }
    self.source = source
  }

  /// Reads the numbers of one of the checkpoint's tensors.
  ///
  /// Only the bytes of ``StoredTensor/bytes`` are touched, a small piece at a time, so that the
  /// result is all the memory that a tensor in row-major order takes.
  ///
  /// - Returns: the elements in row-major order, the last dimension varying fastest; numbers
  ///   with more than 32 bits, and whole ones beyond 2^24, are rounded to nearest.
  /// - Throws: ``CheckpointError`` if the source fails.
  public func values(of tensor: StoredTensor) throws(CheckpointError) -> [Float] {
    var stored: [Float] = []
    stored.reserveCapacity(tensor.layout.span.count)
    var position = tensor.bytes.lowerBound
    while position < tensor.bytes.upperBound {
      let end = min(position + Self.pieceLength, tensor.bytes.upperBound)
      tensor.element.append(try source.load(position..<end), to: &stored)
      position = end
    }
    return tensor.layout.gather(stored)
  }
}
