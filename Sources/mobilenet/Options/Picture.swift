import ImageDecoding
import Images
import Inference
import Kernels
import Models
import NetworkGraph

/// Pictures by path.
enum Picture {
  /// The picture of a path, or the seeded one, at the size of the network's input.
  static func load(_ path: String, for graph: Graph) throws -> Tensor<Float> {
    guard path != "seeded" else { return .seededPicture(graph.input) }
    return try Tensor(try decoded(path), for: graph)
  }

  /// The picture of a path.
  static func decoded(_ path: String) throws -> PixelImage {
    do {
      return try ImageDecoder.decode(try Files.bytes(path))
    } catch let error as ImageDecodingError {
      throw Failure.file("'\(path)': \(error)")
    }
  }
}
