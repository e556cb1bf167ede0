/// A transposed convolution with all numbers known, as PyTorch's ConvTranspose2d: every place of the
/// input adds its window of products to the output, windows `stride` apart; `padding` is cut off at
/// every border.
public struct TransposedConvolution: Hashable, Sendable {
  /// Sides of the window.
  public var kernel: PerAxis<Int>
  /// Input channels.
  public var inputChannels: Int
  /// Output channels.
  public var outputChannels: Int
  /// Steps from window to window in the output.
  public var stride: PerAxis<Int>
  /// What is cut off at every border.
  public var padding: Int
  /// What is left of that at the end of each axis: so many more places than elsewhere, or fewer if it is
  /// negative.
  public var extra: PerAxis<Int>
  /// Groups of channels.
  public var groups: Int
  /// Whether a bias is added.
  public var hasBias: Bool

  /// A transposed convolution from its numbers.
  public init(
    kernel: PerAxis<Int>, inputChannels: Int, outputChannels: Int, stride: PerAxis<Int> = 1,
    padding: Int = 0, extra: PerAxis<Int> = 0, groups: Int = 1, hasBias: Bool = false
  ) {
    self.kernel = kernel
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.stride = stride
    self.padding = padding
    self.extra = extra
    self.groups = groups
    self.hasBias = hasBias
  }

  /// The shape of the weights in checkpoints: in x out/groups x height x width.
  package var weightShape: [Int] {
    [inputChannels, outputChannels / groups, kernel.height, kernel.width]
  }

  /// Number of weights.
  package var weightCount: Int { weightShape.reduce(1, *) }

  /// How its windows lie along an axis.
  package subscript(axis: Axis) -> TransposedWindow {
    TransposedWindow(
      kernel: kernel[axis], stride: stride[axis], padding: padding, extra: extra[axis])
  }
}

/// How the windows of a transposed convolution lie along one axis.
package struct TransposedWindow: Hashable, Sendable {
  /// Side of a window.
  package var kernel: Int
  /// From window to window.
  package var stride: Int
  /// What is cut off before the first place and after the last.
  package var padding: Int
  /// Places at the end beside what padding leaves.
  package var extra: Int

  /// Places of the output for so many of the input: (input - 1) stride - 2 padding + kernel + extra;
  /// nothing if none is left.
  package func output(of input: Int) -> Int? {
    let (distance, overflow) = (input - 1).multipliedReportingOverflow(by: stride)
    guard input > 0, !overflow, distance <= Int.tensorLimit else { return nil }
    let output = distance - 2 * padding + kernel + extra
    return output > 0 ? output : nil
  }

  /// Places of the input for so many of the output.
  package func input(of output: Int) -> Int { (output + 2 * padding - kernel - extra) / stride + 1 }

  /// The places of an endless input whose windows hold some places of the output; nothing if they all
  /// lie between windows.
  package func sources(of places: ClosedRange<Int>) -> ClosedRange<Int>? {
    let first = Self.floor(places.lowerBound + padding - kernel + stride, stride)
    let last = Self.floor(places.upperBound + padding, stride)
    return first <= last ? first...last : nil
  }

  private static func floor(_ number: Int, _ divisor: Int) -> Int {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
  }
}
