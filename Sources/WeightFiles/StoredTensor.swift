/// A tensor as a checkpoint stores it.
public struct StoredTensor: Sendable, Equatable {
  /// The sizes of the dimensions, outermost first; empty for a single number.
  ///
  /// A convolution's weight is `[output channels, input channels per group, height, width]`.
  public var shape: [Int]
  /// The elements in row-major order: the last dimension varies fastest.
  public var values: StoredValues

  /// A tensor of `shape`, whose product should be the number of `values`.
  public init(shape: [Int], values: StoredValues) {
    self.shape = shape
    self.values = values
  }
}

/// The elements of a stored tensor, in the wider of the types that this module hands out.
public enum StoredValues: Sendable, Equatable {
  /// Floating-point numbers, stored with 16, 32 or 64 bits; those of 64 are rounded to nearest.
  case float32([Float])
  /// Integers, stored with 8 to 64 bits.
  case int64([Int64])

  /// The number of elements.
  public var count: Int {
    switch self {
    case .float32(let values): values.count
    case .int64(let values): values.count
    }
  }
}
