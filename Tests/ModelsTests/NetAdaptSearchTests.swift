import Architecture
import CostAnalysis
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import TableReading
import TestSupport
import Testing
import WeightFiles

/// The laws of NetAdapt's loop: on seeded weights, for which a choice means nothing, but laws hold.
@Suite("NetAdapt's loop")
struct NetAdaptSearchTests {
  /// A search of some steps on small pictures.
  static func search(
    _ name: String, reduction: Double, steps: Int, budget: NetAdaptTrace.Budget = .macs,
    resolution: Resolution = 64
  ) throws -> NetAdaptSearch {
    let graph = try TableLibrary.builtIn.graph(
      named: name, at: Multipliers(resolution: resolution))
    let network = try Network<Float>(
      graph: graph, weights: .seeded(for: graph, naming: graph.spec.naming)
    ).withSingleRows()
    var search = try NetAdaptSearch(
      network, [.seededPicture(graph.input)], budget: budget, reduction: reduction, kernels: .best)
    try search.run(steps: steps)
    return search
  }

  @Test(
    "every step saves its share, and multiply-accumulates never grow",
    arguments: ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small"])
  func savings(name: String) throws {
    let trace = try Self.search(name, reduction: 0.04, steps: 4).trace
    #expect(trace.end == .complete && trace.steps.count == 4)
    var (cost, macs) = (trace.startCost, trace.start.totalCost().macs)
    for step in trace.steps {
      #expect(step.proposal.cost <= cost - 0.04 * trace.startCost)
      #expect(step.proposal.macs < macs)
      #expect(step.proxy > 0 && step.proxy < 1)
      #expect(step.choices > 0)
      (cost, macs) = (step.proposal.cost, step.proposal.macs)
    }
  }

  @Test("a predicted time falls by its share, too")
  func predicted() throws {
    let device = try TableLibrary.builtIn.device(named: "raspberry-pi-4")
    let trace = try Self.search(
      "mobilenet-v3-small", reduction: 0.05, steps: 2, budget: .predicted(device)
    ).trace
    #expect(trace.steps.count == 2)
    #expect(trace.cost <= 0.9 * trace.startCost)
    #expect(trace.cost == Roofline(trace.graph, on: device).seconds)
  }

  @Test("a step that no width can make ends the search and says how much one would save")
  func unreachable() throws {
    let trace = try Self.search("mobilenet-v3-small", reduction: 0.1, steps: 30).trace
    guard case .unreachable(let step, let largest) = trace.end else {
      Issue.record("all 30 steps of 10 % were made")
      return
    }
    #expect(step == trace.steps.count + 1)
    #expect(largest < 0.1 && largest >= 0)
  }

  @Test(
    "the table of the result is read as the very network, and its weights give the very proxy",
    arguments: [
      "mobilenet-v1", "mobilenet-v2@timm", "mobilenet-v3-small@timm", "mobilenet-v3-large@stem-32",
      "mnasnet-a1", "efficientnet-lite1", "ssdlite-mobilenet-v3-large",
    ])
  func roundTrip(name: String) throws {
    let resolution: Resolution = name.hasPrefix("ssd") ? 96 : 32
    let search = try Self.search(name, reduction: 0.02, steps: 3, resolution: resolution)
    let base = try TableLibrary.builtIn.architecture(named: name)
    try #require(!search.trace.steps.isEmpty)
    let text = try #require(
      VariantText(search.trace.graph.spec, of: base)?.text(
        name: "narrow", title: "Narrow", reference: name, comments: ["made by a test"]))
    let library = TableLibrary.builtIn.adding([TableFile(name: "narrow.yaml", text: text)])
    let graph = try library.graph(named: "narrow", at: Multipliers(resolution: resolution))
    #expect(graph.totalCost().macs == search.trace.graph.totalCost().macs, "\(text)")
    #expect(graph.nodes.map(\.operation) == search.trace.graph.nodes.map(\.operation))
    #expect(graph.spec.labels == base.labels && graph.spec.preprocessing == base.preprocessing)
    // Written and read again, under the names of the table's framework.
    let bytes = try SafetensorsWriter.file(
      graph.parameterTensors(naming: graph.spec.naming).map { tensor in
        let values = search.network.weights[tensor.node, tensor.role] ?? []
        return (tensor.name, tensor.storedShape, tensor.stored(values))
      })
    let weights = try CheckpointWeights(
      Checkpoint(reading: MemoryByteSource(bytes)), for: graph, naming: graph.spec.naming)
    let full = search.trace.start
    let picture = Tensor.seededPicture(full.input)
    func answers(_ graph: Graph, _ weights: some WeightSource) throws -> [Tensor<Float>] {
      try PlanRunner(Plan(graph, weights: weights, kernels: .best), threads: 1).run(picture)
    }
    let cosine = AnswerSimilarity.cosine(
      try answers(graph, weights),
      try answers(
        full, NetworkWeights<Float>.seeded(for: full, naming: base.naming)))
    #expect(abs(cosine - search.trace.proxy) < 1e-6)
  }

