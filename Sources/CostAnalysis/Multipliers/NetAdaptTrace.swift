import Architecture
import NetworkGraph

/// What a NetAdapt search did, step by step.
package struct NetAdaptTrace: Sendable {
  /// What a step lowers.
  package enum Budget: Hashable, Sendable {
    /// Multiply-accumulates.
    case macs
    /// The least time on a device, by the roofline, in seconds.
    case predicted(Device)
    /// The time on this machine, in seconds.
    case measured
  }

  /// One step: the proposal that was chosen.
  package struct Step: Sendable {
    /// The proposal, with the network that it made.
    package var proposal: NetAdaptProposal
    /// How alike the answers of that network and of the full one are, at most 1.
    package var proxy: Double
    /// Proposals among which it was chosen.
    package var choices: Int

    /// A step from its parts.
    package init(proposal: NetAdaptProposal, proxy: Double, choices: Int) {
      (self.proposal, self.proxy, self.choices) = (proposal, proxy, choices)
    }
  }

  /// Why a search ended.
  package enum End: Hashable, Sendable {
    /// It made all the steps that were asked for.
    case complete
    /// In the step of this number no proposal saved enough; the most that one would have saved, as a
    /// share of the full network's cost.
    case unreachable(step: Int, largest: Double)
  }

  /// What is lowered.
  package var budget: Budget
  /// The share of the full network's cost that a step has to save.
  package var reduction: Double
  /// The full network.
  package var start: Graph
  /// What it costs, in what the budget counts.
  package var startCost: Double
  /// The steps.
  package var steps: [Step] = []
  /// Why it ended.
  package var end = End.complete

  /// A trace without steps.
  package init(budget: Budget, reduction: Double, start: Graph, startCost: Double) {
    (self.budget, self.reduction) = (budget, reduction)
    (self.start, self.startCost) = (start, startCost)
  }

  /// The network after the last step.
  package var graph: Graph { steps.last?.proposal.graph ?? start }
  /// What it costs, in what the budget counts.
  package var cost: Double { steps.last?.proposal.cost ?? startCost }
  /// How alike its answers are to those of the full network.
  package var proxy: Double { steps.last?.proxy ?? 1 }
}

extension NetAdaptProposal {
  /// What MobileNetV3 chooses by (section 4.2), with a proxy in place of the accuracy: its change, which
  /// is mostly a loss, over what is saved; the greatest is the best.
  package func merit(proxy: Double, before: (proxy: Double, cost: Double)) -> Double {
    (proxy - before.proxy) / (before.cost - cost)
  }
}
