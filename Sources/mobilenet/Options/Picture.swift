import ImageDecoding
import Images
import Inference
import Kernels
import Models
import NetworkGraph

/// Pictures by path.
enum Picture {
  /// The picture of a path, or the seeded one, at the size of the network's input.
  static func load(
    _ path: String, _ orientation: OrientationOptions, for graph: Graph
  ) throws -> Tensor<Float> {
    guard path != "seeded" else { return .seededPicture(graph.input) }
    return try prepared(try decoded(path, orientation), from: path, for: graph)
  }

  /// The picture of a path as a network's table prepares it; what is wrong on the way is said of the
  /// file and of the size that it has there.
  static func prepared(
    _ picture: PixelImage, from path: String, for graph: Graph
  ) throws -> Tensor<Float> {
    do {
      return try Tensor(picture, for: graph)
    } catch let error as PixelImageError {
      throw Failure.file(
        "'\(path)' with its \(picture.width)×\(picture.height) pixels cannot be prepared for"
          + " '\(graph.spec.name)': \(error)")
    }
  }

  /// The picture of a path.
  static func decoded(_ path: String, _ orientation: OrientationOptions) throws -> PixelImage {
    do {
      return try ImageDecoder.decode(
        try Files.bytes(path), ignoringOrientation: orientation.isIgnored)
    } catch let error as ImageDecodingError {
      throw Failure.file("'\(path)': \(error)")
    }
  }
}
