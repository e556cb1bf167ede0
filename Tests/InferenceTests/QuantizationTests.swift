import Architecture
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import Testing

@Suite("Networks of few bits")
struct QuantizationTests {
  private static func folded(_ name: String, resolution: Int = 64) throws -> Network<Float> {
    seeded(try graph(name, width: 0.5, resolution: Resolution(resolution))).folded()
  }

  @Test(
    "equalized weights compute the same function to 1e-4, and the ranges of a pair are the same",
    arguments: classifiers)
  func equalization(network: String) throws {
    let folded = try Self.folded(network)
    let plain = Network(graph: folded.graph.withoutClipAt6, weights: folded.weights)
    let equalized = plain.equalized()
    let pairs = plain.graph.proportionalPairs
    #expect(!pairs.isEmpty)
    #expect(
      pairs.allSatisfy { equalized.weights[$0.first, .weight] != plain.weights[$0.first, .weight] })
    let picture = Tensor.seededPicture(plain.graph.input)
    for (result, expected) in zip(try equalized.run(picture), try plain.run(picture)) {
      #expect(result.share(of: expected) < 1e-4)
    }
    func ranges(_ network: Network<Float>, _ pair: Graph.LayerPair) -> [(Float, Float)] {
      let (first, second) = (
        network.weights[pair.first, .weight] ?? [], network.weights[pair.second, .weight] ?? []
      )
      guard let before = network.graph.nodes[pair.first].operation.layer,
        let after = network.graph.nodes[pair.second].operation.layer
      else { return [] }
      let filter = first.count / before.outputChannels
      let inputs = after.inputChannels / after.groups
      let places = after.kernel.area
      return (0..<before.outputChannels).map { channel in
        var (largest, other) = (Float(0), Float(0))
        for index in channel * filter..<(channel + 1) * filter {
          largest = max(largest, abs(first[index]))
        }
        for output in 0..<after.outputChannels
        where after.groups == 1 || output * after.groups / after.outputChannels == channel / inputs
        {
          let start = (output * inputs + channel % inputs) * places
          for index in start..<start + places { other = max(other, abs(second[index])) }
        }
        return (largest, other)
      }
    }
    for pair in pairs {
      for (first, second) in ranges(equalized, pair) where first > 0 && second > 0 {
        #expect(abs(first / second - 1) < 0.05)
      }
    }
  }

  @Test("a ReLU6 between layers is no pair; a depthwise layer is in two")
  func pairs() throws {
    let folded = try Self.folded("mobilenet-v2")
    let clipped = Set(
      folded.graph.nodes.indices.filter {
        folded.graph.nodes[$0].operation == .activation(.relu6)
      })
    for pair in folded.graph.proportionalPairs {
      #expect(!folded.graph.nodes[pair.second].inputs.contains { clipped.contains($0) })
    }
    let pairs = folded.graph.withoutClipAt6.proportionalPairs
    let depthwise = folded.graph.nodes.indices.filter {
      folded.graph.nodes[$0].operation.layer?.isDepthwise == true
    }
    #expect(depthwise.count == 17)
    #expect(
      depthwise.allSatisfy { node in
        pairs.contains { $0.first == node } && pairs.contains { $0.second == node }
      })
  }

  /// The rounded network once more: the interpreter, with every rule written here again, in double precision.
  private static func independent(
    _ network: Network<Float>, _ picture: Tensor<Float>, bits: Int, perChannel: Bool
  ) throws -> [Tensor<Float>] {
    let graph = network.graph
    func isClip(_ node: Int) -> Bool {
      [.activation(.relu), .activation(.relu6)].contains(graph.nodes[node].operation)
    }
    let clipped = Set(graph.nodes.indices.filter(isClip).flatMap { graph.nodes[$0].inputs })
    func isRounded(_ node: Int) -> Bool {
      switch graph.nodes[node].operation {
      case .input, .softmax: false
      default: !clipped.contains(node)
      }
    }
    var ranges: [Int: (Double, Double)] = [:]
    _ = try network.run(picture) { node, result in
      ranges[node] = (
        min(Double(result.values.min() ?? 0), 0), max(Double(result.values.max() ?? 0), 0)
      )
    }
    var rounded = network
    for (index, node) in graph.nodes.enumerated() {
      guard let layer = node.operation.layer, let old = network.weights[index, .weight] else {
        continue
      }
      let parts = perChannel ? layer.outputChannels : 1
      let size = old.count / parts
      var new: [Float] = []
      for part in 0..<parts {
        let slice = old[part * size..<(part + 1) * size].map { Double($0) }
        let most = Double((1 << (bits - 1)) - 1)
        let step = (slice.map(abs).max() ?? 0) / most
        new += slice.map { step == 0 ? 0 : Float(($0 / step).rounded(.toNearestOrEven) * step) }
      }
      rounded.weights.values[index]?[.weight] = new
    }
    return try rounded.run(picture) { node, result in
      guard isRounded(node), let (low, high) = ranges[node], high > low else { return }
      let most = Double((1 << bits) - 1)
      let step = (high - low) / most
      let zero = (-low / step).rounded(.toNearestOrEven)
      for index in result.values.indices {
        let level = (Double(result.values[index]) / step).rounded(.toNearestOrEven) + zero
        result.values[index] = Float((min(max(level, 0), most) - zero) * step)
      }
    }
  }

  @Test(
    "the engine's rounded network is the interpreter's, with the rules written twice",
    arguments: ["mobilenet-v1", "mobilenet-v2"], [4, 8])
  func parity(name: String, bits: Int) throws {
    let network = try Self.folded(name, resolution: 32)
    let picture = Tensor.seededPicture(network.graph.input)
    for kernels in [KernelTable.reference, .best] {
      let study = try QuantizationStudy(network, [picture], kernels: kernels)
      for granularity in WeightGranularity.allCases {
        let expected = try Self.independent(
          network, picture, bits: bits, perChannel: granularity == .channel)
        let answers = try study.answers(at: QuantizationStudy.Setting(bits: bits, per: granularity))
        var (own, rounding) = (SignalToNoise(), SignalToNoise())
        own.add(expected[0].values, answers[0][0].values)
        rounding.add(study.answers[0][0].values, answers[0][0].values)
        // A sum that lies between two levels may fall to either side; little else may differ.
        #expect(own.decibels > rounding.decibels + 10, "\(own.decibels) \(rounding.decibels)")
      }
    }
  }

  @Test("more bits, less noise; sixteen hardly change anything; threads change nothing")
  func bits() throws {
    let network = try Self.folded("mobilenet-v3-small")
    let pictures = [Tensor.seededPicture(network.graph.input)]
    let trial = try QuantizationTrial(
      network, pictures, bits: [16, 12, 8, 4], granularities: [.channel], equalizing: false)
    let noise = trial.runs.dropFirst().map { $0.noise.decibels }
    #expect(noise == noise.sorted(by: >))
    #expect(noise[0] > 50)
    let again = try QuantizationTrial(
      network, pictures, bits: [16, 12, 8, 4], granularities: [.channel], equalizing: false,
      threads: 3)
    #expect(again.runs.map(\.noise) == trial.runs.map(\.noise))
    #expect(again.layers == trial.layers)
    for layer in trial.layers {
      #expect(layer.noise[0].own.decibels >= layer.noise[0].accumulated.decibels - 3)
      #expect(layer.noise[0].own.signal == layer.noise[0].accumulated.signal)
    }
    // The first layer has only its own noise.
    #expect(trial.layers[0].noise[0].own == trial.layers[0].noise[0].accumulated)
  }

  @Test("what h-swishes get is counted number by number")
  func gatedUnits() throws {
    let network = try Self.folded("mobilenet-v3-small")
    let pictures = [Tensor.seededPicture(network.graph.input)]
    let units = try QuantizationStudy(network, pictures).gatedUnits(bits: 8)
    let nodes = network.graph.nodes.indices.filter {
      network.graph.nodes[$0].operation == .activation(.hardSwish)
    }
    #expect(units.map(\.node) == nodes && !nodes.isEmpty)
    for unit in units {
      #expect(unit.inputs.total == network.graph.nodes[unit.node].shape.count)
      // The ends are met, for they are where the levels come from.
      #expect(unit.inputs.counts.first ?? 0 > 0 && unit.inputs.counts.last ?? 0 > 0)
    }
    let relu = try Self.folded("mobilenet-v2", resolution: 32)
    #expect(
      try QuantizationStudy(relu, [.seededPicture(relu.graph.input)]).gatedUnits(bits: 8).isEmpty)
  }

  @Test("rounding weights only or activations only does less than rounding both")
  func parts() throws {
    let network = try Self.folded("mobilenet-v2", resolution: 32)
    let study = try QuantizationStudy(network, [.seededPicture(network.graph.input)])
    func noise(_ only: QuantizationStudy.Part?) throws -> Double {
      let answers = try study.answers(
        at: QuantizationStudy.Setting(bits: 6, per: .channel, only: only))
      var noise = SignalToNoise()
      noise.add(study.answers[0][0].values, answers[0][0].values)
      return noise.decibels
    }
    let (both, weights, activations) = (
      try noise(nil), try noise(.weights), try noise(.activations)
    )
    #expect(both.isFinite && weights.isFinite && activations.isFinite)
    #expect(both < max(weights, activations))
  }

  @Test("without a picture, and with results that are infinite, there are no ranges")
  func refusals() throws {
    var network = try Self.folded("mobilenet-v1", resolution: 32)
    #expect(throws: NetworkError.emptyBatch) { try QuantizationStudy(network, []) }
    let layer = try #require(network.graph.nodes.lastIndex { $0.operation.layer != nil })
    network.weights.values[layer]?[.bias]?[0] = .infinity
    #expect(throws: NetworkError.self) {
      try QuantizationStudy(network, [.seededPicture(network.graph.input)])
    }
  }
}

