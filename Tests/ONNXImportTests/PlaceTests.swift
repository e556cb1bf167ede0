import Architecture
import Kernels
import NetworkGraph
import ONNXImport
import Testing

/// What moves places, and what makes more or fewer of them.
@Suite("ONNX in: places")
struct PlaceTests {
  @Test("depth to space, as a node of either order and as PyTorch's PixelShuffle")
  func depthToSpace() throws {
    var model = SmallModel([1, 12, 2, 6])
    let crd = model.add("DepthToSpace", ["x"], ["blocksize": 2, "mode": "CRD"])
    let dcr = model.add("DepthToSpace", ["x"], ["blocksize": 2])
    let apart = model.add("Reshape", ["x", model.integers([1, 3, 2, 2, 2, 6])])
    let turned = model.add("Transpose", [apart], ["perm": [0, 1, 4, 2, 5, 3]])
    let shuffled = model.add("Reshape", [turned, model.integers([1, 3, 4, 12])])
    let conv = model.convolution(shuffled, from: 3)
    let shape = Shape(height: 2, width: 6, channels: 12)
    let picture = Tensor<Float>.seededPicture(shape)
    func expected(_ channel: (Int, Int) -> Int) -> [Float] {
      (0..<4 * 12 * 3).map { index in
        let (y, x, c) = (index / 36, index / 3 % 12, index % 3)
        return picture.values[picture.offset(y / 2, x / 2) + channel(c, y % 2 * 2 + x % 2)]
      }
    }
    #expect(try model.network(crd).answer(picture).values == expected { $0 * 4 + $1 })
    #expect(try model.network(dcr).answer(picture).values == expected { $1 * 3 + $0 })
    #expect(try model.network(conv).operations.first == .depthToSpace(block: 2))
  }

  @Test("space to depth is undone by depth to space", arguments: [2, 3])
  func spaceToDepth(block: Int) throws {
    var model = SmallModel([1, 4, 6, 12])
    let deep = model.add("SpaceToDepth", ["x"], ["blocksize": block])
    let back = model.add("DepthToSpace", [deep], ["blocksize": block])
    let picture = Tensor<Float>.seededPicture(Shape(height: 6, width: 12, channels: 4))
    #expect(try model.network(back).answer(picture).values == picture.values)
    // All channels of the first place of a block come first.
    #expect(
      try model.network(deep).answer(picture).values.prefix(4).elementsEqual(
        picture.values.prefix(4)))
  }

  private func resized(
    sizes: [Int] = [], scales: [Float] = [], _ attributes: [String: Any] = [:]
  ) throws -> ONNXNetwork {
    var model = SmallModel(operatorSet: 18)
    let inputs =
      sizes.isEmpty ? ["x", "", model.constant(scales)] : ["x", "", "", model.integers(sizes)]
    let output = model.add(
      "Resize", inputs, attributes.merging(["mode": "linear"]) { first, _ in first })
    return try model.network(output)
  }

  @Test("sizes that are asked for, by numbers, by factors and for some axes")
  func sizes() throws {
    let third = [NetworkGraph.Operation.resizeTo(.bilinear, Resolution(3))]
    #expect(try resized(sizes: [1, 4, 3, 3]).operations == third)
    #expect(try resized(sizes: [3, 3], ["axes": [2, 3]]).operations == third)
    #expect(try resized(scales: [1, 1, 1.0 / 3, 1.0 / 3]).operations == third)
    #expect(try resized(scales: [1, 1, 2, 2]).operations == [.resize(.bilinear, factor: 2)])
    // Where a row of the result lies alone in the middle of three, it is their middle one.
    let picture = Tensor<Float>.seededPicture(Shape(height: 9, width: 9, channels: 4))
    let answer = try resized(sizes: [1, 4, 3, 3]).answer(picture).values
    for (index, place) in [10, 13, 16, 37].enumerated() {
      #expect(
        answer[index * 4..<index * 4 + 4].elementsEqual(picture.values[place * 4..<place * 4 + 4]))
    }
  }

  @Test("from one place, every way is a copy", arguments: ["nearest", "linear", "cubic"])
  func copies(mode: String) throws {
    var model = SmallModel([1, 4, 1, 1])
    let output = model.add(
      "Resize", ["x", "", "", model.integers([1, 4, 3, 5])],
      ["mode": mode, "coordinate_transformation_mode": "align_corners"])
    let network = try model.network(output)
    #expect(network.operations == [.resizeTo(.bilinear, Resolution(height: 3, width: 5))])
    let picture = Tensor<Float>.seededPicture(network.graph.input)
    let expected = (0..<15).flatMap { _ in picture.values }
    let largest = zip(try network.answer(picture).values, expected).map { abs($0 - $1) }.max()
    #expect(largest.map { $0 <= 1e-6 } == true)
  }

  @Test("sizes that would give other numbers are refused by name")
  func otherSizes() {
    func reason(_ make: () throws -> ONNXNetwork) -> String {
      problem { _ = try make() }.map { "\($0)" } ?? ""
    }
    let double = [1, 4, 18, 18]
    #expect(reason { try resized(scales: [1, 1, 1.5, 1.5]) }.contains("no whole number"))
    #expect(
      reason { try resized(sizes: [1, 4, 3, 3], ["antialias": 1]) }.contains("antialiased"))
    #expect(reason { try resized(sizes: [1, 8, 9, 9]) }.contains("other axes"))
    #expect(reason { try resized(sizes: double, ["mode": "cubic"]) }.contains("bicubic"))
    #expect(
      reason {
        try resized(sizes: double, ["coordinate_transformation_mode": "align_corners"])
      }.contains("align_corners"))
  }

  @Test("what a transposed convolution adds or takes away at the end")
  func transposed() throws {
    var model = SmallModel()
    func layer(_ attributes: [String: Any], kernel: Int = 3) -> String {
      model.add("ConvTranspose", ["x", model.weights([4, 5, kernel, kernel])], attributes)
    }
    for (output, padding, extra, side) in [
      (
        layer(["strides": [2, 2], "pads": [1, 1, 1, 1], "output_padding": [1, 1]]), 1, 1, 18
      ), (layer(["strides": [2, 2], "auto_pad": "SAME_UPPER"]), 0, -1, 18),
      (layer(["strides": [2, 2], "auto_pad": "SAME_LOWER"]), 1, 1, 18),
      (layer(["strides": [2, 2], "pads": [0, 0, 1, 1]]), 0, -1, 18),
      (layer(["strides": [2, 2], "output_shape": [17, 17]], kernel: 2), 1, 1, 17),
    ] {
      let network = try model.network(output)
      guard case .transposedConvolution(let convolution)? = network.operations.first else {
        Issue.record("\(network.operations)")
        continue
      }
      #expect(convolution.padding == padding)
      #expect(convolution.extra == PerAxis(extra))
      #expect(network.graph.nodes[1].shape == Shape(height: side, width: side, channels: 5))
    }
  }
}
