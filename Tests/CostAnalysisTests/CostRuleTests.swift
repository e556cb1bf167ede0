import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// The rules of counting, by cases worked out by hand.
@Suite struct CostRuleTests {
  typealias Operation = NetworkGraph.Operation

  func shape(_ side: Int, _ channels: Int) -> Shape {
    Shape(height: side, width: side, channels: channels)
  }

  @Test(
    "Convolutions: Dk Dk M N / groups weights, as many multiply-accumulates at each place",
    arguments: [
      // MobileNetV1, rows 1, 2, 3.
      (
        Convolution(kernel: 3, inputChannels: 3, outputChannels: 32, stride: 2), 112, 864,
        10_838_016
      ),
      (
        Convolution(kernel: 3, inputChannels: 32, outputChannels: 32, groups: 32), 112, 288,
        3_612_672
      ),
      (Convolution(kernel: 1, inputChannels: 32, outputChannels: 64), 112, 2048, 25_690_112),
      // Groups: 3 x 3 x 4 x 12 / 2 over 5 x 5 places.
      (Convolution(kernel: 3, inputChannels: 4, outputChannels: 12, groups: 2), 5, 216, 5400),
      // A depthwise convolution of two filters a channel.
      (Convolution(kernel: 5, inputChannels: 6, outputChannels: 12, groups: 6), 3, 300, 2700),
      // Rectangles: 1 x 7 x 4 x 6 and 5 x 1 x 6.
      (
        Convolution(kernel: PerAxis(height: 1, width: 7), inputChannels: 4, outputChannels: 6), 5,
        168, 4200
      ),
      (
        Convolution(
          kernel: PerAxis(height: 5, width: 1), inputChannels: 6, outputChannels: 6, groups: 6), 3,
        30, 270
      ),
      // Dilation adds no weights.
      (Convolution(kernel: 3, inputChannels: 2, outputChannels: 4, dilation: 4), 7, 72, 3528),
    ])
  func convolution(convolution: Convolution, side: Int, weights: Int, macs: Int) {
    let output = shape(side, convolution.outputChannels)
    let count = Operation.convolution(convolution).parameterCount(output: output)
    #expect((count.weights, count.biases, count.norm) == (weights, 0, 0))
    #expect(Operation.convolution(convolution).multiplyAccumulates(output: output) == macs)
    var biased = convolution
    biased.hasBias = true
    let other = Operation.convolution(biased).parameterCount(output: output)
    #expect(other.total == weights + convolution.outputChannels)
    // A bias is no multiplication.
    #expect(Operation.convolution(biased).multiplyAccumulates(output: output) == macs)
  }

  @Test("A fully connected layer: M N weights, N biases, M N multiply-accumulates")
  func linear() {
    let operation = Operation.linear(Linear(inputChannels: 1024, outputChannels: 1000))
    let count = operation.parameterCount(output: shape(1, 1000))
    #expect((count.weights, count.biases, count.norm) == (1_024_000, 1000, 0))
    #expect(count.total == 1_025_000)
    #expect(operation.multiplyAccumulates(output: shape(1, 1000)) == 1_024_000)
    let bare = Operation.linear(Linear(inputChannels: 3, outputChannels: 5, hasBias: false))
    #expect(bare.parameterCount(output: shape(1, 5)).total == 15)
  }

  @Test("Batch norm: scale and shift, which are trained, and nothing multiplied")
  func norm() {
    let operation = Operation.batchNormalization(epsilon: 1e-3)
    let count = operation.parameterCount(output: shape(7, 96))
    #expect((count.weights, count.biases, count.norm) == (0, 0, 192))
    #expect(operation.multiplyAccumulates(output: shape(7, 96)) == 0)
  }

  @Test("L2 normalization: a scale for each channel, and nothing multiplied")
  func lengths() {
    let operation = Operation.l2Normalization(channels: 512, epsilon: 1e-10)
    let count = operation.parameterCount(output: shape(38, 512))
    #expect((count.weights, count.biases, count.norm) == (0, 0, 512))
    #expect(operation.multiplyAccumulates(output: shape(38, 512)) == 0)
  }

  @Test("PReLU: a slope for each channel, and nothing that counts as multiplied")
  func slopes() {
    let operation = Operation.parametricReLU(channels: 64)
    let count = operation.parameterCount(output: shape(7, 64))
    #expect((count.weights, count.biases, count.norm) == (64, 0, 0))
    #expect(operation.multiplyAccumulates(output: shape(7, 64)) == 0)
  }

