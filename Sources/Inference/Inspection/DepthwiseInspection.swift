import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// The kernels of a network's depthwise layers: which are nearly zero, how far they differ, what their
/// norms say, and which channels never change over some pictures.
package struct DepthwiseInspection: Sendable {
  /// A kernel is nearly zero if its largest magnitude, with the norm folded, is below this: after a
  /// ReLU6, nine such weights add up to less than 9 x 6 x 0.001 = 0.054, not 1 % of the 6 to which the
  /// result reaches.
  package static let limit: Float = 1e-3
  /// The same relative to the middle kernel of the layer, whatever the layer's scale.
  package static let share: Float = 0.01
  /// The edges of the histogram of largest magnitudes, which has one class more.
  package static let edges: [Float] = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10]

  /// What the norm after a layer has.
  package struct Norm: Hashable, Sendable {
    /// Factors whose magnitude is below `limit`.
    package var smallFactors: Int
    /// Variances below the norm's epsilon, which then is most of what the root is taken of.
    package var smallVariances: Int
    /// The middle magnitude of the factors.
    package var medianFactor: Float
  }

  /// A depthwise layer.
  package struct Layer: Hashable, Sendable {
    /// The layer, a node of the graph.
    package var node: Int
    /// The folded kernels, one after the other, row by row.
    package var weights: [Float]
    /// Their largest magnitudes.
    package var kernels: ChannelRanges
    /// Its norm; nothing if it has none, or the weights came folded.
    package var norm: Norm?
    /// Channels whose activated result differs by less than `limit` over all places of all pictures;
    /// nothing without a picture.
    package var still: Int?

    /// Kernels that are nearly zero.
    package var nearlyZero: Int { kernels.count(below: limit) }
    /// Kernels that are small beside the middle one.
    package var relativelySmall: Int { kernels.count(below: share * kernels.median) }
  }

  /// The layers, in the order of the graph; none if the network has none.
  package private(set) var layers: [Layer] = []

  /// The same of some layers only, by node.
  package func only(_ nodes: Set<Int>) -> DepthwiseInspection {
    var inspection = self
    inspection.layers = layers.filter { nodes.contains($0.node) }
    return inspection
  }

  /// How many kernels of all layers have their largest magnitude between the edges.
  package var histogram: [Int] {
    var counts = [Int](repeating: 0, count: Self.edges.count + 1)
    for layer in layers {
      for magnitude in layer.kernels.sorted {
        counts[Self.edges.firstIndex { magnitude < $0 } ?? Self.edges.count] += 1
      }
    }
    return counts
  }

  /// Looks at a network's kernels, and runs it on the pictures, if there are any. Throws as runs do.
  package init(
    _ network: Network<Float>, _ pictures: [Tensor<Float>] = [], kernels: KernelTable = .best,
    threads: Int = 1
  ) throws(NetworkError) {
    let graph = network.graph
    let places = graph.folded().places
    let folded = network.folded()
    let layerNorms = graph.foldableNorms.reduce(into: [Int: Int]()) { $0[$1.value] = $1.key }
    for (index, node) in graph.nodes.enumerated() {
      guard let layer = node.operation.layer, layer.isDepthwise,
        let weights = folded.weights[places[index], .weight]
      else { continue }
      layers.append(
        Layer(
          node: index, weights: weights,
          kernels: ChannelRanges(weights, filters: layer.outputChannels),
          norm: layerNorms[index].flatMap { Norm(network, $0) }))
    }
    guard !pictures.isEmpty, !layers.isEmpty else { return }
    let users = folded.graph.users
    var layerOfResult: [Int: Int] = [:]
    for (index, layer) in layers.enumerated() {
      let node = places[layer.node]
      layerOfResult[folded.graph.activatedNode(of: node, users)] = index
    }
    let plan = try Plan(
      folded.graph, weights: folded.weights, kernels: kernels, keepingNodes: true)
    let runner = try PlanRunner(plan, threads: threads)
    var extents: [Int: ChannelExtents] = [:]
    for picture in pictures {
      _ = try runner.run(picture) { node, result in
        guard let layer = layerOfResult[node] else { return }
        extents[layer, default: ChannelExtents(channels: result.shape.channels)].add(result)
      }
    }
    for (layer, extents) in extents { layers[layer].still = extents.count(within: Self.limit) }
  }
}

extension DepthwiseInspection.Norm {
  fileprivate init?(_ network: Network<Float>, _ norm: Int) {
    guard let factors = network.weights[norm, .normWeight],
      let variances = network.weights[norm, .normVariance],
      let epsilon = network.graph.nodes[norm].operation.normEpsilon
    else { return nil }
    let magnitudes = ChannelRanges(factors, filters: factors.count)
    smallFactors = magnitudes.count(below: DepthwiseInspection.limit)
    smallVariances = variances.count { Double($0) < epsilon }
    medianFactor = magnitudes.median
  }
}

extension Graph {
  /// The activation that alone takes a node's result; the node itself if there is none.
  fileprivate func activatedNode(of node: Int, _ users: [[NodeUser]]) -> Int {
    guard users[node].count == 1, case .node(let user) = users[node][0],
      nodes[user].operation.rowActivation != nil
    else { return node }
    return user
  }
}

/// The least and the largest scalar of each channel.
private struct ChannelExtents {
  var lowest: [Float]
  var highest: [Float]

  init(channels: Int) {
    lowest = Array(repeating: .infinity, count: channels)
    highest = Array(repeating: -.infinity, count: channels)
  }

  mutating func add(_ tensor: Tensor<Float>) {
    let channels = lowest.count
    for start in stride(from: 0, to: tensor.values.count, by: channels) {
      for channel in 0..<channels {
        let value = tensor.values[start + channel]
        if value < lowest[channel] { lowest[channel] = value }
        if value > highest[channel] { highest[channel] = value }
      }
    }
  }

  func count(within limit: Float) -> Int { zip(lowest, highest).count { $1 - $0 < limit } }
}
