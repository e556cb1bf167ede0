import Architecture
import KernelInterface
import Kernels
import NetworkGraph

extension QuantizedNetwork {
  /// The scale of a layer's biases: its input's times each channel's.
  package func biasScales(of node: Int) -> [Float]? {
    guard let layer = layers[node], let input = levels[graph.nodes[node].inputs[0]] else {
      return nil
    }
    return layer.scales.map { $0 * input.scale }
  }

  /// The same network in single precision, with the weights that the integers stand for.
  package var dequantized: Network<Float> {
    var network = Network(graph: graph, weights: weights)
    for (node, layer) in layers {
      network.weights.values[node] = [.weight: layer.values]
      guard graph.nodes[node].operation.layer?.hasBias == true, let scales = biasScales(of: node)
      else { continue }
      network.weights.values[node]?[.bias] = zip(layer.bias, scales).map { Float($0) * $1 }
    }
    return network
  }

  /// Takes the mean error that rounded weights make in each output channel of a layer off its bias (arXiv
  /// 1906.04721, section 4.2): measured on pictures, each layer alone, with the inputs that it has in single precision.
  ///
  /// Layers without a bias stay as they are. Throws as runs do.
  package mutating func correctBiases(
    of network: Network<Float>, _ pictures: [Tensor<Float>], kernels: KernelTable = .best,
    threads: Int = 1
  ) throws(NetworkError) {
    func memory(_ network: Network<Float>) throws(NetworkError) -> RunMemory {
      let plan = try Plan(
        network.graph, weights: network.weights, kernels: kernels, keepingNodes: true)
      return try PlanRunner(plan, threads: threads).memory(0)
    }
    let (exact, rounded) = (try memory(network), try memory(dequantized))
    rounded.read(resultsOf: exact) { _ in true }
    var errors: [Int: [Double]] = [:]
    for picture in pictures {
      picture.values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        for memory in [exact, rounded] { memory.take(start) }
        for (step, twin) in zip(exact.steps, rounded.steps) {
          step.run()
          guard graph.nodes[step.node].operation.layer?.hasBias == true else { continue }
          twin.run()
          twin.output.addErrors(against: step.output, to: &errors[step.node, default: []])
        }
      }
    }
    for (node, sums) in errors {
      guard let input = levels[graph.nodes[node].inputs[0]] else { continue }
      let count = Double(pictures.count * graph.nodes[node].shape.places)
      layers[node]?.subtract(sums.map { $0 / count }, inputScale: input.scale)
    }
  }
}

extension Map {
  /// Adds the difference from another map in each channel, over all places.
  fileprivate func addErrors(against other: Map, to sums: inout [Double]) {
    if sums.isEmpty { sums = [Double](repeating: 0, count: shape.channels) }
    for index in 0..<shape.places {
      let (own, exact) = (place(index), other.place(index))
      for channel in sums.indices { sums[channel] += Double(own[channel] - exact[channel]) }
    }
  }
}
