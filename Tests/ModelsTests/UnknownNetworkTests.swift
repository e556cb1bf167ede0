import Inference
import TableReading
import Testing
import WeightFiles

@testable import Models

@Suite("Files of networks that nothing is known of")
struct UnknownNetworkTests {
  private typealias Tensor = (name: String, shape: [Int], values: [Float])

  private static func tensors(_ name: String) throws -> [Tensor] {
    let graph = try TableLibrary.builtIn.graph(named: name)
    return graph.parameterTensors(naming: graph.spec.naming).map { tensor in
      (tensor.name, tensor.storedShape, Array(repeating: 0.5, count: tensor.count))
    }
  }

  private static func tensor(_ name: String, _ shape: [Int]) -> Tensor {
    (name, shape, Array(repeating: 0.5, count: shape.reduce(1, *)))
  }

  private static func identity(_ tensors: [Tensor]) throws -> CheckpointIdentity {
    let file = try SafetensorsWriter.file(tensors)
    let checkpoint = try Checkpoint(reading: MemoryByteSource(file))
    let identity = try #require(CheckpointIdentity(of: checkpoint, in: .builtIn))
    // Nothing is run as what it is not.
    let model = try? Model(
      identity.name, at: identity.multipliers, in: .builtIn, weights: checkpoint, source: "x")
    #expect(identity.isNearest ? model == nil : true)
    return identity
  }

  @Test(
    "gates, branches and further layers make another network, of which the nearest is named",
    arguments: [
      // EfficientNet-B0 is Lite0 with gates.
      ("efficientnet-lite0@timm", "blocks.1.0.se.conv_reduce.weight", [4, 96, 1, 1]),
      ("mobilenet-v2@timm", "blocks.1.0.conv_pw.0.weight", [48, 8, 1, 1]),
      ("mobilenet-v2", "features.18.2.weight", [8, 1280, 1, 1]),
      ("mobilenet-v2@keras", "block_17_expand/kernel", [1, 1, 320, 960]),
      ("mobilenet-v1@slim", "MobilenetV1/Conv2d_14_pointwise/weights", [1, 1, 1024, 8]),
    ])
  func further(name: String, layer: String, shape: [Int]) throws {
    let identity = try Self.identity(try Self.tensors(name) + [Self.tensor(layer, shape)])
    #expect(identity.isNearest && identity.name == name)
  }

  @Test("so does a window of another size")
  func window() throws {
    let tensors = try Self.tensors("mobilenet-v2").map { tensor in
      tensor.shape == [96, 1, 3, 3] ? Self.tensor(tensor.name, [96, 1, 5, 5]) : tensor
    }
    #expect(try Self.identity(tensors).isNearest)
  }

  @Test("what stands beside a network does not")
  func beside() throws {
    for name in ["mobilenet-v2", "mobilenet-v2@keras", "efficientnet-lite0@timm"] {
      let tensors = try Self.tensors(name)
      #expect(try !Self.identity(tensors + [Self.tensor("loss.centers", [10, 4])]).isNearest)
      #expect(try !Self.identity(Array(tensors.dropLast(2))).isNearest)
      #expect(try !Self.identity(Array(tensors.dropFirst(1))).isNearest)
    }
  }
}
