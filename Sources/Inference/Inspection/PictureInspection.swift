import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// What a network makes of one picture: the maps of chosen nodes, every gate, and its answers.
package struct PictureInspection: Sendable {
  /// One channel of a map.
  package struct Channel: Hashable, Sendable {
    /// Its number, from 0.
    package var index: Int
    /// Its scalars, row by row.
    package var values: [Float]
    /// The least of them.
    package var least: Float
    /// The largest of them.
    package var largest: Float
    /// Their standard deviation, by which channels are chosen.
    package var deviation: Float
  }

  /// The result of a node.
  package struct Map: Sendable {
    /// The node.
    package var node: Int
    /// Height, width, channels.
    package var shape: Shape
    /// The channels, that with the largest deviation first; of equal ones the first.
    package var channels: [Channel]

    /// The least scalar of all.
    package var least: Float { channels.reduce(.infinity) { min($0, $1.least) } }
    /// The largest scalar of all.
    package var largest: Float { channels.reduce(-.infinity) { max($0, $1.largest) } }
    /// Channels that are the same at all places, to `DepthwiseInspection.limit`.
    package var still: Int {
      channels.count { $0.largest - $0.least < DepthwiseInspection.limit }
    }
    /// Scalars that are exactly 0.
    package var zeros: Int {
      channels.reduce(0) { $0 + $1.values.count { $0 == 0 } }
    }
  }

  /// What a squeeze-and-excitation multiplies the channels of a map by.
  package struct Gate: Sendable {
    /// The node that multiplies.
    package var node: Int
    /// A factor a channel.
    package var factors: [Float]

    /// Below this a gate is nearly closed: less than a tenth of the channel passes.
    package static let closed: Float = 0.1
    /// From this on it is nearly open.
    package static let open: Float = 0.9

    /// Channels that hardly pass.
    package var nearlyClosed: Int { factors.count { $0 < Self.closed } }
    /// Channels that pass nearly as they are.
    package var nearlyOpen: Int { factors.count { $0 > Self.open } }
    /// The mean of all factors.
    package var mean: Float {
      factors.isEmpty ? 0 : factors.reduce(0, +) / Float(factors.count)
    }
  }

  /// The maps, in the order in which their nodes were given.
  package private(set) var maps: [Map] = []
  /// The gates, in the order of the graph; none if the network has none.
  package private(set) var gates: [Gate] = []
  /// The answers, in the order of the graph's outputs.
  package let answers: [Tensor<Float>]

  /// Runs a network on a picture, and keeps what some nodes make of it.
  ///
  /// Throws as runs do, and `NetworkError.notFinite` if a map or a gate is infinite or NaN.
  package init(
    _ network: Network<Float>, _ picture: Tensor<Float>, maps nodes: [Int],
    kernels: KernelTable = .best, threads: Int = 1
  ) throws(NetworkError) {
    let gates = network.graph.gates
    let wanted = Set(nodes + gates.map { $0.factors })
    let runner = try PlanRunner(
      Plan(network.graph, weights: network.weights, kernels: kernels, keepingNodes: true),
      threads: threads)
    var results: [Int: Tensor<Float>] = [:]
    answers = try runner.run(picture) { node, result in
      if wanted.contains(node) { results[node] = result }
    }
    for node in wanted.sorted() where results[node]?.values.areFinite == false {
      throw .notFinite(node: node)
    }
    maps = nodes.compactMap { node in results[node].map { Map(node: node, $0) } }
    self.gates = gates.compactMap { gate in
      results[gate.factors].map { Gate(node: gate.product, factors: $0.values) }
    }
  }
}

extension PictureInspection.Map {
  fileprivate init(node: Int, _ tensor: Tensor<Float>) {
    let (places, count) = (tensor.shape.places, tensor.shape.channels)
    let channels = (0..<count).map { index in
      PictureInspection.Channel(
        index: index, values: (0..<places).map { tensor.values[$0 * count + index] })
    }
    self.init(
      node: node, shape: tensor.shape,
      channels: channels.sorted { ($1.deviation, $0.index) < ($0.deviation, $1.index) })
  }
}

extension PictureInspection.Channel {
  fileprivate init(index: Int, values: [Float]) {
    var (least, largest, sum, squares) = (Float.infinity, -Float.infinity, 0.0, 0.0)
    for value in values {
      least = min(least, value)
      largest = max(largest, value)
      sum += Double(value)
    }
    let mean = sum / Double(max(values.count, 1))
    for value in values { squares += (Double(value) - mean) * (Double(value) - mean) }
    let deviation = (squares / Double(max(values.count, 1))).squareRoot()
    self.init(
      index: index, values: values, least: least, largest: largest, deviation: Float(deviation))
  }
}

extension Graph {
  /// Every product of a map and the gate that squeeze-and-excitation makes of it, with the node that makes
  /// the gate.
  package var gates: [(product: Int, factors: Int)] {
    nodes.indices.compactMap { product in
      guard nodes[product].origin.role == .gate, nodes[product].operation == .multiply else {
        return nil
      }
      return nodes[product].inputs.first { nodes[$0].origin.role == .excite }
        .map { (product, $0) }
    }
  }
}
