import Architecture
import Kernels
import Testing

@Suite("Transposed convolutions, and convolutions over channels")
struct TransposedConvolutionTests {
  private func output(
    _ convolution: TransposedConvolution, of input: Shape
  ) throws -> Shape {
    Shape(
      height: try #require(convolution[.vertical].output(of: input.height)),
      width: try #require(convolution[.horizontal].output(of: input.width)),
      channels: convolution.outputChannels)
  }

  @Test("every place adds its window: apart, overlapping, cut off")
  func byHand() throws {
    let input = Tensor<Float>.map([[1, 2], [3, 4]])
    func run(
      _ kernel: PerAxis<Int>, _ weights: [Float], stride: PerAxis<Int>, padding: Int = 0
    ) throws -> [Float] {
      let convolution = TransposedConvolution(
        kernel: kernel, inputChannels: 1, outputChannels: 1, stride: stride, padding: padding)
      return ReferenceKernels.transposedConvolution(
        input, weights: weights, bias: nil, convolution,
        output: try output(convolution, of: input.shape)
      ).values
    }
    #expect(
      try run(2, [1, 10, 100, 1000], stride: 2) == [
        1, 10, 2, 20, 100, 1000, 200, 2000, 3, 30, 4, 40, 300, 3000, 400, 4000,
      ])
    #expect(try run(2, [1, 1, 1, 1], stride: 1) == [1, 3, 2, 4, 10, 6, 3, 7, 4])
    #expect(try run(2, [1, 1, 1, 1], stride: 1, padding: 1) == [10])
    // A window of one row; the step of two rows leaves one without anything.
    let flat = PerAxis(height: 1, width: 2)
    #expect(
      try run(flat, [1, 10], stride: PerAxis(height: 2, width: 1))
        == [1, 12, 20, 0, 0, 0, 3, 34, 40])
  }

  @Test("channels, groups and bias: weights are in x out/groups x height x width")
  func channels() throws {
    var input = Tensor<Float>(shape: Shape(height: 1, width: 1, channels: 2))
    input.values = [2, 3]
    func run(groups: Int, outputs: Int, _ weights: [Float], bias: [Float]?) throws -> [Float] {
      let convolution = TransposedConvolution(
        kernel: PerAxis(height: 1, width: 2), inputChannels: 2, outputChannels: outputs, stride: 2,
        groups: groups, hasBias: bias != nil)
      return ReferenceKernels.transposedConvolution(
        input, weights: weights, bias: bias, convolution,
        output: try output(convolution, of: input.shape)
      ).values
    }
    // Input 0 to outputs 0 and 1, then input 1.
    #expect(
      try run(groups: 1, outputs: 2, [1, 10, 2, 20, 3, 30, 4, 40], bias: nil)
        == [11, 16, 110, 160])
    #expect(
      try run(groups: 2, outputs: 2, [1, 10, 3, 30], bias: [0.5, -1]) == [2.5, 8, 20.5, 89])
  }

  /// y . conv(x) = transposed(y) . x: one is the other's transpose, whatever window and padding.
  @Test("is the transpose of the convolution with the same weights")
  func adjoint() throws {
    for (kernel, stride, padding, height, width) in [
      (3, 1, 1, 5, 7), (3, 2, 1, 7, 9), (2, 2, 0, 6, 8), (4, 2, 1, 8, 6), (5, 3, 2, 7, 10),
    ] {
      let convolution = Convolution(
        kernel: PerAxis(kernel), inputChannels: 3, outputChannels: 2, stride: PerAxis(stride),
        padding: .explicit(padding))
      let input = Tensor<Float>.eighths(Shape(height: height, width: width, channels: 3), seed: 3)
      let weights = eighths(convolution.weightCount, seed: 4)
      let shape = try #require(convolution.output(of: input.shape))
      let forward = ReferenceKernels.convolution(
        input, weights: weights, bias: nil, convolution, output: shape)
      let other = Tensor<Float>.eighths(shape, seed: 5)
      let transposed = TransposedConvolution(
        kernel: PerAxis(kernel), inputChannels: 2, outputChannels: 3, stride: PerAxis(stride),
        padding: padding)
      // Some places at the end may have been seen by no window.
      let whole = try output(transposed, of: shape)
      #expect(whole.height <= height && whole.width <= width)
      let back = ReferenceKernels.transposedConvolution(
        other, weights: weights, bias: nil, transposed, output: whole)
      var (left, right) = (0.0, 0.0)
      for index in forward.values.indices {
        left += Double(forward.values[index]) * Double(other.values[index])
      }
      for y in 0..<whole.height {
        for x in 0..<whole.width {
          for channel in 0..<3 {
            right += Double(input.at(y, x, channel)) * Double(back.at(y, x, channel))
          }
        }
      }
      #expect(abs(left - right) < 1e-3 * max(1, abs(left)))
    }
  }

  @Test("over channels: a window of neighbors, zeros beyond the ends")
  func overChannels() {
    let output = ReferenceKernels.channelConvolution(
      Tensor.vector([1, 2, 3, 4]), weights: [1, 10, 100])
    #expect(output.shape == Shape(height: 1, width: 1, channels: 4))
    #expect(output.values == [210, 321, 432, 43])
    #expect(
      ReferenceKernels.channelConvolution(Tensor.vector([5, 6]), weights: [2]).values == [10, 12])
    // Longer than there are channels.
    #expect(
      ReferenceKernels.channelConvolution(Tensor.vector([1, 2]), weights: [1, 2, 3, 4, 5]).values
        == [11, 8])
  }
}
