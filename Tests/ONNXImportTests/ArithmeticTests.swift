import Architecture
import Foundation
import Kernels
import NetworkGraph
import ONNXImport
import Testing

/// Arithmetic of maps and functions that the graph has no operation of its own for, against their
/// formulas.
@Suite("ONNX in: arithmetic")
struct ArithmeticTests {
  private let picture = Tensor<Float>.seededPicture(Shape(height: 9, width: 9, channels: 4))

  /// The largest difference from a function of each number.
  private func worst(
    _ network: ONNXNetwork, _ function: (Double) -> Double
  ) throws -> Double {
    let answer = try network.answer(picture).values
    return zip(answer, picture.values).map { abs(Double($0) - function(Double($1))) }.max() ?? 1
  }

  @Test("functions of one number")
  func functions() throws {
    var model = SmallModel(operatorSet: 24)
    let (one, two) = (model.constant([1]), model.constant([2]))
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    let cases: [(String, (Double) -> Double)] = [
      (model.add("Softplus", ["x"]), { log(1 + exp($0)) }), (model.add("Exp", ["x"]), exp),
      (model.add("Abs", ["x"]), abs), (model.add("Log", [model.add("Exp", ["x"])]), { $0 }),
      (model.add("Sqrt", [model.add("Abs", ["x"])]), { sqrt(abs($0)) }),
      (model.add("Reciprocal", [model.add("Add", ["x", two])]), { 1 / ($0 + 2) }),
      (
        model.add("HardSigmoid", ["x"], ["alpha": 0.3, "beta": 0.4]),
        { min(max(0.3 * $0 + 0.4, 0), 1) }
      ),
      (
        model.add("Selu", ["x"]),
        { 1.0507009873554805 * ($0 > 0 ? $0 : 1.6732632423543772 * (exp($0) - 1)) }
      ),
      (model.add("Elu", ["x"], ["alpha": 0.7]), { $0 > 0 ? $0 : 0.7 * (exp($0) - 1) }),
      (model.add("Celu", ["x"], ["alpha": 0.5]), { $0 > 0 ? $0 : 0.5 * (exp($0 / 0.5) - 1) }),
      (model.add("Swish", ["x"], ["alpha": 1.702]), { $0 * sigmoid(1.702 * $0) }),
      (
        model.add("Gelu", ["x"], ["approximate": "tanh"]),
        { $0 / 2 * (1 + tanh(sqrt(2 / .pi) * ($0 + 0.044715 * $0 * $0 * $0))) }
      ), (model.add("Pow", ["x", two]), { $0 * $0 }),
      (
        model.add("Mul", ["x", model.add("Tanh", [model.add("Softplus", ["x"])])]),
        { $0 * tanh(log(1 + exp($0))) }
      ),
      (model.add("Sub", [one, "x"]), { 1 - $0 }),
      (model.add("Sub", ["x", model.add("Exp", ["x"])]), { $0 - exp($0) }),
      (model.add("Div", ["x", model.add("Exp", ["x"])]), { $0 / exp($0) }),
      (model.add("Div", [two, model.add("Exp", ["x"])]), { 2 / exp($0) }),
      (model.add("Sum", ["x", "x", "x"]), { 3 * $0 }),
    ]
    for (index, (output, function)) in cases.enumerated() {
      #expect(try worst(model.network(output), function) < 1e-5, "case \(index)")
    }
    let mish = try model.network(cases[13].0)
    #expect(mish.operations == [.scalarFunction(.mish)])
  }

  @Test("a vector is added to every place")
  func spreadSum() throws {
    var model = SmallModel()
    let mean = model.add("GlobalAveragePool", ["x"])
    for inputs in [["x", mean], [mean, "x"]] {
      let output = model.add("Add", inputs)
      let network = try model.network(output)
      let answer = try network.answer(picture).values
      for channel in 0..<4 {
        let mean = (0..<81).reduce(Float(0)) { $0 + picture.values[$1 * 4 + channel] } / 81
        #expect(abs(answer[40 * 4 + channel] - picture.values[40 * 4 + channel] - mean) < 1e-5)
      }
    }
  }

  @Test("the logarithm of a softmax, where a probability is beyond single precision, too")
  func logSoftmax() throws {
    var model = SmallModel([1, 3, 1, 1])
    let output = model.add("LogSoftmax", ["x"], ["axis": 1])
    let network = try model.network(output)
    let scores = try #require(
      Tensor<Float>(shape: Shape(height: 1, width: 1, channels: 3), values: [0, 200, 199]))
    let answer = try #require(try network.loaded().run(scores).last).values
    let sum = log(1 + exp(-1.0))
    for (value, expected) in zip(answer, [-200 - sum, -sum, -1 - sum]) {
      #expect(abs(Double(value) - expected) < 1e-4)
    }
  }

  @Test("what would give other numbers is left out and named")
  func leftOut() throws {
    var model = SmallModel(operatorSet: 12)
    let layer = model.convolution("x", to: 4)
    let four = (0..<4).map { _ in model.weights([4]) }
    for (output, reason) in [
      (model.add("Cast", [layer], ["to": 6]), "a map rounded to whole numbers"),
      (
        model.add("BatchNormalization", [layer] + four, ["training_mode": 1]),
        "a norm by the picture's own mean and variance"
      ), (model.add("Softmax", [layer], ["axis": 1]), "over another axis than the channels"),
      (model.add("Max", [layer, layer]), "the largest of 2 maps"),
      (model.add("Pow", [layer, model.constant([0.3])]), "another power"),
      (model.add("Sum", [layer, model.constant([1]), layer]), "a constant in place of a map"),
    ] {
      let network = try model.network(output)
      #expect(network.operations.map(\.kind) == [.convolution])
      #expect(
        network.leftOut.contains { $0.reason?.hasPrefix(reason) ?? false }, "\(network.leftOut)")
    }
  }
}
