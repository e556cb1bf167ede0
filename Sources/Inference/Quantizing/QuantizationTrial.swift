import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// A network in which everything is rounded in several ways, and, if asked for, the same network after its
/// weights were equalized across layers.
package struct QuantizationTrial {
  /// What was done to the network before it was rounded.
  package enum Form: String, CaseIterable, Hashable, Sendable {
    /// Batch norms are folded.
    case folded
    /// Besides, every ReLU6 is a ReLU.
    case unclipped = "ReLU"
    /// Besides, the ranges of the weights are equal across layers.
    case equalized
  }

  /// The answers of one run over all pictures.
  package struct Run: Sendable {
    /// The form.
    package var form: Form
    /// What was rounded; nothing if nothing was.
    package var setting: QuantizationStudy.Setting?
    /// By picture, in the order of the graph's outputs.
    package var answers: [[Tensor<Float>]]
    /// The answers in single precision of the folded network, and the difference.
    package var noise: SignalToNoise
  }

  /// What rounding does to a layer at the first number of bits.
  package struct Layer: Hashable, Sendable {
    /// The form.
    package var form: Form
    /// The layer, a node of the folded graph.
    package var node: Int
    /// How far its filters differ.
    package var ranges: ChannelRanges
    /// The noise by granularity, in the order of those asked for.
    package var noise: [QuantizationStudy.LayerNoise]
  }

  /// The folded graph.
  package let graph: Graph
  /// The numbers of bits, the first of which layers are shown at.
  package let bits: [Int]
  /// Which weights share a step.
  package let granularities: [WeightGranularity]
  /// The only part that is rounded; nothing if both are.
  package let only: QuantizationStudy.Part?
  /// All runs; the first is the folded network in single precision.
  package private(set) var runs: [Run] = []
  /// The layers with weights, form by form.
  package private(set) var layers: [Layer] = []

  /// Rounds a network with folded norms in every way. Throws as `QuantizationStudy` does.
  package init(
    _ network: Network<Float>, _ pictures: [Tensor<Float>], bits: [Int],
    granularities: [WeightGranularity], only: QuantizationStudy.Part? = nil, equalizing: Bool,
    kernels: KernelTable = .best, threads: Int = 1
  ) throws(NetworkError) {
    (graph, self.bits, self.granularities, self.only) = (network.graph, bits, granularities, only)
    try add(.folded, QuantizationStudy(network, pictures, kernels: kernels, threads: threads))
    guard equalizing else { return }
    let unclipped = Network(graph: graph.withoutClipAt6, weights: network.weights)
    if unclipped.graph.nodes != graph.nodes {
      try add(
        .unclipped, QuantizationStudy(unclipped, pictures, kernels: kernels, threads: threads),
        isRounded: false)
    }
    try add(
      .equalized,
      QuantizationStudy(unclipped.equalized(), pictures, kernels: kernels, threads: threads))
  }

  private mutating func add(
    _ form: Form, _ study: QuantizationStudy, isRounded: Bool = true
  ) throws(NetworkError) {
    add(form, nil, study.answers)
    guard isRounded else { return }
    for bits in bits {
      for granularity in granularities {
        let setting = QuantizationStudy.Setting(bits: bits, per: granularity, only: only)
        add(form, setting, try study.answers(at: setting))
      }
    }
    guard let bits = bits.first else { return }
    let noise = try granularities.map { granularity throws(NetworkError) in
      try study.layers(at: QuantizationStudy.Setting(bits: bits, per: granularity, only: only))
    }
    for index in noise[0].indices {
      let node = noise[0][index].node
      let operation = graph.nodes[node].operation
      layers.append(
        Layer(
          form: form, node: node,
          ranges: ChannelRanges(
            study.network.weights[node, .weight] ?? [],
            filters: WeightGranularity.channel.parts(of: operation)),
          noise: noise.map { $0[index] }))
    }
  }

  private mutating func add(
    _ form: Form, _ setting: QuantizationStudy.Setting?, _ answers: [[Tensor<Float>]]
  ) {
    var noise = SignalToNoise()
    for (answers, expected) in zip(answers, runs.first?.answers ?? answers) {
      for (answer, expected) in zip(answers, expected) { noise.add(expected.values, answer.values) }
    }
    runs.append(Run(form: form, setting: setting, answers: answers, noise: noise))
  }
}
