import Architecture
import Images
import Inference
import Kernels
import NetworkGraph

extension Preprocessing {
  /// How the table of a network makes a picture its input.
  ///
  /// Throws `ModelError` if it does not say how, or if pictures have other channels than the input.
  public init(for graph: Graph) throws {
    let shape = graph.input
    guard PreprocessingSpec.channelCounts.contains(shape.channels) else {
      throw ModelError.noPicture(network: graph.spec.name, shape)
    }
    guard let spec = graph.spec.preprocessing, spec.mean.count == shape.channels else {
      throw ModelError.noPreprocessing(network: graph.spec.name)
    }
    try self.init(spec, resolution: shape.resolution)
  }
}

extension Tensor<Float> {
  /// A picture as the input of a network, prepared as its table says.
  ///
  /// Throws what `Preprocessing(for:)` and `Preprocessing.apply(to:)` throw.
  public init(_ picture: PixelImage, for graph: Graph) throws {
    let values = try Preprocessing(for: graph).apply(to: picture)
    guard let tensor = Tensor(shape: graph.input, values: values) else {
      throw NetworkError.size(expected: graph.input.count, got: values.count)
    }
    self = tensor
  }
}
