import Architecture
import Kernels
import Testing

/// A kind of convolution over a map, with the padding before each axis as counted by hand.
struct ConvolutionCase: Sendable, CustomTestStringConvertible {
  var input: Shape
  var convolution: Convolution
  var before: (y: Int, x: Int)
  var output: (height: Int, width: Int)

  init(
    _ height: Int, _ width: Int, channels: Int, filters: Int, kernel: PerAxis<Int>,
    stride: PerAxis<Int> = 1,
    dilation: Int = 1, groups: Int = 1, _ padding: Padding, before: (y: Int, x: Int),
    output: (height: Int, width: Int)
  ) {
    input = Shape(height: height, width: width, channels: channels)
    convolution = Convolution(
      kernel: kernel, inputChannels: channels, outputChannels: filters, stride: stride,
      dilation: dilation, padding: padding, groups: groups)
    self.before = before
    self.output = output
  }

  var testDescription: String {
    "\(input) \(convolution.kernel) stride \(convolution.stride.brief)"
      + " dilation \(convolution.dilation) groups \(convolution.groups) \(convolution.padding)"
  }

  /// Standard, pointwise, depthwise and grouped, with every padding.
  static let all: [ConvolutionCase] = [
    // Standard.
    .init(5, 6, channels: 3, filters: 4, kernel: 3, .valid, before: (0, 0), output: (3, 4)),
    .init(
      7, 6, channels: 2, filters: 3, kernel: 3, stride: 2, .valid, before: (0, 0), output: (3, 2)),
    .init(5, 6, channels: 3, filters: 4, kernel: 3, .symmetric, before: (1, 1), output: (5, 6)),
    .init(
      7, 6, channels: 3, filters: 2, kernel: 3, stride: 2, .symmetric, before: (1, 1),
      output: (4, 3)),
    .init(
      8, 5, channels: 2, filters: 2, kernel: 5, stride: 2, .symmetric, before: (2, 2),
      output: (4, 3)),
    .init(
      6, 6, channels: 1, filters: 2, kernel: 3, .explicit(3), before: (3, 3), output: (10, 10)),
    .init(
      6, 7, channels: 2, filters: 1, kernel: 4, stride: 3, .explicit(1), before: (1, 1),
      output: (2, 2)),
    // Rectangular, along one axis or both.
    .init(
      5, 6, channels: 3, filters: 4, kernel: PerAxis(height: 1, width: 3), .symmetric,
      before: (0, 1), output: (5, 6)),
    .init(
      9, 4, channels: 2, filters: 3, kernel: PerAxis(height: 5, width: 1), .valid, before: (0, 0),
      output: (5, 4)),
    .init(
      7, 8, channels: 2, filters: 3, kernel: PerAxis(height: 3, width: 2),
      stride: PerAxis(height: 2, width: 1), .same, before: (1, 0), output: (4, 8)),
    .init(
      6, 9, channels: 4, filters: 4, kernel: PerAxis(height: 2, width: 5),
      stride: PerAxis(height: 1, width: 3), groups: 4, .symmetric, before: (1, 2), output: (7, 3)),
    // Pointwise: padding changes nothing.
    .init(4, 3, channels: 5, filters: 7, kernel: 1, .symmetric, before: (0, 0), output: (4, 3)),
    .init(
      5, 4, channels: 3, filters: 2, kernel: 1, stride: 2, .same, before: (0, 0), output: (3, 2)),
    // TensorFlow's SAME: what is odd goes after.
    .init(
      6, 7, channels: 2, filters: 3, kernel: 3, stride: 2, .same, before: (0, 1), output: (3, 4)),
    .init(
      6, 7, channels: 2, filters: 3, kernel: 5, stride: 2, .same, before: (1, 2), output: (3, 4)),
    .init(6, 7, channels: 2, filters: 3, kernel: 3, .same, before: (1, 1), output: (6, 7)),
    .init(6, 7, channels: 2, filters: 3, kernel: 5, .same, before: (2, 2), output: (6, 7)),
    .init(5, 6, channels: 1, filters: 2, kernel: 2, .same, before: (0, 0), output: (5, 6)),
    .init(
      7, 8, channels: 1, filters: 1, kernel: 3, stride: 3, .same, before: (1, 0), output: (3, 3)),
    // Depthwise.
    .init(
      6, 5, channels: 4, filters: 4, kernel: 3, groups: 4, .symmetric, before: (1, 1),
      output: (6, 5)),
    .init(
      6, 5, channels: 4, filters: 4, kernel: 5, stride: 2, groups: 4, .same, before: (1, 2),
      output: (3, 3)),
    .init(
      4, 4, channels: 3, filters: 6, kernel: 3, groups: 3, .symmetric, before: (1, 1),
      output: (4, 4)),
    // Grouped.
    .init(
      5, 5, channels: 6, filters: 4, kernel: 3, groups: 2, .symmetric, before: (1, 1),
      output: (5, 5)),
    .init(
      5, 7, channels: 6, filters: 9, kernel: 1, stride: 2, groups: 3, .valid, before: (0, 0),
      output: (3, 4)),
    // Dilated: symmetric padding grows with the window's reach.
    .init(
      7, 8, channels: 2, filters: 3, kernel: 3, dilation: 2, .symmetric, before: (2, 2),
      output: (7, 8)),
    .init(
      9, 9, channels: 3, filters: 3, kernel: 3, dilation: 3, groups: 3, .valid, before: (0, 0),
      output: (3, 3)),
    .init(
      9, 8, channels: 2, filters: 2, kernel: 5, stride: 2, dilation: 2, .same, before: (4, 3),
      output: (5, 4)),
    // A window larger than the map.
    .init(1, 2, channels: 3, filters: 2, kernel: 5, .symmetric, before: (2, 2), output: (1, 2)),
  ]
}

