import Architecture
import Kernels
import NetworkGraph
import ONNXImport
import Testing

/// Padding as a node of its own, before the window that it is for.
@Suite("ONNX in: padding")
struct PaddingTests {
  /// The first reason to leave something out of a model, which ends in what a closure adds.
  private func reason(
    _ shape: [Int] = [1, 4, 9, 9], _ add: (inout SmallModel) -> String
  ) throws -> String {
    var model = SmallModel(shape)
    let output = add(&model)
    do {
      return try model.network(output).leftOut.first?.description ?? ""
    } catch let error as ONNXError { return "\(error)" }
  }

  private let window: [String: Any] = ["kernel_shape": [3, 3], "strides": [2, 2]]

  @Test("around a convolution becomes its own, with other sides and beside other padding")
  func convolution() throws {
    var model = SmallModel()
    let pads = model.integers([0, 0, 0, 1, 0, 0, 1, 2])
    let padded = model.add("Pad", ["x", pads])
    let output = model.convolution(padded, ["strides": [2, 2], "pads": [1, 0, 0, 0]])
    let network = try model.network(output)
    guard case .convolution(let convolution)? = network.operations.first else {
      Issue.record("\(network.operations)")
      return
    }
    #expect(
      convolution.padding
        == .margins(before: PerAxis(height: 1, width: 1), after: PerAxis(height: 1, width: 2)))
    #expect(network.graph.nodes[1].shape == Shape(height: 5, width: 5, channels: 8))
  }

  @Test(
    "around one place, whose dimensions look alike, in either layout",
    arguments: [[1, 1], [1, 9], [9, 1]], [1, 4])
  func onePlace(sides: [Int], groups: Int) throws {
    var model = SmallModel([1, 4] + sides)
    let weights = model.weights([4, 4 / groups, 3, 3])
    let first = model.add("Pad", ["x", model.integers([0, 0, 1, 1, 0, 0, 1, 1])])
    let turned = model.add("Transpose", ["x"], ["perm": [0, 2, 3, 1]])
    let last = model.add("Pad", [turned, model.integers([0, 1, 1, 0, 0, 1, 1, 0])])
    let back = model.add("Transpose", [last], ["perm": [0, 3, 1, 2]])
    let own = model.add("Conv", ["x", weights], ["group": groups, "pads": [1, 1, 1, 1]])
    let expected = try model.network(own)
    let picture = Tensor<Float>.seededPicture(expected.graph.input)
    for padded in [first, back] {
      let output = model.add("Conv", [padded, weights], ["group": groups])
      let network = try model.network(output)
      #expect(network.operations == expected.operations)
      #expect(try network.answer(picture).values == expected.answer(picture).values)
    }
  }

  @Test("of batch or channels is no window's, even where both are one")
  func otherAxes() throws {
    for (shape, pads) in [
      ([1, 4, 9, 9], [0, 1, 0, 0, 0, 0, 0, 0]), ([1, 1, 1, 1], [0, 1, 1, 1, 0, 0, 1, 1]),
      ([1, 1, 1, 1], [0, 0, 1, 1, 1, 0, 1, 1]), ([1, 1, 9, 9], [0, 0, 1, 1, 0, 1, 1, 1]),
    ] {
      let reason = try reason(shape) { model in
        let padded = model.add("Pad", ["x", model.integers(pads)])
        return model.convolution(padded, from: shape[1] + pads[1] + pads[5])
      }
      #expect(reason.contains("another axis"), "\(shape) \(pads)")
    }
  }

  @Test(
    "with another number than 0, by the map's own numbers, or away from it is not merged",
    arguments: [
      ("constant", 0.5, [1, 1], "padding with 0.5"),
      ("reflect", 0, [1, 1], "padding by 'reflect'"),
      ("constant", 0, [-1, 0], "takes away"), ("constant", 0, [0, .max], "padding of more than"),
    ] as [(String, Float, [Int], String)])
  func otherNumbers(mode: String, value: Float, before: [Int], expected: String) throws {
    let reason = try reason { model in
      let pads = model.integers([0, 0] + before + [0, 0, 1, 1])
      let padded = model.add("Pad", ["x", pads, model.constant([value])], ["mode": mode])
      return model.convolution(padded)
    }
    #expect(reason.contains(expected), "\(reason)")
  }

  @Test("below all others, which a maximum alone understands")
  func lowest() throws {
    var model = SmallModel()
    let pads = model.integers([0, 0, 1, 1, 0, 0, 1, 1])
    let lowest = model.add("Pad", ["x", pads, model.constant([-.infinity])])
    let window: [String: Any] = ["kernel_shape": [3, 3]]
    let picture = Tensor<Float>.seededPicture(Shape(height: 9, width: 9, channels: 4))
    let padded = model.add("MaxPool", [lowest], window)
    let own = model.add("MaxPool", ["x"], ["kernel_shape": [3, 3], "pads": [1, 1, 1, 1]])
    #expect(
      try model.network(padded).answer(picture).values == model.network(own).answer(picture).values)
    for operation in ["AveragePool", "Conv"] {
      let reason = try reason { model in
        let lowest = model.add(
          "Pad", ["x", model.integers([0, 0, 1, 1, 0, 0, 1, 1]), model.constant([-.infinity])])
        return operation == "Conv"
          ? model.convolution(lowest) : model.add(operation, [lowest], window)
      }
      #expect(reason.contains("padding without numbers"))
    }
  }

  @Test(
    "with zeros is a mean's that counts them, and a maximum's where nothing is negative",
    arguments: ["MaxPool", "AveragePool"])
  func pools(operation: String) throws {
    var model = SmallModel()
    let positive = model.add("Relu", ["x"])
    let pads = model.integers([0, 0, 1, 1, 0, 0, 1, 1])
    let padded = model.add(operation, [model.add("Pad", [positive, pads])], window)
    var attributes = window
    attributes["pads"] = [1, 1, 1, 1]
    if operation == "AveragePool" { attributes["count_include_pad"] = 1 }
    let own = model.add(operation, [positive], attributes)
    let (found, expected) = (try model.network(padded), try model.network(own))
    #expect(found.operations == expected.operations)
    #expect(found.leftOut.isEmpty && found.operations.count == 2)
  }

  @Test(
    "with zeros is left out where a pool would give something else",
    arguments: [
      ("MaxPool", 3, [0, 0, 0, 0], false, "negative"),
      ("MaxPool", 1, [0, 0, 0, 0], true, "nothing but padding"),
      ("AveragePool", 3, [1, 1, 1, 1], true, "two ways"),
    ])
  func otherPools(
    operation: String, kernel: Int, pads: [Int], isPositive: Bool, expected: String
  ) throws {
    let reason = try reason { model in
      let map = isPositive ? model.add("Relu", ["x"]) : "x"
      let zeros = model.add("Pad", [map, model.integers([0, 0, 1, 1, 0, 0, 1, 1])])
      return model.add(
        operation, [zeros],
        ["kernel_shape": [kernel, kernel], "strides": [2, 2], "pads": pads])
    }
    #expect(reason.contains(expected), "\(reason)")
  }

  @Test("before what is no window, and at the very end, is left out")
  func alone() throws {
    let reason = try reason { model in
      model.add("Relu", [model.add("Pad", ["x", model.integers([0, 0, 1, 1, 0, 0, 1, 1])])])
    }
    #expect(reason.contains("a Pad that no window follows"))
    var model = SmallModel()
    let pads = model.integers([0, 0, 1, 1, 0, 0, 1, 1])
    let last = model.add("Pad", [model.convolution("x"), pads])
    let network = try model.network(last)
    #expect(network.operations.last?.kind == .convolution)
    #expect(network.leftOut.last?.description == "the padding of '\(last)' (no window follows)")
  }
}
