import Architecture
import KernelInterface
import Kernels
import NetworkGraph
import Testing

@testable import Inference

@Suite("Networks in integers")
struct IntegerTests {
  private static func quantized(
    _ network: Network<Float>, _ pictures: [Tensor<Float>]
  ) throws -> QuantizedNetwork {
    let folded = network.folded()
    return try QuantizedNetwork(folded, Calibration(folded, pictures, kernels: .reference))
  }

  private static let supported = KernelTable.all.filter(\.isSupported).map(\.table)

  @Test(
    "every set of kernels, at any number of threads, with steps joined or not, gives the levels that the rules say",
    arguments: 0..<60)
  func random(seed: UInt64) throws {
    let random = try RandomNetwork(seed: seed)
    let network: QuantizedNetwork
    do throws(NetworkError) {
      let folded = random.network.folded()
      network = try QuantizedNetwork(
        folded, Calibration(folded, [random.picture], kernels: .reference))
    } catch .notFinite {
      return  // The logarithm of a softmax that is zero.
    }
    var interpreter = IntegerInterpreter(network)
    let expected = try interpreter.run(random.picture)
    for kernels in Self.supported {
      for (threads, fusing) in [(1, true), (3, false)] {
        let plan = try Plan(
          network, kernels: kernels, keepingBlocks: !fusing, fusing: fusing)
        #expect(plan.precision == .integers)
        let answers = try PlanRunner(plan, threads: threads).run(random.picture)
        for (output, (answer, expected)) in zip(network.graph.outputs, zip(answers, expected)) {
          guard answer.values != expected.values else { continue }
          // Behind what runs in single precision, kernels for floats may differ in the last bit.
          let isInteger = network.dependsOnIntegersAlone(output.node)
          #expect(
            !isInteger,
            "\(kernels.name) \(threads) \(network.graph.nodes[output.node].operation)")
        }
      }
    }
  }

  @Test("pictures of a batch give what they give alone", arguments: ["mobilenet-v3-small"])
  func batch(name: String) throws {
    let network = seeded(try graph(name, width: 0.5, resolution: 64))
    let pictures = (0..<3).map { number in
      var picture = Tensor.seededPicture(network.graph.input)
      for index in picture.values.indices where index % (number + 2) == 0 {
        picture.values[index] *= 0.5
      }
      return picture
    }
    let plan = try Plan(try Self.quantized(network, pictures), kernels: .best)
    let runner = try PlanRunner(plan, threads: 2)
    let together = try runner.run(batch: pictures)
    for (picture, answers) in zip(pictures, together) {
      #expect(try runner.run(picture).map(\.values) == answers.map(\.values))
    }
  }

  @Test(
    "integers are no farther from their simulation by floats than rounding is from single precision",
    arguments: classifiers)
  func simulation(name: String) throws {
    let network = seeded(try graph(name, width: 0.5, resolution: 96)).folded()
    let picture = Tensor.seededPicture(network.graph.input)
    let study = try QuantizationStudy(network, [picture])
    let simulated = try study.answers(at: QuantizationStudy.Setting(bits: 8, per: .channel))
    let plan = try Plan(try Self.quantized(network, [picture]), kernels: .best)
    let answers = try PlanRunner(plan, threads: 1).run(picture)
    var (own, all, rounding) = (SignalToNoise(), SignalToNoise(), SignalToNoise())
    own.add(simulated[0][0].values, answers[0].values)
    all.add(study.answers[0][0].values, answers[0].values)
    rounding.add(study.answers[0][0].values, simulated[0][0].values)
    // What the simulation leaves out, the rounding of the picture and of biases, is noise of the same kind; two such
    // noises that know nothing of each other are 3 dB more.
    #expect(own.decibels > rounding.decibels - 3, "\(own.decibels) \(rounding.decibels)")
    #expect(all.decibels > rounding.decibels - 3, "\(all.decibels) \(rounding.decibels)")
    let float = try Plan(network.graph, weights: network.weights, kernels: .best, fusing: false)
    #expect(plan.memoryByteCount * 2 < float.memoryByteCount)
    #expect(plan.weightByteCount * 10 < float.weightByteCount * 6)
  }

  @Test(
    "a range without width, and one on one side of zero, have levels; zero is always one of them")
  func levels() {
    #expect(Levels(range: 0...0) == Levels(scale: 1, zero: 0))
    #expect(Levels(range: 2...5) == Levels(scale: 5 / 255, zero: 0))
    #expect(Levels(range: -5 ... -2).zero == 255)
    #expect(Levels(range: Float.leastNonzeroMagnitude...Float.leastNonzeroMagnitude).scale == 1)
    for range in [-1...Float(3), -0.01...700, -3e38...3e38] as [ClosedRange<Float>] {
      let levels = Levels(range: range)
      #expect(levels.value(levels.level(0)) == 0)
      for level in UInt8.min...UInt8.max { #expect(levels.level(levels.value(level)) == level) }
      #expect(levels.level(.infinity) == 255 && levels.level(-.infinity) == 0)
      #expect(Int(levels.level(.nan)) == levels.zero)
    }
    #expect(Levels(scale: 0, zero: 0) == nil && Levels(scale: .nan, zero: 0) == nil)
    #expect(Levels(scale: -1, zero: 0) == nil && Levels(scale: .infinity, zero: 0) == nil)
    #expect(Levels(scale: 1, zero: 256) == nil && Levels(scale: 1, zero: -1) == nil)
  }

  @Test("sums that could leave 32 bits, and layers of the wrong size, are refused")
  func refusals() throws {
    let network = seeded(try graph("mobilenet-v1", width: 0.25, resolution: 32))
    let good = try Self.quantized(network, [.seededPicture(network.graph.input)])
    let layer = try #require(good.layers.keys.min())
    var bad = good
    bad.layers[layer]?.bias[0] = .max
    #expect(throws: NetworkError.integerRange(node: layer)) { try Plan(bad, kernels: .reference) }
    bad = good
    bad.layers[layer]?.scales[0] = .greatestFiniteMagnitude
    #expect(throws: NetworkError.integerRange(node: layer)) { try Plan(bad, kernels: .reference) }
    bad = good
    bad.layers[layer]?.weights.removeLast()
    #expect(throws: NetworkError.self) { try Plan(bad, kernels: .reference) }
    bad = good
    bad.layers[layer] = nil
    #expect(throws: NetworkError.noWeights(node: layer)) { try Plan(bad, kernels: .reference) }
    bad = good
    bad.levels[0] = nil
    #expect(throws: NetworkError.noLevels(node: 0)) { try Plan(bad, kernels: .reference) }
    #expect(throws: NetworkError.emptyBatch) { try Calibration(network, []) }
  }

  @Test("a channel of tiny weights keeps its bias")
  func tinyWeights() {
    let layer = QuantizedLayer(
      [1e-30, 0, 0.5, -0.25, 0, 0], bias: [2, -1, 0], channels: 3, inputScale: 0.01)
    #expect(layer.weights == [0, 0, 127, -64, 0, 0])
    for (channel, bias) in [Float(2), -1, 0].enumerated() {
      let value = Float(layer.bias[channel]) * layer.scales[channel] * 0.01
      #expect(abs(value - bias) <= abs(bias) * 1e-6 + 1e-4)
    }
    #expect(layer.scales[2] == 1)
  }
}

extension QuantizedNetwork {
  /// Whether nothing before a node's result runs in single precision but the picture's rounding.
  fileprivate func dependsOnIntegersAlone(_ node: Int) -> Bool {
    let operation = graph.nodes[node].operation
    if operation.relation == .picture { return true }
    return operation.integerForm != .none
      && graph.nodes[node].inputs.allSatisfy(dependsOnIntegersAlone)
  }
}
