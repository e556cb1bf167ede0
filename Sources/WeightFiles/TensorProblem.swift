/// Why a tensor of a checkpoint is unusable.
public enum TensorProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The entry is no tensor; with what it is.
  case notTensor(found: String)
  /// The function that rebuilds the tensor has unsuitable arguments.
  case arguments(of: String)
  /// The tensor has more dimensions than `limit`.
  case tooManyDimensions(Int, limit: Int)
  /// The numbers of sizes and strides differ.
  case strideCount(sizes: Int, strides: Int)
  /// A size, a stride or the offset is negative.
  case negative(Int)
  /// The number of elements or the last element's position overflows.
  case overflow
  /// The tensor has more elements than its storage.
  case largerThanStorage(elements: Int, storage: Int)
  /// The tensor's last element lies at `position` of a storage of `storage` elements.
  case outsideStorage(position: Int, storage: Int)
  /// Its entry lacks its element type, its shape or its place, or has one of them twice.
  case entry
  /// Its elements are of a type that is not known; with the type's name.
  case elementType(String)
  /// It is said to lie from `begin` to `end` of `available` bytes.
  case byteRange(begin: Int, end: Int, available: Int)
  /// Its shape and type take `expected` bytes, but it stores `stored`.
  case byteCount(expected: Int, stored: Int)
  /// Its shape has `expected` elements, but it stores `stored`.
  case elementCount(expected: Int, stored: Int)
  /// Its bytes begin at `begin`, where those of the tensor before it end at `previousEnd`.
  case notAdjoining(begin: Int, previousEnd: Int)
  /// Its numbers are a text in which a character is no byte.
  case textOfNumbers
  /// Its numbers are spread over several entries, as Paddle writes a large array with protocol 2 or 3.
  case slices
  /// It should have one dimension; with its shape.
  case notVector([Int])
  /// Its elements are whole numbers that stand for others, by a scale of its own.
  case quantized
  /// It follows from tensors of these names in a way that is not known.
  case parametrization([String])
  /// Its bytes have the checksum `found`; the file says another one.
  case checksum(expected: UInt32, found: UInt32)
  /// It should have another number of dimensions; with its shape.
  case dimensions([Int], expected: Int)

  /// The end of a sentence that begins with the tensor's name.
  public var description: String {
    switch self {
    case .notTensor(let found): "is not a tensor but \(found)"
    case .arguments(let function): "passes unsuitable arguments to \(function)"
    case .tooManyDimensions(let count, let limit):
      "has \(count) dimensions, more than \(limit)"
    case .strideCount(let sizes, let strides): "has \(sizes) sizes but \(strides) strides"
    case .negative(let number): "has the negative size, stride or offset \(number)"
    case .overflow: "has sizes or strides whose product overflows"
    case .largerThanStorage(let elements, let storage):
      "has \(elements) elements, but its storage has \(storage)"
    case .outsideStorage(let position, let storage):
      "reaches element \(position) of a storage of \(storage) elements"
    case .entry: "should have one type, one shape and one position"
    case .elementType(let name):
      "has elements of the type \(name.debugDescription), which is unknown"
    case .byteRange(let begin, let end, let available):
      "is declared to lie at bytes \(begin) to \(end) of \(available)"
    case .byteCount(let expected, let stored): "should have \(expected) bytes but stores \(stored)"
    case .elementCount(let expected, let stored):
      "should have \(expected) elements but stores \(stored)"
    case .notAdjoining(let begin, let previousEnd):
      "begins at byte \(begin) of the data, but the tensor before it ends at \(previousEnd)"
    case .textOfNumbers: "has its numbers as a text whose characters are not bytes"
    case .slices:
      "is cut into slices, which is not supported; load it in Python, and save it by paddle.save with"
        + " protocol=4"
    case .quantized:
      "is quantized, and quantized models are not run; save the state_dict() that the model has before"
        + " torch.ao.quantization.convert"
    case .parametrization(let names):
      "is computed of " + names.map { $0.debugDescription }.joined(separator: ", ")
        + " in a way that is not known; call torch.nn.utils.parametrize.remove_parametrizations or"
        + " torch.nn.utils.prune.remove in Python, and save again"
    case .checksum(let expected, let found):
      "is damaged: its bytes should have the CRC-32C \(ZipProblem.digits(expected)) but have"
        + " \(ZipProblem.digits(found))"
    case .notVector(let shape): "should have one dimension but is \(shape)"
    case .dimensions(let shape, let expected):
      "should have \(expected) dimensions but is \(shape)"
    }
  }
}
