/// A window along one axis of a map: a convolution's or a pooling's.
package struct Window: Hashable, Sendable {
  /// Side of the window.
  package var kernel: Int
  /// Step.
  package var stride: Int
  /// Distance of the window's elements.
  package var dilation: Int
  /// How far it may reach over the border.
  package var padding: Padding
  /// Whether a last window that reaches over the end counts.
  package var ceiling: Bool

  /// A window from its numbers.
  package init(
    kernel: Int, stride: Int = 1, dilation: Int = 1, padding: Padding, ceiling: Bool = false
  ) {
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.ceiling = ceiling
  }

  /// Places that it spans: dilation (kernel - 1) + 1.
  package var reach: Int { dilation * (kernel - 1) + 1 }

  /// What it makes of an axis of so many places; nothing if it does not fit.
  package func extent(over input: Int) -> WindowExtent? {
    WindowExtent(
      input: input, kernel: kernel, stride: stride, dilation: dilation, padding: padding,
      ceiling: ceiling)
  }

  /// Padding before the first place of an axis; 0 if the window does not fit.
  package func before(_ input: Int) -> Int { extent(over: input)?.before ?? 0 }

  /// How many elements of the window at place `output` lie on the axis or its padding, without what
  /// `ceiling` adds.
  package func padded(_ output: Int, over input: Int) -> Int {
    var own = self
    own.ceiling = false
    let after = own.extent(over: input)?.after ?? 0
    let first = output * stride - before(input)
    return min(first + reach, input + after) - first
  }

  /// The places inside an axis of `input` places that place `output` of the result sees, from the
  /// first to the last.
  package func places(of output: Int, over input: Int) -> Range<Int> {
    let first = output * stride - before(input)
    let low = max(first, 0)
    return low..<max(min(first + reach, input), low)
  }
}

extension Convolution {
  /// Its window along each axis.
  package var window: PerAxis<Window> {
    func along(_ axis: Axis) -> Window {
      Window(
        kernel: kernel[axis], stride: stride[axis], dilation: dilation,
        padding: padding.along(axis))
    }
    return PerAxis(height: along(.vertical), width: along(.horizontal))
  }
}

extension Pool {
  /// Its window along each axis.
  package var window: PerAxis<Window> {
    func along(_ axis: Axis) -> Window {
      Window(
        kernel: kernel[axis], stride: stride[axis], padding: padding.along(axis), ceiling: ceiling)
    }
    return PerAxis(height: along(.vertical), width: along(.horizontal))
  }
}
