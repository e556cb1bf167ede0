import Architecture
import CostAnalysis
import NetworkGraph
import TestSupport
import Testing

/// The laws of NetAdapt's proposals, each checked by a table of its own.
@Suite struct NetAdaptTests {
  func macs(_ graph: Graph) -> Double { Double(graph.totalCost().macs) }

  @Test(
    "Every proposal saves enough, in steps of 8, and one step less would not",
    arguments: ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"],
    [0.01, 0.05])
  func least(name: String, reduction: Double) throws {
    let spec = try Repository.architecture(named: name)
    let full = try macs(Graph.expanded(spec))
    let current = try Graph.expanded(spec)
    let proposals = try spec.netAdaptProposals(reducingBy: reduction, cost: macs)
    #expect(!proposals.isEmpty)
    #expect(proposals.contains { $0.suffices })
    for proposal in proposals {
      #expect(proposal.after < proposal.before && proposal.after > 0)
      #expect(proposal.after % 8 == 0)
      #expect(proposal.suffices == (Double(proposal.macs) <= full * (1 - reduction)))
      #expect(abs(proposal.share - Double(proposal.macs) / full) < 1e-12)
      if !proposal.suffices { #expect(proposal.after == 8) }
      #expect(proposal.macs < current.totalCost().macs)
      #expect(proposal.graph.totalCost().macs == proposal.macs)
      // The same layers, in the same order.
      #expect(
        proposal.graph.nodes.map(\.operation.kind) == current.nodes.map(\.operation.kind))
    }
  }

  @Test("A step saves its share of the full network, whatever is left")
  func whole() throws {
    var spec = try Repository.architecture(named: "mobilenet-v3-small")
    let full = try macs(Graph.expanded(spec))
    var left = full
    for _ in 0..<8 {
      let proposal = try #require(
        spec.netAdaptProposals(reducingBy: 0.02, of: full, cost: macs).first { $0.suffices })
      #expect(Double(proposal.macs) <= left - 0.02 * full)
      left = Double(proposal.macs)
      spec = proposal.graph.spec
    }
  }

  @Test("What would be dearer, or lose a shortcut, is not proposed")
  func dearer() throws {
    let spec = try Repository.architecture(named: "mobilenet-v3-large")
    let proposals = try spec.netAdaptProposals(reducingBy: 0.01, cost: macs)
    #expect(!proposals.contains { $0.rows == ["bneck1"] })
    for name in ["mobilenet-v2", "mobilenet-v3-small", "mnasnet-a1"] {
      let spec = try Repository.architecture(named: name)
      let full = try Graph.expanded(spec).totalCost().macs
      for proposal in try spec.netAdaptProposals(reducingBy: 0.01, cost: macs) {
        #expect(proposal.macs < full, "\(name) \(proposal.rows)")
      }
    }
  }

  @Test("A bottleneck shrinks in all blocks that share it; an expansion in one")
  func shared() throws {
    let spec = try Repository.architecture(named: "mobilenet-v3-large")
    let proposals = try spec.netAdaptProposals(reducingBy: 0.01, cost: macs)
    let bottlenecks = proposals.filter { $0.width == .bottleneck }
    #expect(bottlenecks.map(\.before) == [24, 40, 80, 112, 160])
    #expect(bottlenecks.map(\.rows.count) == [2, 3, 4, 2, 3])
    let expansions = proposals.filter { $0.width == .expansion }
    #expect(
      expansions.map(\.before)
        == [64, 72, 72, 120, 120, 240, 200, 184, 184, 480, 672, 672, 960, 960])
    // Written by hand: bneck12 with 624 in place of 672.
    let changed = try #require(expansions.first { $0.rows == ["bneck12"] })
    #expect(changed.after == 624 && changed.macs == 214_371_584)
    let file = try Repository.table("Architectures/MobileNetV3Large").replacing(
      "bneck 3x3,      672,     112", with: "bneck 3x3,      624,     112")
    let own = try Graph(named: "mobilenet-v3-large", adding: [file])
    #expect(own.totalCost().macs == changed.macs)
    #expect(own.totalCost().parameters.total == changed.parameters)
  }

  @Test("Repeats of a row have expansions of their own")
  func repeats() throws {
    let spec = try Repository.architecture(named: "mobilenet-v2")
    let proposals = try spec.netAdaptProposals(reducingBy: 0.01, cost: macs)
    #expect(proposals.count { $0.width == .expansion } == 16)
    #expect(
      proposals.filter { $0.width == .bottleneck }.map(\.before) == [16, 24, 32, 64, 96, 160, 320])
  }

  @Test("The reward is the accuracy at the target, and 5 % are worth twice the latency")
  func reward() {
    #expect(MnasNetReward(accuracy: 75, latency: 80, target: 80).value == 75)
    let slow = MnasNetReward(accuracy: 75 * 1.05, latency: 160, target: 80).value
    #expect(abs(slow - 75) < 0.05)
  }

  @Test("Within the target alpha counts, beyond it beta; at the target neither")
  func exponents() {
    func value(_ latency: Double, _ exponents: MnasNetReward.Exponents) -> Double {
      MnasNetReward(accuracy: 75, latency: latency, target: 80, exponents: exponents).value
    }
    #expect(value(40, .hard) == 75 && value(160, .hard) == 37.5)
    let own = MnasNetReward.Exponents(within: -1, beyond: -2)
    #expect(value(40, own) == 150 && value(80, own) == 75 && value(160, own) == 18.75)
    #expect(value(160, .small) < value(160, .soft) && value(40, .small) > value(40, .soft))
  }
}
