import Architecture
import CostAnalysis
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import Testing

extension Plan {
  /// The tensors that live while each step runs, found anew from what the steps read and write: the
  /// picture from the start, answers to the end.
  fileprivate var liveTensors: [[Int]] {
    steps.indices.map { step in
      tensors.indices.filter { tensor in
        let isMade = tensor == 0 || steps[...step].contains { $0.output == tensor }
        let isTaken = steps[step...].contains { $0.inputs.contains(tensor) || $0.output == tensor }
        return isMade && (isTaken || outputs.contains(tensor))
      }
    }
  }
}

@Suite("Memory of plans")
struct PlanMemoryTests {
  /// No two tensors that live at one step overlap, and all are inside the memory; a step's scratch
  /// is no tensor. Gives the scalars of the fullest step.
  @discardableResult private func check(_ plan: Plan, _ name: String) -> (padded: Int, bare: Int) {
    var (padded, bare) = (0, 0)
    for (step, live) in plan.liveTensors.enumerated() {
      let places = live.map { plan.tensors[$0] }.filter { $0.count > 0 }
        .sorted { $0.offset < $1.offset }
      for (first, second) in zip(places, places.dropFirst()) {
        #expect(
          first.offset + first.count <= second.offset,
          "\(name), step \(step): nodes \(first.node) and \(second.node) overlap")
      }
      for tensor in places {
        #expect(tensor.offset >= 0 && tensor.offset + tensor.count <= plan.memoryCount)
      }
      padded = max(padded, places.reduce(0) { $0 + $1.count })
      bare = max(bare, live.reduce(0) { $0 + plan.tensors[$1].shape.count })
    }
    for tensor in plan.tensors where tensor.count > 0 {
      let channels = tensor.shape.channels
      #expect(tensor.stride >= (channels + 7) / 8 * 8 && tensor.stride % 8 == 0)
      #expect(tensor.count >= tensor.shape.places * tensor.stride)
      // Whole cache lines, so that threads that write neighboring tensors do not wait.
      #expect(tensor.offset % 16 == 0 && tensor.count % 16 == 0)
    }
    #expect(plan.memoryCount >= padded, "\(name)")
    #expect(plan.memoryByteCount == 4 * plan.memoryCount)
    return (padded, bare)
  }

  @Test("no two tensors of random networks that live at one time overlap", arguments: 1...60)
  func random(seed: UInt64) throws {
    check(try Plan(RandomNetwork(seed: seed).network, .reference), "seed \(seed)")
    if seed <= 8 {
      check(
        try Plan(RandomNetwork(seed: seed, isLarge: true).network, .reference), "large \(seed)")
    }
  }

  /// The live set counts a layer's tensors as they are and lets norm and activation work in place.
  /// A plan's step covers several layers, whose maps between are not in memory as a whole, and so
  /// without padding it never needs more. What a plan has in memory is more than its own fullest
  /// step's scalars by channels rounded up to vectors, by the gap after a multiple of 256 channels,
  /// and by what does not fit the gaps between tensors.
  @Test(
    "a plan needs no more than the analytic live set, but for rounding of channels and gaps",
    arguments: library.architectureNames.map { ($0, nil) } + classifiers.map { ($0, 0.35) })
  func networks(name: String, width: Double?) throws {
    let graph = try graph(name, width: width)
    let plan = try Plan(
      graph, weights: NetworkWeights<Float>.zeros(for: graph),
      kernels: KernelTable.named(KernelSetName.reference.rawValue), keepingBlocks: true)
    let (padded, bare) = check(plan, name)
    #expect(4 * bare <= graph.liveSet().peak.bytes)
    // The worst that rounding does to a tensor of the network.
    let rounding =
      plan.tensors.filter { $0.count > 0 }
      .map { Double($0.count) / Double($0.shape.count) }.max() ?? 1
    #expect(Double(padded) <= rounding * Double(bare))
    #expect(Double(plan.memoryCount) <= 1.1 * Double(padded))
  }

  @Test(
    "blocks that are handed on in bands need less than half, plain layers what the live set says",
    arguments: [
      // The first pointwise layer, whose input and output both must be there.
      ("mobilenet-v1", 4_816_896, 4_816_896, 4_816_896),
      // 112x112x32 and 112x112x16, not 112x112x96; only the latter and 56x56x24 if the stem's result
      // need not be seen.
      ("mobilenet-v2", 6_021_120, 2_408_448, 1_103_872),
      // Twice 112x112x16, not 112x112x64.
      ("mobilenet-v3-large", 4_014_080, 1_605_632, 1_605_632),
    ])
  func peaks(name: String, analytic: Int, keepingBlocks: Int, planned: Int) throws {
    let graph = try graph(name)
    let weights = NetworkWeights<Float>.zeros(for: graph)
    #expect(graph.liveSet().peak.bytes == analytic)
    for (keeps, expected) in [(true, keepingBlocks), (false, planned)] {
      let plan = try Plan(graph, weights: weights, kernels: .reference, keepingBlocks: keeps)
      #expect(plan.memoryByteCount == expected)
    }
  }
}
