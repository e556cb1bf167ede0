import Architecture
import Foundation
import ImageDecoding
import Images
import Inference
import Kernels
import NetworkGraph
import Testing
import WeightFiles

private let checkpointName = "mobilenet_v2-b0353104.pth"
private let photographs = ["coffee.png", "chelsea.png", "rocket.jpg"]

private let folder = ProcessInfo.processInfo.environment["MOBILENET_DATA_DIR"].map {
  URL(filePath: $0)
}

private let hasData =
  folder.map { folder in
    ([checkpointName] + photographs).allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(component: $0).path())
    }
  } ?? false

/// torchvision's first ImageNet weights of MobileNetV2 on photographs in the public domain; the
/// probabilities are PyTorch's.
@Suite(
  "Real weights on real photographs",
  .enabled(
    if: hasData,
    "MOBILENET_DATA_DIR does not name a folder with \(checkpointName), coffee.png, chelsea.png and rocket.jpg"
  ))
struct RealWeightsTests {
  /// The network, read once.
  private static let network = Result {
    let graph = try graph("mobilenet-v2")
    let file = try Data(contentsOf: try #require(folder).appending(component: checkpointName))
    let checkpoint = try Checkpoint(reading: MemoryByteSource([UInt8](file)))
    let weights = try NetworkWeights(
      CheckpointWeights(checkpoint, for: graph, naming: graph.spec.naming), for: graph)
    return Network(graph: graph, weights: weights)
  }

  @Test(
    "the five best classes are PyTorch's",
    arguments: [
      (
        "coffee.png",
        [(967, 0.9921), (925, 0.0043), (968, 0.0014), (809, 0.0013), (504, 0.0004)]
      ),
      (
        "chelsea.png",
        [(285, 0.7166), (282, 0.1471), (281, 0.1295), (287, 0.0050), (728, 0.0011)]
      ),
      (
        "rocket.jpg",
        [(540, 0.3542), (812, 0.1799), (682, 0.1459), (657, 0.0740), (862, 0.0584)]
      ),
    ] as [(String, [(Int, Double)])])
  func photographs(name: String, expected: [(Int, Double)]) throws {
    let folder = try #require(folder)
    let network = try Self.network.get()
    let graph = network.graph
    let image = try ImageDecoder.decode(
      [UInt8](Data(contentsOf: folder.appending(component: name))))
    let output = try #require(
      try network.run(try input(image, graph)).first)
    let classes = output.topClasses(5)
    #expect(classes.map(\.index) == expected.map(\.0))
    for (found, expected) in zip(classes, expected) {
      #expect(abs(Double(found.probability) - expected.1) < 0.002, "class \(found.index)")
    }
  }

  private func input(_ image: PixelImage, _ graph: Graph) throws -> Tensor<Float> {
    let spec = try #require(graph.spec.preprocessing)
    guard case .crop(let fraction) = spec.fit else {
      throw PreprocessingError.cropFraction(0)
    }
    let preprocessing = try Preprocessing(
      resolution: graph.input.resolution, cropFraction: fraction,
      mean: spec.mean.map { Float($0) }, standardDeviation: spec.standardDeviation.map { Float($0) }
    )
    return try #require(
      Tensor(shape: graph.input, values: try preprocessing.apply(to: image)))
  }
}
