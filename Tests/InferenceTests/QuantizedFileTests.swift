import Architecture
import KernelInterface
import Kernels
import NetworkGraph
import Testing
import WeightFiles

@testable import Inference

@Suite("Files of integers, and corrected biases")
struct QuantizedFileTests {
  private static func pair(
    _ name: String
  ) throws -> (network: Network<Float>, quantized: QuantizedNetwork, picture: Tensor<Float>) {
    let network = seeded(try graph(name, width: 0.5, resolution: 64)).folded()
    let picture = Tensor.seededPicture(network.graph.input)
    let quantized = try QuantizedNetwork(network, Calibration(network, [picture]))
    return (network, quantized, picture)
  }

  private static func checkpoint(_ tensors: [SafetensorsWriter.Tensor]) throws -> Checkpoint {
    try Checkpoint(reading: MemoryByteSource(SafetensorsWriter.file(tensors)))
  }

  @Test(
    "what is written is read, number for number; alone it is weights in single precision",
    arguments: classifiers + ["mobilenet-v3-small@keras"])
  func roundTrip(name: String) throws {
    let (network, quantized, picture) = try Self.pair(name)
    let naming = network.graph.spec.naming
    let checkpoint = try Self.checkpoint(quantized.tensors(naming: naming))
    let weights = try CheckpointWeights(checkpoint, for: network.graph, naming: naming)
    #expect(weights.isQuantized)
    let read = try #require(try QuantizedNetwork(weights, for: network.graph))
    #expect(read.levels == quantized.levels && read.layers == quantized.layers)
    let (own, again) = (
      try PlanRunner(Plan(quantized, kernels: .best), threads: 1).run(picture),
      try PlanRunner(Plan(read, kernels: .best), threads: 1).run(picture)
    )
    #expect(own.map(\.values) == again.map(\.values))
    let single = try NetworkWeights(weights, for: network.graph)
    let expected = quantized.dequantized.weights
    for tensor in network.graph.parameterTensors(naming: naming) {
      let (found, values) = (
        single[tensor.node, tensor.role] ?? [], expected[tensor.node, tensor.role] ?? []
      )
      #expect(found.count == values.count)
      #expect(zip(found, values).allSatisfy { abs($0 - $1) <= abs($1) * 1e-6 })
    }
  }

  @Test("tensors that are missing, or have another number of numbers, are refused")
  func refusals() throws {
    let (network, quantized, _) = try Self.pair("mobilenet-v1")
    let naming = network.graph.spec.naming
    let tensors = quantized.tensors(naming: naming)
    func problem(_ tensors: [SafetensorsWriter.Tensor]) throws -> QuantizedFileError? {
      let weights = try CheckpointWeights(
        try Self.checkpoint(tensors), for: network.graph, naming: naming)
      do throws(QuantizedFileError) {
        _ = try QuantizedNetwork(weights, for: network.graph)
        return nil
      } catch { return error }
    }
    #expect(try problem(tensors) == nil)
    let count = quantized.levels.count { $0 != nil }
    #expect(
      try problem(tensors.filter { $0.name != "levels.zero" }) == .missing("levels.zero"))
    let short = tensors.filter { $0.name != "levels.scale" }
    #expect(
      try problem(short + [.init("levels.scale", [1], [1 as Float])])
        == .count("levels.scale", expected: count, got: 1))
    let scale = try #require(tensors.first { $0.name.hasSuffix(".weight.scale") })
    let others = tensors.filter { $0.name != scale.name }
    #expect(
      try problem(others + [.init(scale.name, [1], [1 as Float])])
        == .count(scale.name, expected: scale.shape[0], got: 1))
    // Integers without scales are no weights at all.
    #expect(throws: WeightError.self) { try problem(others) }
    let half = tensors.filter { $0.name != "levels.zero" }
    #expect(
      try problem(half + [.init("levels.zero", [count], [Float](repeating: 0.5, count: count))])
        == .zero("levels.zero", 0.5))
  }

  @Test("corrected biases take away the mean error of every filter alone", arguments: classifiers)
  func correction(name: String) throws {
    let (network, quantized, picture) = try Self.pair(name)
    var corrected = quantized
    try corrected.correctBiases(of: network, [picture])
    #expect(corrected.layers.mapValues(\.weights) == quantized.layers.mapValues(\.weights))
    #expect(corrected.layers != quantized.layers)
    // Once corrected, there is nothing left but what rounding to whole steps leaves.
    var again = corrected
    try again.correctBiases(of: network, [picture])
    for (node, layer) in corrected.layers {
      let twice = try #require(again.layers[node])
      #expect(zip(layer.bias, twice.bias).allSatisfy { abs($0 - $1) <= 2 }, "\(node)")
    }
    let after = try IntegerComparison(corrected, network, [picture])
    #expect(after.noise.decibels > 10)
    #expect(after.pictures == 1 && after.sameFirst != nil)
  }
}
