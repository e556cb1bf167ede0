import Architecture
import CostAnalysis
import Inference
import KernelInterface
import Kernels
import NetworkGraph

/// NetAdapt's loop with a proxy in place of training (Yang et al. 2018, arXiv 1804.03230; MobileNetV3, section
/// 4.2): in every step each proposal keeps the weights of the largest norm, its answers to the given
/// pictures are compared with those of the full network, and the proposal that loses the least for what
/// it saves becomes the next network.
package struct NetAdaptSearch {
  /// What was done so far.
  package private(set) var trace: NetAdaptTrace
  /// The network after the last step, with the weights that it kept.
  package private(set) var network: Network<Float>
  private let pictures: [Tensor<Float>]
  private let expected: [[Tensor<Float>]]
  private let kernels: KernelTable
  private let threads: Int

  /// Numbers of steps that may be asked for.
  package static let stepCounts = 1...1000

  /// A search that begins with a network. Throws as runs do.
  package init(
    _ network: Network<Float>, _ pictures: [Tensor<Float>], budget: NetAdaptTrace.Budget,
    reduction: Double, kernels: KernelTable, threads: Int = 1
  ) throws(NetworkError) {
    (self.network, self.pictures) = (network, pictures)
    (self.kernels, self.threads) = (kernels, threads)
    expected = try Self.answers(network, pictures, kernels, threads)
    let cost: Double =
      switch budget {
      case .macs: Double(network.graph.totalCost().macs)
      case .predicted(let device): Roofline(network.graph, on: device).seconds
      case .measured: try LayerTimes(network, pictures[0], kernels).seconds
      }
    trace = NetAdaptTrace(
      budget: budget, reduction: reduction, start: network.graph, startCost: cost)
  }

  /// Makes so many steps, or as many as can be made; `report` is told after each. Throws as expansions and
  /// runs do.
  package mutating func run(steps: Int, report: (NetAdaptTrace) -> Void = { _ in }) throws {
    for number in 1...max(steps, 1) {
      guard try step(number) else { return }
      report(trace)
    }
  }

  /// Makes one step. Says whether there was one to make.
  private mutating func step(_ number: Int) throws -> Bool {
    let proposals = try proposals()
    let fitting = proposals.filter { $0.suffices }
    let before = (proxy: trace.proxy, cost: trace.cost)
    var best: (step: NetAdaptTrace.Step, network: Network<Float>, merit: Double)?
    for proposal in fitting {
      guard let narrow = network.narrowed(to: proposal.graph) else { continue }
      let proxy = try proxy(of: narrow)
      let merit = proposal.merit(proxy: proxy, before: before)
      if let best, best.merit >= merit { continue }
      best = (
        NetAdaptTrace.Step(proposal: proposal, proxy: proxy, choices: fitting.count), narrow, merit
      )
    }
    guard let best else {
      let least = proposals.map { $0.cost }.min() ?? before.cost
      trace.end = .unreachable(step: number, largest: (before.cost - least) / trace.startCost)
      return false
    }
    trace.steps.append(best.step)
    network = best.network
    return true
  }

  /// The mean similarity of a network's answers to the full network's.
  private func proxy(of network: Network<Float>) throws(NetworkError) -> Double {
    var sum = 0.0
    let answers = try Self.answers(network, pictures, kernels, threads)
    for (answers, expected) in zip(answers, expected) {
      sum += AnswerSimilarity.cosine(answers, expected)
    }
    return sum / Double(max(pictures.count, 1))
  }

  private static func answers(
    _ network: Network<Float>, _ pictures: [Tensor<Float>], _ kernels: KernelTable, _ threads: Int
  ) throws(NetworkError) -> [[Tensor<Float>]] {
    let plan = try Plan(network.graph, weights: network.weights, kernels: kernels)
    let runner = try PlanRunner(plan, threads: threads)
    return try pictures.map { picture throws(NetworkError) in try runner.run(picture) }
  }

  private func proposals() throws -> [NetAdaptProposal] {
    switch trace.budget {
    case .macs: try proposals { Double($0.totalCost().macs) }
    case .predicted(let device): try proposals { Roofline($0, on: device).seconds }
    case .measured: try measuredProposals()
    }
  }

  private func proposals(
    saving factor: Double = 1, _ cost: (Graph) -> Double
  ) throws(GraphError) -> [NetAdaptProposal] {
    try network.graph.spec.netAdaptProposals(
      reducingBy: factor * trace.reduction, of: trace.startCost, scaling: network.graph.scaling,
      cost: cost)
  }

  /// Proposals by the times of layers, each then measured against the present network; where one saves
  /// less than its layers promise, more is promised, a few times.
  private func measuredProposals() throws -> [NetAdaptProposal] {
    let times = try LayerTimes(network, pictures[0], kernels)
    // In the units of the trace: a machine may be slower now than at the start.
    let unit = trace.cost / times.seconds
    let target = trace.cost - trace.reduction * trace.startCost
    var found: [NetAdaptProposal] = []
    for factor in [1, 1.5, 2.25] {
      let open = try proposals(saving: factor) { unit * times.seconds(of: $0) }.filter { proposal in
        proposal.suffices
          && !found.contains {
            $0.suffices && $0.width == proposal.width && $0.rows == proposal.rows
          }
      }
      let ratios = try ratios(of: open)
      for (proposal, ratio) in zip(open, ratios) {
        var proposal = proposal
        (proposal.cost, proposal.share) = (ratio * trace.cost, ratio)
        proposal.suffices = proposal.cost <= target
        found.removeAll { $0.width == proposal.width && $0.rows == proposal.rows }
        found.append(proposal)
      }
    }
    return found
  }

  /// The times of proposals over that of the present network: medians of pairs, all in turns.
  private func ratios(of proposals: [NetAdaptProposal]) throws -> [Double] {
    let networks = [network] + proposals.compactMap { network.narrowed(to: $0.graph) }
    guard networks.count == proposals.count + 1 else { return proposals.map { _ in 1 } }
    var calls: [() throws -> Void] = []
    for network in networks {
      let plan = try Plan(network.graph, weights: network.weights, kernels: kernels)
      let (runner, picture) = (try PlanRunner(plan, threads: 1), pictures[0])
      calls.append { _ = try runner.run(picture) }
    }
    let timing = try InterleavedTiming(calls, rounds: LayerTimes.rounds, warmUp: 1)
    return proposals.indices.map { timing.comparison(of: $0 + 1, with: 0).ratio.median }
  }
}

extension Network<Float> {
  /// The same network by a table whose rows stand once each: the nodes are the same. Throws as expansion
  /// does.
  package func withSingleRows() throws(GraphError) -> Network<Float> {
    let single = try Graph(expanding: graph.spec.withSingleRows(), scaling: graph.scaling)
    return single.nodes.count == graph.nodes.count
      ? Network(graph: single, weights: weights) : self
  }
}