@Suite("Kernels of depthwise layers")
struct InspectionTests {
  @Test("kernels set to zero are found, and their channels stand still")
  func dead() throws {
    let graph = try graph("mobilenet-v2", width: 0.5, resolution: 32)
    var network = seeded(graph)
    let node = try #require(graph.nodes.firstIndex { $0.operation.layer?.isDepthwise == true })
    let picture = Tensor.seededPicture(graph.input)
    let before = try DepthwiseInspection(network, [picture])
    #expect(before.layers.count == 17 && before.layers[0].nearlyZero == 0)
    for index in 0..<3 * 9 { network.weights.values[node]?[.weight]?[index] = 1e-9 }
    let after = try DepthwiseInspection(network, [picture])
    #expect(after.layers[0].nearlyZero == 3 && after.layers[0].relativelySmall == 3)
    #expect((after.layers[0].still ?? 0) >= 3)
    #expect(after.layers[0].norm?.smallFactors == before.layers[0].norm?.smallFactors)
    #expect(after.layers.dropFirst().map(\.kernels) == before.layers.dropFirst().map(\.kernels))
    #expect(after.histogram.reduce(0, +) == after.layers.reduce(0) { $0 + $1.kernels.sorted.count })
    #expect(after.histogram[0] == before.histogram[0] + 3)
  }

  @Test("a network whose norms came folded has the same kernels, and no norms")
  func folded() throws {
    let network = seeded(try graph("mobilenet-v1", width: 0.5, resolution: 32))
    let (plain, folded) = (
      try DepthwiseInspection(network), try DepthwiseInspection(network.folded())
    )
    #expect(plain.layers.map(\.kernels) == folded.layers.map(\.kernels))
    #expect(plain.layers.allSatisfy { $0.norm != nil && $0.still == nil })
    #expect(folded.layers.allSatisfy { $0.norm == nil })
  }
}
