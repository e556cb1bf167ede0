import Architecture
import ImageDecoding
import Images
import Inference
import Kernels
import NetworkGraph

/// Pictures as network input.
enum Picture {
  /// The picture of a path, or the seeded one, at the size of the network's input.
  static func load(_ path: String, for graph: ShapedGraph) throws -> Tensor<Float> {
    guard path != "seeded" else { return .seededPicture(graph.shapes[0]) }
    do {
      return try tensor(try ImageDecoder.decode(try Files.bytes(path)), for: graph)
    } catch let error as ImageDecodingError {
      throw Failure.file("'\(path)': \(error)")
    }
  }

  /// A decoded picture, preprocessed as the table says.
  static func tensor(_ image: PixelImage, for graph: ShapedGraph) throws -> Tensor<Float> {
    let shape = graph.shapes[0]
    guard let spec = graph.graph.spec.preprocessing, shape.channels == 3 else {
      throw Failure.usage(
        "the table of '\(graph.graph.spec.name)' does not say how pictures become input;"
          + " use --image seeded")
    }
    guard shape.height == shape.width else {
      throw Failure.usage("pictures need a square input, not \(shape)")
    }
    let preprocessing = try Preprocessing(
      resolution: shape.height, cropFraction: spec.cropFraction, mean: channels(spec.mean),
      standardDeviation: channels(spec.standardDeviation))
    let values = try preprocessing.apply(to: image)
    guard let tensor = Tensor(shape: shape, values: values) else {
      throw NetworkError.size(expected: shape.count, got: values.count)
    }
    return tensor
  }
  /// Red, green, blue.
  private static func channels(_ values: [Double]) -> SIMD3<Float> {
    var channels = SIMD3<Float>(repeating: 0)
    for (index, value) in values.prefix(3).enumerated() { channels[index] = Float(value) }
    return channels
  }
}
