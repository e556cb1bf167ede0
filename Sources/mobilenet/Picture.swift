import Architecture
import ImageDecoding
import Images
import Inference
import Kernels
import NetworkGraph

/// Pictures as network input.
enum Picture {
  /// The picture of a path, or the seeded one, at the size of the network's input.
  static func load(_ path: String, for graph: Graph) throws -> Tensor<Float> {
    guard path != "seeded" else { return .seededPicture(graph.input) }
    return try tensor(try decoded(path), for: graph)
  }

  /// The picture of a path.
  static func decoded(_ path: String) throws -> PixelImage {
    do {
      return try ImageDecoder.decode(try Files.bytes(path))
    } catch let error as ImageDecodingError {
      throw Failure.file("'\(path)': \(error)")
    }
  }

  /// A decoded picture, preprocessed as the table says.
  static func tensor(_ image: PixelImage, for graph: Graph) throws -> Tensor<Float> {
    let shape = graph.input
    let values = try preprocessing(for: graph).apply(to: image)
    guard let tensor = Tensor(shape: shape, values: values) else {
      throw NetworkError.size(expected: shape.count, got: values.count)
    }
    return tensor
  }

  /// How the table makes a picture the network's input.
  static func preprocessing(for graph: Graph) throws -> Preprocessing {
    let shape = graph.input
    guard let spec = graph.spec.preprocessing, shape.channels == 3 else {
      throw Failure.usage(
        "the table of '\(graph.spec.name)' does not say how pictures become input;"
          + " use --image seeded")
    }
    guard shape.height == shape.width else {
      throw Failure.usage("pictures need a square input, not \(shape)")
    }
    let filter: PixelImage.Filter =
      switch spec.filter {
      case .antialiased: .antialiased
      case .linear: .linear
      case .cubic: .cubic
      }
    let order: Preprocessing.ChannelOrder =
      switch spec.channels {
      case .rgb: .rgb
      case .bgr: .bgr
      }
    let mean = channels(spec.mean, range: spec.range)
    let standardDeviation = channels(spec.standardDeviation, range: spec.range)
    func fitting(_ fit: Preprocessing.Fit) throws -> Preprocessing {
      try Preprocessing(
        fit: fit, side: shape.height, filter: filter, order: order, mean: mean,
        standardDeviation: standardDeviation)
    }
    switch spec.fit {
    case .crop(let fraction):
      return try Preprocessing(
        resolution: shape.height, cropFraction: fraction, filter: filter, order: order,
        mean: mean, standardDeviation: standardDeviation)
    case .stretch: return try fitting(.stretch)
    case .letterbox(let fill): return try fitting(.letterbox(fill: UInt8(clamping: fill)))
    }
  }

  /// Red, green, blue, on the scale 0...1.
  private static func channels(_ values: [Double], range: Double) -> SIMD3<Float> {
    var channels = SIMD3<Float>(repeating: 0)
    for (index, value) in values.prefix(3).enumerated() { channels[index] = Float(value / range) }
    return channels
  }
}
