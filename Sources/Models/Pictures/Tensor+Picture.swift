import Images
import Inference
import Kernels
import NetworkGraph

extension Preprocessing {
  /// How the table of a network makes a picture its input.
  ///
  /// Throws `ModelError` if it does not say how, or if the input is no square.
  public init(for graph: Graph) throws {
    let shape = graph.input
    guard let spec = graph.spec.preprocessing, shape.channels == 3 else {
      throw ModelError.noPreprocessing(network: graph.spec.name)
    }
    guard shape.height == shape.width else { throw ModelError.noSquare(shape) }
    try self.init(spec, side: shape.height)
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
