/// How a window may reach over the border of a map. Padded positions hold zero.
public enum Padding: Hashable, Sendable {
  /// Nothing is added; the window stays inside.
  case valid
  /// dilation (kernel - 1) / 2 on every side: PyTorch's usual choice.
  case symmetric
  /// TensorFlow's SAME: the output has ceil(n / stride) places, the smaller half of the padding
  /// comes first.
  case same
  /// The same number on every side.
  case explicit(Int)
  /// A number for every side.
  case margins(before: PerAxis<Int>, after: PerAxis<Int>)

  /// The padding along one axis, as if it were that of both.
  package func along(_ axis: Axis) -> Padding {
    guard case .margins(let before, let after) = self else { return self }
    return .margins(before: PerAxis(before[axis]), after: PerAxis(after[axis]))
  }
}

/// What a window adds before and after one axis, and how many places it then has.
package struct WindowExtent: Hashable, Sendable {
  /// Padding before the first element.
  package var before: Int
  /// Padding after the last element.
  package var after: Int
  /// Places of the output along this axis.
  package var output: Int

  /// The one function that computes an output size: a window of `kernel` elements, `dilation`
  /// apart, moved by `stride` over `input` elements. Nothing if the window does not fit or a
  /// number is not positive (a margin may be 0).
  ///
  /// `ceiling` counts a last window that begins inside the map but reaches over its end, as
  /// Caffe's pooling does.
  package init?(
    input: Int, kernel: Int, stride: Int, dilation: Int = 1, padding: Padding,
    ceiling: Bool = false
  ) {
    guard input > 0, kernel > 0, stride > 0, dilation > 0 else { return nil }
    let reach = dilation * (kernel - 1) + 1
    switch padding {
    case .valid: (before, after) = (0, 0)
    case .symmetric: (before, after) = (reach / 2, reach / 2)
    case .explicit(let margin):
      guard margin >= 0 else { return nil }
      (before, after) = (margin, margin)
    case .margins(let first, let last):
      guard first.height >= 0, last.height >= 0 else { return nil }
      (before, after) = (first.height, last.height)
    case .same:
      let places = (input + stride - 1) / stride
      let total = max((places - 1) * stride + reach - input, 0)
      (before, after) = (total / 2, total - total / 2)
    }
    let room = input + before + after - reach
    guard room >= 0 else { return nil }
    output = room / stride + 1
    if ceiling, room % stride != 0, output * stride < input + before {
      output += 1
      after += stride - room % stride
    }
  }
}
