import Architecture
import NetworkGraph

extension Convention {
  /// The count of a quantity in this convention; nothing if the convention says nothing about it.
  /// `withBackground` is the same network with one class more, if it can have one.
  func count(
    of quantity: PublishedCount.Quantity, in graph: Graph, withBackground: Graph?
  ) -> WideCount? {
    switch quantity {
    case .macs: macs.map { graph.bridge(by: $0).total }
    case .flops: flops.map { graph.bridge(by: $0).total }
    case .parameters:
      parameters.flatMap { rule in
        (rule.hasBackgroundClass ? withBackground : graph).map {
          WideCount($0.parameterCount(by: rule))
        }
      }
    }
  }

  /// In how many points a quantity is counted otherwise than the papers do: of two conventions that
  /// give a number, the one with fewer is meant.
  func departures(for quantity: PublishedCount.Quantity) -> Int {
    switch quantity {
    case .macs: macs?.departures(from: 1) ?? 0
    case .flops: flops?.departures(from: 2) ?? 0
    case .parameters: parameters?.departures ?? 0
    }
  }
}

extension Convention.ParameterRule {
  fileprivate var departures: Int {
    let norm =
      switch normVectors {
      case 2: 0
      case 0: 1
      // Something is left out, and something else is put in.
      default: 2
      }
    return norm + (hasBackgroundClass ? 1 : 0)
  }
}

extension Convention.Rule {
  fileprivate func departures(from multiplyAccumulate: Int) -> Int {
    (self.multiplyAccumulate.values.allSatisfy { $0 == multiplyAccumulate } ? 0 : 1)
      + contributions.count { $0.each > 0 } + leavesOut.count
  }
}

extension Graph {
  /// Parameters by a convention's rule: those that are trained, with another number of values for
  /// each channel of a norm.
  func parameterCount(by rule: Convention.ParameterRule) -> Int {
    let normChannels = nodes.reduce(0) { sum, node in
      guard node.operation.hasMovingStatistics else { return sum }
      return sum + node.shape.channels
    }
    return totalCost().parameters.total + (rule.normVectors - 2) * normChannels
  }
}
