import Architecture
import CostAnalysis
import Inference
import Kernels
import NetworkGraph
import ONNXImport
import Testing

/// What operations of ONNX become, one by one.
@Suite("ONNX in: operators")
struct OperatorTests {
  // MARK: - Curves

  @Test("h-swish as Paddle and Keras write it is one activation")
  func hardSwish() throws {
    var model = SmallModel()
    let (three, six) = (model.constant([3]), model.constant([6]))
    let (zero, sixth) = (model.constant([0]), model.constant([1 / 6]))
    let shifted = model.add("Add", ["x", three])
    let clipped = model.add("Clip", [shifted, zero, six])
    let paddle = model.add("Div", [model.add("Mul", ["x", clipped]), six])
    let keras = model.add("Mul", ["x", model.add("Mul", [clipped, sixth])])
    let torch = model.add("HardSwish", ["x"])
    for output in [paddle, keras, torch] {
      #expect(try model.network(output).operations == [.activation(.hardSwish)])
    }
    let gate = model.add("Mul", [clipped, sixth])
    #expect(try model.network(gate).operations == [.activation(.hardSigmoid)])
  }

  @Test("h-swish of a scaled map keeps the scale apart")
  func hardSwishOfScaled() throws {
    var model = SmallModel()
    let (three, six, zero) = (model.constant([3]), model.constant([6]), model.constant([0]))
    let scaled = model.add("Add", [model.add("Mul", ["x", model.constant([2])]), six])
    let clipped = model.add("Clip", [model.add("Add", [scaled, three]), zero, six])
    let output = model.add("Div", [model.add("Mul", [scaled, clipped]), six])
    #expect(
      try model.network(output).operations == [
        .scalarFunction(.affine(factor: 2, summand: 0)),
        .scalarFunction(.affine(factor: 1, summand: 6)), .activation(.hardSwish),
      ])
  }

  @Test("clips and slopes are those that tables name, where they are the same")
  func clips() throws {
    var model = SmallModel()
    let (zero, six, one) = (model.constant([0]), model.constant([6]), model.constant([1]))
    let cases: [(String, NetworkGraph.Operation)] = [
      (model.add("Relu", ["x"]), .activation(.relu)),
      (model.add("Clip", ["x", zero, six]), .activation(.relu6)),
      (model.add("Clip", ["x", zero]), .activation(.relu)),
      (model.add("Min", [model.add("Relu", ["x"]), six]), .activation(.relu6)),
      (model.add("Clip", ["x", zero, one]), .scalarFunction(.clip(low: 0, high: 1))),
      (model.add("LeakyRelu", ["x"], ["alpha": 0.1]), .activation(.leakyRelu)),
      (model.add("LeakyRelu", ["x"]), .scalarFunction(.leakyRelu(slope: 0.01))),
      (model.add("HardSigmoid", ["x"]), .activation(.hardSigmoidFifth)),
      (model.add("HardSigmoid", ["x"], ["alpha": 1.0 / 6]), .activation(.hardSigmoid)),
      (model.add("Mul", [model.add("Sigmoid", ["x"]), "x"]), .activation(.swish)),
      (model.add("Tanh", ["x"]), .scalarFunction(.tanh)),
    ]
    for (output, operation) in cases {
      #expect(try model.network(output).operations == [operation])
    }
  }

  @Test("GELU in its forms")
  func gelu() throws {
    var model = SmallModel()
    let (half, one) = (model.constant([0.5]), model.constant([1]))
    let root = model.constant([Float(2).squareRoot()])
    let error = model.add("Erf", [model.add("Div", ["x", root])])
    let share = model.add("Add", [error, one])
    let last = model.add("Mul", [model.add("Mul", ["x", share]), half])
    let first = model.add("Mul", [model.add("Mul", ["x", half]), share])
    let within = model.add("Mul", ["x", model.add("Mul", [share, half])])
    for output in [last, first, within] {
      #expect(try model.network(output).operations == [.activation(.gelu)])
    }
  }

  // MARK: - Windows

  @Test("padding that PyTorch turns back to front and keeps above zero is arithmetic of constants")
  func computedPadding() throws {
    var model = SmallModel()
    let reversed = model.add(
      "Slice",
      [
        model.integers([2, 1, 0, 0, 1, 0, 0, 0]), model.integers([-1]),
        model.integers([-.max]), model.integers([0]), model.integers([-1]),
      ])
    let clipped = model.add("Clip", [reversed, model.integers([0])])
    let padded = model.add("Pad", ["x", clipped])
    let output = model.convolution(padded, ["strides": [2, 2], "pads": [1, 0, 0, 0]])
    let network = try model.network(output)
    #expect(network.operations.count == 1)
    #expect(network.graph.nodes[1].shape == Shape(height: 5, width: 5, channels: 8))
    let map = model.add(
      "Slice",
      [
        "x", model.integers([-1]), model.integers([-.max]), model.integers([1]),
        model.integers([-1]),
      ])
    let lost = try? model.network(model.add("Relu", [map]))
    #expect(lost == nil)
  }

  @Test("zeros around a mean count if they are the model's, and not if they are not")
  func countedPadding() throws {
    var model = SmallModel([1, 1, 3, 3])
    let window: [String: Any] = ["kernel_shape": [3, 3], "pads": [1, 1, 1, 1]]
    let without = model.add("AveragePool", ["x"], window)
    let with = model.add(
      "AveragePool", ["x"], window.merging(["count_include_pad": 1]) { $1 })
    let ones = try #require(
      Tensor<Float>(
        shape: Shape(height: 3, width: 3, channels: 1), values: Array(repeating: 1, count: 9)))
    #expect(try model.network(without).answer(ones).values[0] == 1)
    #expect(abs(try model.network(with).answer(ones).values[0] - 4 / 9) < 1e-6)
    let runner = try PlanRunner(
      Plan(
        model.network(with).graph, weights: model.network(with).loaded().weights, kernels: .best),
      threads: 1)
    #expect(abs(try runner.run(ones)[0].values[0] - 4 / 9) < 1e-6)
  }

  @Test("a mean over height and width, however it is written")
  func means() throws {
    var model = SmallModel()
    let flat = model.add("Reshape", ["x", model.integers([1, 4, -1])])
    let outputs = [
      model.add("GlobalAveragePool", ["x"]),
      model.add("ReduceMean", ["x"], ["axes": [2, 3], "keepdims": 0]),
      model.add("ReduceMean", ["x"], ["axes": [-1, -2]]),
      model.add("ReduceMean", [flat], ["axes": [2]]),
      model.add("AveragePool", ["x"], ["kernel_shape": [9, 9]]),
    ]
    for output in outputs { #expect(try model.network(output).operations == [.globalPool]) }
  }

  @Test("every second place is a pooling over single places")
  func steps() throws {
    var model = SmallModel()
    let output = model.add(
      "Slice",
      [
        "x", model.integers([0, 0]), model.integers([Int.max, Int.max]), model.integers([2, 3]),
        model.integers([2, 2]),
      ])
    let network = try model.network(output)
    #expect(network.graph.nodes[1].shape == Shape(height: 5, width: 5, channels: 4))
  }

  // MARK: - Layouts

  @Test("TensorFlow's order of axes and its transposes leave no operation")
  func transposes() throws {
    var model = SmallModel([1, 9, 9, 3])
    let turned = model.add("Transpose", ["x"], ["perm": [0, 3, 1, 2]])
    let layer = model.convolution(turned, from: 3)
    let back = model.add("Transpose", [layer], ["perm": [0, 2, 3, 1]])
    let output = model.add("Relu", [back])
    let network = try model.network(output)
    #expect(network.graph.input == Shape(height: 9, width: 9, channels: 3))
    #expect(network.operations.map(\.kind) == [.convolution, .activation])
  }

  @Test("flattening before a matrix keeps the order of its columns", arguments: [false, true])
  func flattening(channelsLast: Bool) throws {
    var model = SmallModel([1, 2, 2, 3])
    var input = "x"
    if channelsLast { input = model.add("Transpose", ["x"], ["perm": [0, 2, 3, 1]]) }
    let weights = (0..<12).map { Float($0) }
    let flat = model.add("Flatten", [input])
    let output = model.add("Gemm", [flat, model.constant(weights, [12, 1])])
    let network = try model.network(output)
    let map = Shape(height: 2, width: 3, channels: 2)
    let picture = Tensor<Float>.seededPicture(map)
    let order = channelsLast ? picture.values : picture.inReferenceLayout
    let expected = zip(order, weights).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    #expect(abs(try network.answer(picture).values[0] - expected) < 1e-5)
  }

  @Test("Reshape, Transpose, Reshape is a shuffle of channels")
  func shuffle() throws {
    var model = SmallModel()
    let groups = model.add("Reshape", ["x", model.integers([1, 2, 2, 9, 9])])
    let turned = model.add("Transpose", [groups], ["perm": [0, 2, 1, 3, 4]])
    let output = model.add("Reshape", [turned, model.integers([1, -1, 9, 9])])
    let layer = model.convolution(output)
    #expect(try model.network(layer).operations.first == .shuffle(groups: 2))
  }

  @Test("a shuffle is one operation, whoever takes it")
  func sharedShuffle() throws {
    var model = SmallModel()
    let groups = model.add("Reshape", ["x", model.integers([1, 2, 2, 9, 9])])
    let turned = model.add("Transpose", [groups], ["perm": [0, 2, 1, 3, 4]])
    let shuffled = model.add("Reshape", [turned, model.integers([1, 4, 9, 9])])
    let squares = model.add("ReduceSumSquare", [shuffled], ["axes": [1]])
    let direction = model.add("Div", [shuffled, model.add("Sqrt", [squares])])
    let output = model.add("Add", [direction, shuffled])
    #expect(
      try model.network(output).operations
        == [.shuffle(groups: 2), .l2Normalization(channels: 4, epsilon: 0), .add])
  }

  @Test("shapes that are computed are folded")
  func shapes() throws {
    var model = SmallModel([0, 4, 9, 9])
    let mean = model.add("GlobalAveragePool", ["x"])
    let shape = model.add("Shape", [mean])
    let batch = model.add("Gather", [shape, model.integers([0])], ["axis": 0])
    let wanted = model.add("Concat", [batch, model.integers([-1])], ["axis": 0])
    let flat = model.add("Reshape", [mean, wanted])
    let product = model.add("MatMul", [flat, model.weights([4, 7])])
    let output = model.add("Add", [product, model.weights([7])])
    #expect(
      try model.network(output).operations == [
        .globalPool, .linear(Linear(inputChannels: 4, outputChannels: 7, hasBias: true)),
      ])
  }

  @Test("lists of answers are listed place by place")
  func lists() throws {
    var model = SmallModel()
    let places = model.add("Transpose", ["x"], ["perm": [0, 2, 3, 1]])
    let list = model.add("Reshape", [places, model.integers([1, -1, 2])])
    let both = model.add("Concat", [list, list], ["axis": 1])
    let network = try model.network(both)
    #expect(network.operations.last == .stack)
    #expect(network.graph.nodes.last?.shape == Shape(height: 324, width: 1, channels: 2))
  }

  // MARK: - Channels

  @Test("numbers for each channel are a bias, or a norm that is folded")
  func perChannel() throws {
    var model = SmallModel()
    let layer = model.convolution("x", to: 4)
    let biased = model.add("Add", [layer, model.weights([1, 4, 1, 1])])
    let scaled = model.add("Mul", ["x", model.weights([4, 1, 1])])
    let moved = model.add("Add", [scaled, model.weights([1, 4, 1, 1])])
    guard case .convolution(let convolution)? = try model.network(biased).operations.first else {
      Issue.record("no convolution")
      return
    }
    #expect(convolution.hasBias)
    let network = try model.network(moved)
    #expect(network.operations == [.batchNormalization(epsilon: 0)])
    // Nothing in it moves with the pictures of a training.
    #expect(network.graph.valueCount(.checkpoint) == 8)
    #expect(network.graph.valueCount(.trainable) == 8)
    // Of a scale or a shift alone, the other is no number that is learned.
    for (name, terms) in [
      ("Mul", NormTerms.scale), ("Div", .scale), ("Add", .shift), ("Sub", .shift),
    ] {
      let result = model.add(name, ["x", model.weights([4, 1, 1])])
      let alone = try model.network(result)
      #expect(alone.operations == [.batchNormalization(epsilon: 0, learning: terms)])
      #expect(alone.graph.totalCost().parameters.norm == 4)
      #expect(alone.graph.valueCount(.trainable) == 4 && alone.graph.valueCount(.checkpoint) == 4)
    }
    // Merged into a layer, a scale goes; the layer gets a bias if it had none.
    for biases in [false, true] {
      var tensor = model.convolution("x", to: 4)
      if biases { tensor = model.add("Add", [tensor, model.weights([1, 4, 1, 1])]) }
      let result = model.add("Mul", [tensor, model.weights([4, 1, 1])])
      let graph = try model.network(result).graph
      #expect(graph.valueCount(.folded) == graph.folded().graph.valueCount(.trainable))
    }
    let norm = model.add(
      "BatchNormalization", ["x"] + (0..<4).map { _ in model.weights([4]) })
    let counts = try model.network(norm).graph
    #expect(counts.valueCount(.trainable) == 8 && counts.valueCount(.checkpoint) == 16)
  }

  @Test("parts of the channels")
  func parts() throws {
    var model = SmallModel()
    _ = model.add("Split", ["x"], outputs: 2, ["axis": 1])
    let slice = model.add(
      "Slice", ["x", model.integers([1]), model.integers([3]), model.integers([1])])
    #expect(try model.network("t1").operations == [.slice(first: 0, count: 2)])
    #expect(try model.network("t1.1").operations == [.slice(first: 2, count: 2)])
    #expect(try model.network(slice).operations == [.slice(first: 1, count: 2)])
  }

  @Test("normalization by length, with its scale")
  func lengths() throws {
    var model = SmallModel()
    let squares = model.add("ReduceSumSquare", ["x"], ["axes": [1]])
    let length = model.add("Sqrt", [model.add("Add", [squares, model.constant([1e-10])])])
    let direction = model.add("Div", ["x", length])
    let output = model.add("Mul", [direction, model.weights([1, 4, 1, 1])])
    #expect(try model.network(output).operations == [.l2Normalization(channels: 4, epsilon: 1e-10)])
  }
}
