import Architecture
import Foundation
import Kernels
import NetworkGraph
import ONNXImport
import Testing

/// Norms by the picture's own mean and variance, against their formula.
@Suite("ONNX in: norms")
struct NormTests {
  private let picture = Tensor<Float>.seededPicture(Shape(height: 9, width: 9, channels: 4))

  /// (x - mean) / sqrt(variance + epsilon) of each set of indices.
  private func normalized(_ sets: [[Int]], epsilon: Double) -> [Double] {
    var result = picture.values.map { Double($0) }
    for set in sets {
      let mean = set.reduce(0.0) { $0 + result[$1] } / Double(set.count)
      let variance = set.reduce(0.0) { $0 + pow(result[$1] - mean, 2) } / Double(set.count)
      for index in set {
        result[index] = (result[index] - mean) / (variance + epsilon).squareRoot()
      }
    }
    return result
  }

  private func groups(_ count: Int) -> [[Int]] {
    (0..<count).map { group in
      picture.values.indices.filter { $0 % 4 / (4 / count) == group }
    }
  }

  private func expect(_ network: ONNXNetwork, _ expected: [Double], _ line: Int = #line) throws {
    let answer = try network.answer(picture).values
    #expect(answer.count == expected.count)
    let worst = zip(answer, expected).map { abs(Double($0) - $1) }.max() ?? 1
    #expect(worst < 1e-5, "line \(line)")
  }

  @Test("instance and group norms, as nodes of their own and as PyTorch writes them")
  func groupNorms() throws {
    var model = SmallModel(operatorSet: 21)
    let (ones, zeros) = (model.constant([1, 1, 1, 1]), model.constant([0, 0, 0, 0]))
    let instance = model.add("InstanceNormalization", ["x", ones, zeros], ["epsilon": 1e-3])
    try expect(model.network(instance), normalized(groups(4), epsilon: 1e-3))
    let group = model.add(
      "GroupNormalization", ["x", ones, zeros], ["epsilon": 1e-3, "num_groups": 2])
    try expect(model.network(group), normalized(groups(2), epsilon: 1e-3))
    let rows = model.add("Reshape", ["x", model.integers([0, 2, -1])])
    let pair = (model.constant([1, 1]), model.constant([0, 0]))
    let norm = model.add("InstanceNormalization", [rows, pair.0, pair.1], ["epsilon": 1e-3])
    let back = model.add("Reshape", [norm, model.integers([1, 4, 9, 9])])
    let scale: [Float] = [1, 2, 3, 4]
    let scaled = model.add("Mul", [back, model.constant(scale, [4, 1, 1])])
    let output = model.add("Add", [scaled, model.constant(scale, [4, 1, 1])])
    let network = try model.network(output)
    #expect(
      network.operations == [.normalization(channels: 4, over: .map(groups: 2), epsilon: 1e-3)])
    let plain = normalized(groups(2), epsilon: 1e-3)
    try expect(
      network, plain.enumerated().map { ($1 + 1) * Double(scale[$0 % 4]) })
  }

  @Test("layer norm over the channels, which stand last")
  func layerNorm() throws {
    var model = SmallModel()
    let last = model.add("Transpose", ["x"], ["perm": [0, 2, 3, 1]])
    let (scale, shift) = (model.constant([1, 2, 3, 4]), model.constant([0, 1, 0, -1]))
    let norm = model.add("LayerNormalization", [last, scale, shift], ["axis": -1])
    let output = model.add("Transpose", [norm], ["perm": [0, 3, 1, 2]])
    let sets = (0..<81).map { place in Array(place * 4..<place * 4 + 4) }
    let plain = normalized(sets, epsilon: 1e-5)
    let network = try model.network(output)
    #expect(network.operations == [.normalization(channels: 4, over: .place, epsilon: 1e-5)])
    try expect(
      network,
      plain.enumerated().map { $1 * [1, 2, 3, 4][$0 % 4] + [0, 1, 0, -1][$0 % 4] })
    let whole = model.add(
      "LayerNormalization", ["x", model.weights([4, 9, 9])], ["axis": 1])
    #expect(
      "\(problem { _ = try model.network(whole) }.map { "\($0)" } ?? "")"
        .contains("a norm of other axes than the channels"))
  }
}
