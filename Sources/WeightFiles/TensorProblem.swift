/// Why a tensor of a checkpoint is unusable.
public enum TensorProblem: Error, Equatable, Sendable, CustomStringConvertible {
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

  /// The end of a sentence that begins with the tensor's name.
  public var description: String {
    switch self {
    case .notTensor(let found): "is no tensor but \(found)"
    case .arguments(let function): "gives unsuitable arguments to \(function)"
    case .tooManyDimensions(let count, let limit):
      "has \(count) dimensions where \(limit) are allowed"
    case .strideCount(let sizes, let strides): "has \(sizes) sizes but \(strides) strides"
    case .negative(let number): "has the negative size, stride or offset \(number)"
    case .overflow: "has sizes or strides whose product overflows"
    case .largerThanStorage(let elements, let storage):
      "has \(elements) elements where its storage has \(storage)"
    case .outsideStorage(let position, let storage):
      "reaches position \(position) of a storage of \(storage) elements"
    }
  }
}
