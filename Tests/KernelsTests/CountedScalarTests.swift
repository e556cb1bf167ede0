import Architecture
import Kernels
import Testing

@Suite("The scalar that counts")
struct CountedScalarTests {
  private func total(_ tensor: Tensor<CountedScalar>) -> Int {
    tensor.values.reduce(0) { $0 + $1.multiplyAccumulates }
  }

  private func zeros(_ count: Int) -> [CountedScalar] {
    Array(repeating: CountedScalar(0), count: count)
  }

  private func scalar(_ count: Int) -> CountedScalar {
    var scalar = CountedScalar(0)
    scalar.multiplyAccumulates = count
    return scalar
  }

  @Test(
    "a convolution counts Dk Dk M N DF DF / groups, padding included",
    arguments: ConvolutionCase.all)
  func convolution(_ example: ConvolutionCase) throws {
    let convolution = example.convolution
    let shape = try #require(convolution.output(of: example.input))
    for bias in [nil, zeros(convolution.outputChannels)] {
      let output = ReferenceKernels.convolution(
        Tensor(shape: example.input), weights: zeros(convolution.weightCount), bias: bias,
        convolution, output: shape)
      let each =
        convolution.kernel.height * convolution.kernel.width * example.input.channels
        / convolution.groups
      #expect(output.values.allSatisfy { $0.multiplyAccumulates == each })
      #expect(
        total(output)
          == each * convolution.outputChannels * example.output.height * example.output.width)
    }
  }

  @Test("MobileNetV1's example layer: 3x3, 512 to 512 channels, 14x14")
  func layer() {
    let shape = Shape(height: 14, width: 14, channels: 512)
    let depthwise = Convolution(
      kernel: 3, inputChannels: 512, outputChannels: 512, groups: 512)
    let pointwise = Convolution(kernel: 1, inputChannels: 512, outputChannels: 512)
    let counts = [depthwise, pointwise].map {
      total(
        ReferenceKernels.convolution(
          Tensor(shape: shape), weights: zeros($0.weightCount), bias: nil, $0, output: shape))
    }
    #expect(counts == [903_168, 51_380_224])
    #expect(counts.reduce(0, +) == 52_283_392)
  }

  @Test("a fully connected layer counts M N, its bias nothing")
  func linear() {
    let layer = Linear(inputChannels: 7, outputChannels: 5)
    let output = ReferenceKernels.linear(
      Tensor(shape: Shape(height: 1, width: 1, channels: 7)), weights: zeros(35), bias: zeros(5),
      layer)
    #expect(total(output) == 35)
  }

  @Test("transposed convolutions count a window for each place, those over channels for each")
  func otherConvolutions() {
    for (height, width, padding, expected) in [
      (3, 4, 0, 3 * 4 * 2 * 3 * 4 * 6 / 2), (1, 1, 0, 2 * 3 * 4 * 6 / 2),
      // What is cut off counts, as padding does.
      (3, 4, 1, 3 * 4 * 2 * 3 * 4 * 6 / 2),
    ] {
      let convolution = TransposedConvolution(
        kernel: PerAxis(height: 2, width: 3), inputChannels: 4, outputChannels: 6, stride: 2,
        padding: padding, groups: 2)
      let shape = Shape(
        height: (height - 1) * 2 + 2 - 2 * padding, width: (width - 1) * 2 + 3 - 2 * padding,
        channels: 6)
      let output = ReferenceKernels.transposedConvolution(
        Tensor<CountedScalar>(shape: Shape(height: height, width: width, channels: 4)),
        weights: zeros(convolution.weightShape.reduce(1, *)), bias: zeros(6), convolution,
        output: shape)
      #expect(total(output) == expected)
    }
    let vector = Tensor<CountedScalar>(shape: Shape(height: 1, width: 1, channels: 7))
    #expect(total(ReferenceKernels.channelConvolution(vector, weights: zeros(5))) == 35)
  }

  @Test("nothing else counts")
  func nothingElse() {
    let shape = Shape(height: 4, width: 4, channels: 3)
    let map = Tensor<CountedScalar>(shape: shape)
    let gate = Tensor<CountedScalar>(shape: Shape(height: 1, width: 1, channels: 3))
    let half = Shape(height: 2, width: 2, channels: 3)
    var results = Activation.allCases.map { ReferenceKernels.activation(map, $0) }
    results.append(
      ReferenceKernels.batchNormalization(
        map, gamma: zeros(3), beta: zeros(3), mean: zeros(3), variance: zeros(3), epsilon: 1e-3))
    for kind in [PoolRow.Kind.average, .maximum] {
      let pool = Pool(kind: kind, kernel: 2, stride: 2, padding: .valid, ceiling: false)
      results.append(ReferenceKernels.pool(map, pool, output: half))
    }
    results += [
      ReferenceKernels.parametricReLU(map, slope: zeros(3)), ReferenceKernels.globalPool(map),
      ReferenceKernels.softmax(map), ReferenceKernels.logSoftmax(map),
      ReferenceKernels.normalization(
        map, over: .place, scale: zeros(3), shift: zeros(3), epsilon: 1e-3),
      ReferenceKernels.normalization(
        map, over: .map(groups: 3), scale: zeros(3), shift: zeros(3), epsilon: 1e-3),
      ReferenceKernels.spaceToDepth(
        map, block: 2, output: Shape(height: 2, width: 2, channels: 12)),
      ReferenceKernels.add([map, gate]),
      ReferenceKernels.l2Normalization(map, scale: zeros(3), epsilon: 1e-10),
      ReferenceKernels.add([map, map]), ReferenceKernels.multiply([map, gate]),
      ReferenceKernels.concatenate([map, map], output: Shape(height: 4, width: 4, channels: 6)),
      ReferenceKernels.shuffle(map, groups: 3),
      ReferenceKernels.slice(map, first: 1, count: 2),
      ReferenceKernels.resize(map, bilinear: false, output: half),
      ReferenceKernels.resize(map, bilinear: true, output: half),
    ]
    #expect(results.count == 28)
    for result in results { #expect(total(result) == 0) }
  }

  @Test("a result has the histories of what it is made of")
  func histories() {
    let (three, four) = (scalar(3), scalar(4))
    for sum in [three + four, three - four, three * four, three / four] {
      #expect(sum == scalar(7))
    }
    #expect(CountedScalar(2.5) == scalar(0))
    #expect(CountedScalar.multiplyAdd(three, four, four) == scalar(4))
    #expect(CountedScalar.exponential(three) == three)
    #expect(CountedScalar.logarithm(three) == three)
    #expect(CountedScalar.complementaryErrorFunction(three) == three)
    #expect(CountedScalar.squareRoot(four) == four)
    #expect(three < four && !(four < three) && !(three < three))
  }
}