@Suite("Convolution")
struct ConvolutionTests {
  @Test("equals a plain computation", arguments: ConvolutionCase.all)
  func plain(_ example: ConvolutionCase) throws {
    let convolution = example.convolution
    let shape = try #require(convolution.output(of: example.input))
    #expect((shape.height, shape.width) == example.output)
    let input = Tensor<Float>.eighths(example.input, seed: 1)
    let weights = eighths(convolution.weightCount, seed: 2)
    for bias in [nil, eighths(convolution.outputChannels, seed: 3)] {
      let output = ReferenceKernels.convolution(
        input, weights: weights, bias: bias, convolution, output: shape)
      let expected = plainConvolution(
        input, weights: weights, bias: bias, convolution, before: example.before, output: shape)
      #expect(output.shape == shape)
      #expect(output.values == expected.values)
    }
  }

  /// Sums of a window of ones over 1, 2, ... n: they show where the window begins.
  @Test(
    "TensorFlow's SAME puts the odd place after",
    arguments: [
      (4, 3, 1, [3, 6, 9, 7]), (5, 3, 1, [3, 6, 9, 12, 9]),
      (4, 5, 1, [6, 10, 10, 9]), (5, 5, 1, [6, 10, 15, 14, 12]),
      (4, 3, 2, [6, 7]), (5, 3, 2, [3, 9, 9]), (6, 3, 2, [6, 12, 11]),
      (4, 5, 2, [10, 9]), (5, 5, 2, [6, 15, 12]), (6, 5, 2, [10, 20, 15]),
      (3, 2, 1, [3, 5, 3]), (1, 3, 2, [1]),
    ] as [(Int, Int, Int, [Float])])
  func same(count: Int, kernel: Int, stride: Int, expected: [Float]) throws {
    #expect(try windowSums(count, kernel, stride, .same) == expected)
  }

  @Test(
    "symmetric padding puts as much before as after",
    arguments: [
      (4, 3, 2, [3, 9]), (5, 3, 2, [3, 9, 9]), (4, 5, 2, [6, 10]), (4, 3, 1, [3, 6, 9, 7]),
    ] as [(Int, Int, Int, [Float])])
  func symmetric(count: Int, kernel: Int, stride: Int, expected: [Float]) throws {
    #expect(try windowSums(count, kernel, stride, .symmetric) == expected)
  }

  @Test("weights are out x in x height x width")
  func layout() throws {
    // One place, two channels: filter 1 takes channel 0 at the window's top right.
    let convolution = Convolution(
      kernel: 2, inputChannels: 2, outputChannels: 2, padding: .valid)
    var weights = [Float](repeating: 0, count: 16)
    weights[((1 * 2 + 0) * 2 + 0) * 2 + 1] = 1
    var input = Tensor<Float>(shape: Shape(height: 2, width: 2, channels: 2))
    input.values = [10, 20, 11, 21, 12, 22, 13, 23]
    let output = ReferenceKernels.convolution(
      input, weights: weights, bias: nil, convolution,
      output: Shape(height: 1, width: 1, channels: 2))
    #expect(output.values == [0, 11])
  }

  @Test("a depthwise filter sees its own channel only")
  func depthwise() throws {
    let shape = Shape(height: 3, width: 3, channels: 3)
    let convolution = Convolution(
      kernel: 3, inputChannels: 3, outputChannels: 3, groups: 3)
    let weights = eighths(convolution.weightCount, seed: 4)
    let input = Tensor<Float>.eighths(shape, seed: 5)
    var other = input
    for place in 0..<shape.places { other.values[place * 3 + 1] += 1 }
    let (first, second) = (
      ReferenceKernels.convolution(
        input, weights: weights, bias: nil, convolution, output: shape),
      ReferenceKernels.convolution(
        other, weights: weights, bias: nil, convolution, output: shape)
    )
    for index in first.values.indices where index % 3 != 1 {
      #expect(first.values[index] == second.values[index])
    }
    #expect(first.values != second.values)
  }

  private func windowSums(
    _ count: Int, _ kernel: Int, _ stride: Int, _ padding: Padding
  ) throws -> [Float] {
    let input = Tensor<Float>.map([(1...count).map(Float.init)])
    let convolution = Convolution(
      kernel: PerAxis(kernel), inputChannels: 1, outputChannels: 1, stride: PerAxis(stride),
      padding: padding)
    let shape = try #require(convolution.output(of: input.shape))
    return ReferenceKernels.convolution(
      input, weights: Array(repeating: 1, count: kernel * kernel), bias: nil, convolution,
      output: shape
    ).values
  }
}
