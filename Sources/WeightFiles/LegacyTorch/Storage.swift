/// A run of numbers in a file, which one or more tensors view.
struct Storage: Equatable {
  let element: ElementType
  /// The number of elements.
  let count: Int
}
