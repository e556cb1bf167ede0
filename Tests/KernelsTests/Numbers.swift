import Architecture
import Kernels

/// Eighths from -2 to 2: sums of their products are exact in 32 bits, so that two ways of computing
/// must agree to the last bit.
func eighths(_ count: Int, seed: UInt64) -> [Float] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Float((state >> 33) % 33) - 16) / 8
  }
}

extension Tensor where Scalar == Float {
  /// A tensor of eighths.
  static func eighths(_ shape: Shape, seed: UInt64) -> Self {
    var tensor = Tensor(shape: shape)
    tensor.values = KernelsTests.eighths(shape.count, seed: seed)
    return tensor
  }

  /// A map of one channel from its rows.
  static func map(_ rows: [[Float]]) -> Self {
    var tensor = Tensor(
      shape: Shape(height: rows.count, width: rows.first?.count ?? 0, channels: 1))
    tensor.values = rows.flatMap(\.self)
    return tensor
  }

  /// A vector: one place.
  static func vector(_ values: [Float]) -> Self {
    var tensor = Tensor(shape: Shape(height: 1, width: 1, channels: values.count))
    tensor.values = values
    return tensor
  }

  /// One scalar.
  func at(_ y: Int, _ x: Int, _ channel: Int) -> Float { values[offset(y, x) + channel] }
}

extension Convolution {
  /// The output for an input, by the one function that computes output sizes.
  func output(of input: Shape) -> Shape? {
    func along(_ axis: Axis, _ input: Int) -> WindowExtent? {
      WindowExtent(
        input: input, kernel: kernel[axis], stride: stride[axis], dilation: dilation,
        padding: padding)
    }
    guard let rows = along(.vertical, input.height), let columns = along(.horizontal, input.width)
    else { return nil }
    return Shape(height: rows.output, width: columns.output, channels: outputChannels)
  }

  /// Scalars of the weights.
  var weightCount: Int { weightShape.reduce(1, *) }
}
