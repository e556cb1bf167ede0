import Architecture
import NetworkGraph
import Testing

@Suite("Layer names of Caffe's MobileNetV1")
struct CaffeNamesTests {
  /// The convolutions in their order.
  private static let layers =
    ["conv1"]
    + ["2_1", "2_2", "3_1", "3_2", "4_1", "4_2", "5_1", "5_2", "5_3", "5_4", "5_5", "5_6", "6"]
    .flatMap { ["conv\($0)/dw", "conv\($0)/sep"] } + ["fc7"]

  @Test("all of them, in order, with norms in layers of their own")
  func names() throws {
    let graph = try graph("mobilenet-v1@caffe")
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    let weights = tensors.filter { $0.shape.count == 4 }
    #expect(weights.map(\.name) == Self.layers.map { "\($0).weight" })
    #expect(weights.last?.shape == [1000, 1024, 1, 1])
    let names = Set(tensors.map(\.name))
    #expect(names.count == tensors.count && names.contains("fc7.bias"))
    for layer in Self.layers.dropLast() {
      for tensor in ["bn.running_mean", "bn.running_var", "scale.weight", "scale.bias"] {
        #expect(names.contains("\(layer)/\(tensor)"))
      }
    }
    #expect(tensors.count == 27 * 5 + 2)
  }

  @Test("a picture is prepared as the model's author does")
  func preprocessing() throws {
    let caffe = try #require(try graph("mobilenet-v1@caffe").spec.preprocessing)
    #expect(caffe.channels == .bgr && caffe.fit == .crop(fraction: 0.875))
    // He subtracts a mean and multiplies by 0.017.
    #expect(caffe.mean == [123.68, 116.78, 103.94] && caffe.range == 255)
    #expect(caffe.standardDeviation.allSatisfy { abs($0 * 0.017 - 1) < 1e-6 })
  }
}
