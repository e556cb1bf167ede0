import Inference
import KernelInterface
import Kernels

extension Model {
  /// The network in integers: as its file has it, or rounded to the ranges of its results on pictures.
  ///
  /// `equalizing` makes the ranges of weights equal across layers first; `correcting` takes the mean errors
  /// that rounded weights make off the biases. Throws if the weights cannot be read, or as runs do.
  package func quantizedNetwork(
    on pictures: [Tensor<Float>], equalizing: Bool = false, correcting: Bool = true,
    kernels: KernelTable = .best, threads: Int = 1
  ) throws -> QuantizedNetwork {
    if let quantized { return quantized }
    var network = try network().folded()
    if equalizing {
      network = Network(graph: network.graph.withoutClipAt6, weights: network.weights).equalized()
    }
    var made = try QuantizedNetwork(
      network, Calibration(network, pictures, kernels: kernels, threads: threads))
    if correcting {
      try made.correctBiases(of: network, pictures, kernels: kernels, threads: threads)
    }
    return made
  }
}