  @Test("the channels with the largest norms stay, in their order")
  func norms() throws {
    let graph = try TableLibrary.builtIn.graph(named: "mobilenet-v3-small")
    var weights = NetworkWeights<Float>.seeded(for: graph, naming: nil)
    let single = try Network(graph: graph, weights: weights).withSingleRows()
    let proposal = try #require(
      graph.spec.netAdaptProposals(reducingBy: 0.01) { Double($0.totalCost().macs) }
        .first { $0.rows == ["bneck3"] && $0.width == .expansion })
    // Two filters of the expansion count for nothing.
    let node = try #require(
      graph.nodes.indices.first {
        graph.nodes[$0].origin.role == .expand && graph.nodes[$0].shape.channels == proposal.before
      })
    let depthwise = try #require(
      graph.nodes.indices.first { $0 > node && graph.nodes[$0].origin.role == .depthwise })
    for (index, taps) in [(node, 24), (depthwise, 9)] {
      for channel in [1, 3] {
        for tap in 0..<taps { weights.values[index]?[.weight]?[channel * taps + tap] = 0 }
      }
    }
    let narrow = try #require(
      Network(graph: single.graph, weights: weights).narrowed(to: proposal.graph))
    let kept = try #require(narrow.weights[node, .weight])
    let first = try #require(weights[node, .weight])
    func filters(_ weights: [Float]) -> [[Float]] {
      stride(from: 0, to: weights.count, by: 24).map { Array(weights[$0..<($0 + 24)]) }
    }
    var rest = filters(first)[...]
    for filter in filters(kept) {
      #expect(filter.contains { $0 != 0 })
      let place = try #require(rest.firstIndex(of: filter), "not in their order")
      rest = rest[(place + 1)...]
    }
    #expect(narrow.weights[node, .weight]?.count == proposal.after * 24)
  }

  @Test("the cosine of answers: 1 for the same up to a factor and a shift, 0 for constants")
  func cosine() throws {
    func tensor(_ values: [Float]) throws -> Tensor<Float> {
      try #require(
        Tensor(shape: Shape(height: 1, width: 1, channels: values.count), values: values))
    }
    let answer = try tensor([1, 2, 4])
    #expect(abs(AnswerSimilarity.cosine([answer], [try tensor([5, 7, 11])]) - 1) < 1e-12)
    #expect(abs(AnswerSimilarity.cosine([answer], [try tensor([-1, -2, -4])]) + 1) < 1e-12)
    #expect(AnswerSimilarity.cosine([answer], [try tensor([3, 3, 3])]) == 0)
    #expect(AnswerSimilarity.cosine([answer], [try tensor([.nan, 3, 3])]) == 0)
  }

  @Test("reductions are written as people write them", arguments: ["3%", "0.5%", "7%", "12.5%"])
  func shares(text: String) throws {
    #expect(try Share(text).description == text)
  }
}
