import Architecture

/// A feature map in memory: HWC, so that the channels of one place stand together; one image.
public struct Tensor<Scalar: KernelScalar>: Sendable {
  /// Height, width, channels.
  public var shape: Shape
  /// The scalars in the order y, x, channel.
  public var values: [Scalar]

  /// A tensor of one value everywhere.
  public init(shape: Shape, repeating value: Scalar = Scalar(0)) {
    self.shape = shape
    values = Array(repeating: value, count: shape.count)
  }

  /// A tensor of the given scalars; nothing if they are not as many as the shape has.
  public init?(shape: Shape, values: [Scalar]) {
    guard values.count == shape.count else { return nil }
    self.shape = shape
    self.values = values
  }

  /// Where a place's channels begin.
  @inlinable
  public func offset(_ y: Int, _ x: Int) -> Int { (y * shape.width + x) * shape.channels }
}
