import Architecture
import Inference
import Kernels
import NetworkGraph
import Testing

/// Literals come from the formula in Python with NumPy.
@Suite("Seeded numbers")
struct SeededNumbersTests {
  @Test("uniform numbers by name")
  func uniform() {
    #expect(
      SeededNumbers.uniform("input", count: 4)
        == [-0.8043633699417114, 0.30472075939178467, -0.5927515029907227, -0.45111072063446045])
    #expect(SeededNumbers.uniform("input", count: 150_528).last == -0.20100128650665283)
    #expect(
      SeededNumbers.uniform("", count: 3)
        == [0.5273890495300293, -0.8746078014373779, -0.3377794027328491])
    #expect(SeededNumbers.uniform("é", count: 2) == [-0.13952434062957764, -0.741578221321106])
    #expect(SeededNumbers.uniform("input", count: 0).isEmpty)
  }

  @Test("a longer run begins with the shorter one, within [-1, 1)")
  func prefix() {
    let long = SeededNumbers.uniform("classifier.weight", count: 10_000)
    #expect(Array(long.prefix(100)) == SeededNumbers.uniform("classifier.weight", count: 100))
    #expect(long.allSatisfy { (-1..<1).contains($0) })
    #expect(abs(long.reduce(0, +) / 10_000) < 0.02)
  }

  @Test(
    "tensors by role",
    arguments: [
      (
        "features.0.0.weight", [32, 3, 3, 3], .weight,
        [
          0: 0.34915730357170105, 1: -0.2550908327102661, 431: 0.03917117044329643,
          863: 0.4203319251537323,
        ]
      ),
      (
        "features.1.conv.0.0.weight", [32, 1, 3, 3], .weight,
        [0: 0.09967778623104095, 100: 0.5942949056625366, 287: -0.43310293555259705]
      ),
      (
        "features.0.1.weight", [32], .normWeight,
        [0: 1.0931000709533691, 15: 1.1455597877502441, 31: 0.8465478420257568]
      ),
      (
        "features.0.1.bias", [32], .normBias,
        [0: -0.09750169515609741, 15: -0.04829288646578789, 31: 0.0729091688990593]
      ),
      (
        "features.0.1.running_mean", [32], .normMean,
        [0: -0.08264732360839844, 15: -0.007753527257591486, 31: 0.08564937114715576]
      ),
      (
        "features.0.1.running_var", [32], .normVariance,
        [0: 0.8888135552406311, 15: 0.8884844779968262, 31: 1.047351360321045]
      ),
      (
        "classifier.1.weight", [1000, 1280], .weight,
        [0: 0.009680725634098053, 639_999: -0.03966030851006508, 1_279_999: 0.03783665597438812]
      ),
      (
        "classifier.1.bias", [1000], .bias,
        [0: 0.0953960195183754, 499: -0.024567199870944023, 999: 0.03972280025482178]
      ),
    ] as [(String, [Int], ParameterTensor.Role, [Int: Float])])
  func tensors(
    name: String, shape: [Int], role: ParameterTensor.Role, expected: [Int: Float]
  ) throws {
    let graph = try graph("mobilenet-v2")
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    let tensor = try #require(tensors.first { $0.name == name })
    #expect((tensor.shape, tensor.role) == (shape, role))
    let values = SeededNumbers.values(of: tensor)
    #expect(values.count == shape.reduce(1, *))
    for (index, value) in expected { #expect(values[index] == value, "\(name)[\(index)]") }
  }

  @Test("the picture is numbered channel by channel")
  func picture() {
    let shape = Shape(height: 2, width: 3, channels: 3)
    let numbers = SeededNumbers.uniform("input", count: 18)
    let picture = Tensor<Float>.seededPicture(shape)
    #expect(picture.shape == shape)
    for channel in 0..<3 {
      for y in 0..<2 {
        for x in 0..<3 {
          #expect(
            picture.values[picture.offset(y, x) + channel] == numbers[channel * 6 + y * 3 + x])
        }
      }
    }
  }
}