  @Test(
    "Transposed convolutions: Dk Dk M N / groups for each place of the input, cut off or not",
    arguments: [
      (TransposedConvolution(kernel: 2, inputChannels: 64, outputChannels: 32, stride: 2), 7, 14),
      (TransposedConvolution(kernel: 4, inputChannels: 6, outputChannels: 8, stride: 2), 5, 12),
      (
        TransposedConvolution(
          kernel: 2, inputChannels: 6, outputChannels: 9, stride: 3, groups: 3, hasBias: true), 4,
        11
      ),
      (TransposedConvolution(kernel: 3, inputChannels: 2, outputChannels: 3), 4, 6),
    ])
  func transposed(convolution: TransposedConvolution, side: Int, output: Int) throws {
    let operation = Operation.transposedConvolution(convolution)
    let result = try operation.outputShape([shape(side, convolution.inputChannels)])
    #expect(result == shape(output, convolution.outputChannels))
    let weights =
      convolution.kernel.area * convolution.inputChannels * convolution.outputChannels
      / convolution.groups
    let count = operation.parameterCount(output: result)
    #expect(count.weights == weights)
    #expect(count.biases == (convolution.hasBias ? convolution.outputChannels : 0))
    #expect(operation.multiplyAccumulates(output: result) == weights * side * side)
    var cut = convolution
    cut.padding = 1
    let smaller = try Operation.transposedConvolution(cut).outputShape([
      shape(side, convolution.inputChannels)
    ])
    #expect(smaller == shape(output - 2, convolution.outputChannels))
    #expect(
      Operation.transposedConvolution(cut).multiplyAccumulates(output: smaller)
        == weights * side * side)
  }

  @Test("A transposed convolution that leaves nothing, or has other channels, is refused")
  func refusedTransposed() {
    let operation = Operation.transposedConvolution(
      TransposedConvolution(kernel: 2, inputChannels: 3, outputChannels: 4, padding: 1))
    #expect(throws: ShapeError.nothingLeft(padding: 1, input: shape(1, 3))) {
      try operation.outputShape([shape(1, 3)])
    }
    #expect(throws: ShapeError.channels(expected: 3, got: 4)) {
      try operation.outputShape([shape(5, 4)])
    }
  }

  @Test("A convolution over channels: k weights, k products for each channel")
  func overChannels() throws {
    let operation = Operation.channelConvolution(kernel: 5)
    #expect(operation.parameterCount(output: shape(1, 240)).weights == 5)
    #expect(operation.parameterCount(output: shape(1, 240)).total == 5)
    #expect(operation.multiplyAccumulates(output: shape(1, 240)) == 1200)
    #expect(try operation.outputShape([shape(1, 240)]) == shape(1, 240))
    #expect(throws: ShapeError.notPooled(layer: "convolution over channels", shape(2, 240))) {
      try operation.outputShape([shape(2, 240)])
    }
  }

  @Test("An efficient channel attention is a gate of a few weights, made in a table")
  func channelAttention() throws {
    let text = """
      name: tiny
      input: {shape: [9, 7, 24]}
      blocks:
        eca:
          parameters: []
          columns: [ from, operator, NL ]
          rows:
            - mean: [ input, global-pool, ~ ]
            - near: [ mean, channel-conv 3, ~ ]
            - gate: [ near, activation, SI ]
            - gated: [ [input, gate], multiply, ~ ]
      columns: [ operator, out ]
      rows:
        - [ conv2d 3x3, 24 ]
        - [ eca, ~ ]

      """
    let graph = try Graph(of: TableFile(name: "Tiny.yaml", text: text), named: "tiny")
    #expect(graph.nodes.last?.shape == Shape(height: 9, width: 7, channels: 24))
    let gate = try #require(graph.costByKind().first { $0.kind == .squeezeExcite }).cost
    #expect((gate.parameters.total, gate.macs) == (3, 72))
    #expect(graph.seesWholePicture(graph.nodes.count - 1))
    let weight = graph.parameterTensors(naming: nil).last
    #expect(weight?.shape == [1, 1, 3])
  }

  @Test(
    "Everything else costs nothing",
    arguments: [
      Operation.input(Shape(height: 4, width: 4, channels: 3)), .activation(.hardSwish),
      .pool(Pool(kind: .average, kernel: 3, stride: 1, padding: .same, ceiling: false)),
      .globalPool, .softmax, .add, .multiply, .concatenate, .shuffle(groups: 3),
      .slice(first: 2, count: 3), .resize(.bilinear, factor: 2),
      .flatten(values: 3), .stack,
    ])
  func free(operation: NetworkGraph.Operation) {
    #expect(operation.parameterCount(output: shape(4, 3)).total == 0)
    #expect(operation.multiplyAccumulates(output: shape(4, 3)) == 0)
  }

  func graph(_ rows: String, columns: String) throws -> Graph {
    let text = """
      name: tiny
      input: {shape: [9, 7, 4]}
      rules:
        activation: RE
        squeeze-excite:
          {divide: 4, round: 8, floor: 0.9, activation: RE, gate: SI, position: after-activation}
      columns: [ \(columns) ]
      rows:

      """
    return try Graph(of: TableFile(name: "Tiny.yaml", text: text + rows), named: "tiny")
  }

  @Test("A layer moves its input, its trained numbers and its output")
  func bytes() throws {
    let graph = try graph("  - [ conv2d 3x3, 6, 2 ]\n", columns: "operator, out, s")
    let layers = graph.layers()
    #expect(layers.count == 1)
    let cost = try #require(layers.first).cost
    #expect(cost.parameters.weights == 3 * 3 * 4 * 6)
    #expect(cost.parameters.norm == 12)
    #expect(cost.macs == 3 * 3 * 4 * 6 * 5 * 4)
    #expect(cost.flops == 2 * cost.macs)
    #expect(cost.weightBytes == 4 * (216 + 12))
    #expect(cost.activationBytes == 4 * 5 * 4 * 6)
    #expect(cost.bytesMoved == 4 * (9 * 7 * 4) + 4 * 228 + 4 * 120)
    #expect(cost.arithmeticIntensity == Double(cost.flops) / Double(cost.bytesMoved))
    #expect(Cost().arithmeticIntensity == 0)
  }

  @Test("A sum moves both its inputs")
  func joinBytes() throws {
    let graph = try graph(
      "  - [ input, conv2d 1x1, 4 ]\n  - [ [-1, input], add, ~ ]\n",
      columns: "from, operator, out")
    let sum = try #require(graph.layers().last)
    #expect(sum.kind == .layer(.join))
    #expect(sum.cost.bytesMoved == 3 * 4 * (9 * 7 * 4))
    #expect(sum.cost.activationBytes == 4 * (9 * 7 * 4))
  }

  @Test("Squeeze-and-excitation: 2 C r weights and multiply-accumulates, r + C biases")
  func squeezeExcite() throws {
    let graph = try graph("  - [ bneck 3x3, 40, 16, 1, 1 ]\n", columns: "operator, exp, out, SE, s")
    let gate = try #require(graph.costByKind().first { $0.kind == .squeezeExcite }).cost
    // 40 / 4 = 10 rounds to 8, which loses more than a tenth: 16.
    #expect(gate.parameters.weights == 2 * 40 * 16)
    #expect(gate.parameters.biases == 16 + 40)
    #expect(gate.parameters.norm == 0)
    #expect(gate.macs == 2 * 40 * 16)
  }

  @Test("What each node is, as reports group it")
  func kinds() throws {
    let graph = try graph(
      """
        - [ ~,            conv2d 3x3,        8,  ~,  ~, 1, ~ ]
        - [ ~,            bneck 3x3,         8,  24, 1, 1, ~ ]
        - [ ~,            dwconv 3x3,        ~,  ~,  ~, 1, ~ ]
        - [ ~,            maxpool 3x3,       ~,  ~,  ~, 1, symmetric ]
        - [ [-1, -2],     concat,            ~,  ~,  ~, ~, ~ ]
        - [ ~,            global-pool,       ~,  ~,  ~, ~, ~ ]
        - [ ~,            fc,                5,  ~,  ~, ~, ~ ]
        - [ ~,            softmax,           ~,  ~,  ~, ~, ~ ]

      """, columns: "from, operator, out, exp, SE, s, padding")
    let kinds = graph.layers().map(\.kind.name)
    #expect(
      kinds == [
        "convolution", "pointwise", "depthwise", "squeeze-excite", "squeeze-excite",
        "squeeze-excite", "squeeze-excite", "pointwise", "join", "depthwise", "pool", "join",
        "pool", "fully-connected", "softmax",
      ])
  }
}
