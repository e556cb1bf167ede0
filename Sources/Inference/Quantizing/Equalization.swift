import Architecture
import Kernels
import NetworkGraph

extension Graph {
  /// Two layers between which each channel may be divided by a factor and multiplied by it again: nothing
  /// but what keeps proportions (ReLU, means, maxima) is between them, and nobody else reads it.
  package struct LayerPair: Hashable, Sendable {
    /// The layer whose results are divided.
    package var first: Int
    /// The layer whose weights are multiplied.
    package var second: Int
  }

  /// All such pairs, in the order of the nodes. A ReLU6 is none: it cuts at 6, whatever the channel.
  package var proportionalPairs: [LayerPair] {
    let users = users
    return nodes.indices.compactMap { first in
      guard nodes[first].operation.layer != nil else { return nil }
      var last = first
      while users[last].count == 1, case .node(let user) = users[last][0] {
        if let layer = nodes[user].operation.layer {
          let isWhole = layer.inputChannels == nodes[first].shape.channels
          return isWhole ? LayerPair(first: first, second: user) : nil
        }
        guard nodes[user].operation.keepsProportions else { return nil }
        last = user
      }
      return nil
    }
  }

  /// The graph with ReLU in the place of ReLU6.
  package var withoutClipAt6: Graph {
    var graph = self
    for index in nodes.indices where nodes[index].operation == .activation(.relu6) {
      graph.nodes[index].operation = .activation(.relu)
    }
    return graph
  }
}

extension Operation {
  /// Whether a channel times a positive factor gives the channel's result times the factor.
  fileprivate var keepsProportions: Bool {
    switch self {
    case .activation(.relu), .activation(.leakyRelu), .parametricReLU, .pool, .globalPool: true
    case .activation, .input, .convolution, .transposedConvolution, .channelConvolution, .linear,
      .batchNormalization, .scalarFunction, .l2Normalization, .normalization, .softmax,
      .logSoftmax, .add, .multiply, .concatenate, .shuffle, .depthToSpace, .spaceToDepth, .slice,
      .resize, .resizeTo, .flatten, .stack:
      false
    }
  }
}

extension Network<Float> {
  /// The same function with the ranges of weights made equal across layers (arXiv 1906.04721, section 4.1):
  /// in each pair of layers, channel i of the first is divided and of the second multiplied by
  /// s = sqrt(r1 / r2), where r1 and r2 are the largest magnitudes of its weights, so that both become
  /// sqrt(r1 r2). Pairs that share a layer are gone through until nothing moves by more than a percent.
  ///
  /// Norms must be folded. A channel with only zeros on one side stays as it is.
  package func equalized(sweeps: Int = 40) -> Network<Float> {
    var network = self
    let pairs = graph.proportionalPairs
    for _ in 0..<sweeps {
      var largest = 1.0
      for pair in pairs { largest = max(largest, network.equalize(pair)) }
      if largest < 1.01 { break }
    }
    return network
  }

  /// Makes one pair equal; gives the largest factor by which a channel moved.
  private mutating func equalize(_ pair: Graph.LayerPair) -> Double {
    guard let before = graph.nodes[pair.first].operation.layer,
      let after = graph.nodes[pair.second].operation.layer,
      let first = weights[pair.first, .weight], let second = weights[pair.second, .weight]
    else { return 1 }
    let filters = first.magnitudes(parts: before.outputChannels)
    let readers = InputFilters(after)
    let inputs = readers.magnitudes(of: second)
    var (divisors, factors) = (
      [Double](repeating: 1, count: filters.count), [Double](repeating: 1, count: inputs.count)
    )
    var largest = 1.0
    for channel in filters.indices where filters[channel] > 0 && inputs[channel] > 0 {
      let factor = (Double(filters[channel]) / Double(inputs[channel])).squareRoot()
      (divisors[channel], factors[channel]) = (1 / factor, factor)
      largest = max(largest, factor, 1 / factor)
    }
    weights.values[pair.first]?[.weight] = first.scaled(divisors)
    if let bias = weights[pair.first, .bias] {
      weights.values[pair.first]?[.bias] = bias.scaled(divisors)
    }
    weights.values[pair.second]?[.weight] = readers.scaled(second, by: factors)
    return largest
  }
}

/// Where the weights of a layer stand that read a channel: out x in/groups x places.
private struct InputFilters {
  let outputs: Int
  let perGroup: Int
  let places: Int
  let groups: Int

  init(_ layer: Convolution) {
    outputs = layer.outputChannels
    perGroup = layer.inputChannels / layer.groups
    places = layer.kernel.area
    groups = layer.groups
  }

  /// The largest magnitude that reads each channel.
  func magnitudes(of weights: [Float]) -> [Float] {
    var largest = [Float](repeating: 0, count: perGroup * groups)
    let parts = weights.magnitudes(parts: outputs * perGroup)
    for output in 0..<outputs {
      let group = output * groups / outputs
      for input in 0..<perGroup {
        let channel = group * perGroup + input
        largest[channel] = max(largest[channel], parts[output * perGroup + input])
      }
    }
    return largest
  }

  /// The weights, each times the factor of the channel that it reads.
  func scaled(_ weights: [Float], by factors: [Double]) -> [Float] {
    weights.scaled(
      (0..<outputs * perGroup).map { part in
        let (output, input) = part.quotientAndRemainder(dividingBy: perGroup)
        return factors[output * groups / outputs * perGroup + input]
      })
  }
}
