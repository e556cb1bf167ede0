import Architecture
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import Testing
import TestSupport

@Suite("bfloat16")
struct BFloat16Tests {
  @Test(
    "random networks: as far from single precision as rounding to 16 bits with plain loops, at any number of threads",
    arguments: 0..<12 as Range<UInt64>)
  func random(seed: UInt64) throws {
    let random = try RandomNetwork(seed: seed, isLarge: seed % 4 == 0)
    for set in KernelTable.all where set.isSupported {
      let plan = try Plan(
        random.network.graph, weights: random.network.weights, kernels: set.table,
        inBFloat16: true, keepingBlocks: true)
      #expect(plan.precision == .brain)
      let agreement = try Agreement(
        PlanRunner(plan, threads: 1), random.network, random.picture)
      #expect(agreement.holds, "\(set.table.name): \(agreement)")
      let alone = try PlanRunner(plan, threads: 1).run(random.picture)
      let shared = try PlanRunner(plan, threads: 3).run(random.picture)
      for (alone, shared) in zip(alone, shared) {
        #expect(alone.values.map(\.bitPattern) == shared.values.map(\.bitPattern))
      }
    }
  }

  @Test(
    "networks are near single precision, and their weights take half the memory",
    arguments: ["mobilenet-v1", "mobilenet-v3-small", "ssdlite-mobilenet-v3-large"])
  func networks(name: String) throws {
    let graph = try graph(name, resolution: 96)
    let weights = SeededWeights(for: graph, naming: graph.spec.naming)
    func plan(inBFloat16: Bool) throws -> Plan {
      try Plan(graph, weights: weights, kernels: .best, inBFloat16: inBFloat16)
    }
    let (floats, halves) = (try plan(inBFloat16: false), try plan(inBFloat16: true))
    let share = Double(halves.weightByteCount) / Double(floats.weightByteCount)
    // Depthwise layers, biases and the stem stay in single precision.
    #expect(share > 0.5 && share < 0.55)
    let picture = Tensor<Float>.seededPicture(graph.input)
    var noise = SignalToNoise()
    let exact = try PlanRunner(floats, threads: 1).run(picture)
    for (expected, got) in zip(exact, try PlanRunner(halves, threads: 1).run(picture)) {
      noise.add(expected.values, got.values)
      #expect(expected.values != got.values)
    }
    #expect(noise.decibels > 25)
  }
}
