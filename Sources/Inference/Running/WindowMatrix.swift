import Architecture
import KernelInterface

/// A convolution whose windows are copied, each into a row of a matrix.
///
/// Tiles are full then, however narrow the map, and the weights are walked over once for many places
/// instead of once for a row and once for each of its borders. A scalar is copied once for all filters:
/// where a map has more filters than a row has places, that is less than what tiles that are not full
/// would cost.
struct WindowMatrix: Sendable {
  private let dense: Plan.Dense
  private let input: Shape
  private let output: Shape
  private let top: Int
  private let left: Int
  /// Scalars from one window to the next.
  private let stride: Int
  /// Windows that are copied at a time, so that they stay in the second-level cache.
  private let batch: Int

  /// Scalars of a batch, about.
  private static let batchCount = 48 << 10

  /// The matrix of a layer, if it is worth its copies.
  init?(_ dense: Plan.Dense, input: Shape, output: Shape, _ kernels: KernelTable) {
    guard dense.groups.count == 1, dense.convolution.kernel != 1, !dense.isGated,
      dense.columns >= output.width
    else { return nil }
    self.dense = dense
    self.input = input
    self.output = output
    top = dense.convolution.window.height.before(input.height)
    left = dense.convolution.window.width.before(input.width)
    stride = Plan.stride(ofChannels: dense.groups[0].depth)
    let tiles = max(Self.batchCount / stride / kernels.tilePlaces, 4)
    batch = min(tiles * kernels.tilePlaces, output.places)
  }

  /// Scalars of scratch.
  var scratch: Int { batch * stride }

  /// Computes places of the output, for columns that are whole panels.
  func run(
    _ places: Range<Int>, columns: Range<Int>, from source: Map, residual: Map?, to output: Map,
    _ scratch: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    var first = places.lowerBound
    while first < places.upperBound {
      let end = min(first + batch, places.upperBound)
      for place in first..<end { copy(place, from: source, to: scratch + (place - first) * stride) }
      dense.multiply(
        dense.groups[0].weights, end - first, columns, from: scratch, stride: stride,
        to: output.place(first), stride: output.stride,
        residual: residual.map { ($0.place(first), $0.stride) }, kernels)
      first = end
    }
  }

  /// The window of a place, row by row; what is outside the map is zero.
  private func copy(_ place: Int, from source: Map, to target: UnsafeMutablePointer<Float>) {
    let convolution = dense.convolution
    let (y, x) = place.quotientAndRemainder(dividingBy: output.width)
    let (firstX, dilation) = (x * convolution.stride.width - left, convolution.dilation)
    let channels = input.channels
    let isRun = dilation == 1 && source.stride == channels
    var target = target
    for windowY in 0..<convolution.kernel.height {
      let inputY = y * convolution.stride.height - top + windowY * dilation
      let isInside = inputY >= 0 && inputY < input.height
      let end = firstX + (convolution.kernel.width - 1) * dilation
      if isInside, isRun, firstX >= 0, end < input.width {
        let count = convolution.kernel.width * channels
        target.update(from: source.row(inputY) + firstX * channels, count: count)
        target += count
        continue
      }
      for windowX in 0..<convolution.kernel.width {
        let inputX = firstX + windowX * dilation
        if isInside, inputX >= 0, inputX < input.width {
          target.update(from: source.row(inputY) + inputX * source.stride, count: channels)
        } else {
          target.update(repeating: 0, count: channels)
        }
        target += channels
      }
    }
  }
}
