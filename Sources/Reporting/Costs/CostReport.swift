import Architecture
import CostAnalysis
import NetworkGraph

/// The cost table of a network, for people and for programs.
public struct CostReport: Sendable {
  /// The network.
  public var graph: Graph
  /// How finely it is divided.
  public var grain: CostGrain
  /// Whose multiply-accumulates are counted; the exact ones if absent.
  public let convention: Convention?
  /// The ways to the convention's numbers.
  let macs: Bridge?
  let flops: Bridge?

  /// A report on a network.
  public init(_ graph: Graph, by grain: CostGrain, convention: Convention? = nil) {
    self.graph = graph
    self.grain = grain
    self.convention = convention
    macs = convention?.macs.map { graph.bridge(by: $0) }
    flops = convention?.flops.map { graph.bridge(by: $0) }
  }

  /// One part, row, block or layer.
  struct Entry {
    /// Its position, from 1.
    var index: Int
    /// What it is, and what it costs exactly.
    var own: CostEntry
    /// Multiply-accumulates, as the convention counts them.
    var macs: WideCount
    /// Twice the exact multiply-accumulates, or the convention's own number; nothing if it has none.
    var flops: WideCount?
    /// Whether it belongs to the same block as the entry before it.
    var goesOn: Bool
  }

  /// The table.
  public func table() -> ReportTable { grain == .part ? partTable() : lineTable() }

  func entries() -> [Entry] {
    var previous: Int?
    return graph.costEntries(by: grain).enumerated().map { index, entry in
      let block = graph.nodes[entry.nodes[0]].origin.block
      defer { previous = block }
      return Entry(
        index: index + 1, own: entry, macs: macs?.count(of: entry.nodes) ?? entry.cost.macs,
        flops: convention == nil ? entry.cost.flops : flops?.count(of: entry.nodes),
        goesOn: block == previous)
    }
  }

  /// The sums over the network, as the convention counts.
  var total: Cost { graph.totalCost(counting: macs) }

  /// The heading, with the convention if one was asked for.
  var headings: [String] {
    var headings = NetworkSummary(graph).headings
    if let convention { headings[0] += "   convention \(convention.name)" }
    return headings
  }

  /// What JSON says of the network.
  var facts: [String: JSONValue] {
    let exact = graph.totalCost()
    let peak = graph.liveSet().peak
    var totals: [String: JSONValue] = [
      "parameters": .integer(exact.parameters.total), "macs": .integer(macs?.total ?? exact.macs),
      "convention": .text(convention?.name ?? Convention.standardName),
      "peakActivationBytes": .integer(peak.bytes), "weightBytes": .integer(exact.weightBytes),
      "peakActivationAt": .text(graph.rows[graph.nodes[peak.node].origin.row].name),
    ]
    let flops = convention == nil ? exact.flops : self.flops?.total
    totals["flops"] = flops.map { .integer($0) }
    var facts = NetworkSummary(graph).facts(["totals": .object(totals)])
    facts["classes"] = graph.classes.map { .integer($0) }
    return facts
  }
}
