import Architecture
import CostAnalysis
import NetworkGraph

/// Networks beside one another.
public enum CompareReport {
  /// A network with what is published of it.
  public struct Entry: Sendable {
    /// How it was asked for.
    public var name: String
    /// The network.
    public var graph: Graph
    /// An accuracy published for it; nothing if none is.
    public var accuracy: PublishedAccuracy?

    /// An entry from its parts.
    public init(name: String, graph: Graph, accuracy: PublishedAccuracy?) {
      self.name = name
      self.graph = graph
      self.accuracy = accuracy
    }
  }

  /// One line a network: totals, the split of its MACs, accuracy.
  public static func table(_ entries: [Entry]) -> ReportTable {
    let kinds: [(title: String, kind: OperationKind)] = [
      ("1x1", .pointwise), ("dw", .depthwise), ("conv", .convolution), ("fc", .fullyConnected),
      ("SE", .squeezeExcite),
    ]
    let accuracyTitle = entries.contains { $0.accuracy != nil }
    return ReportTable(
      key: "networks", heading: [],
      columns: [
        .init("network", .left, key: "name"), .init("input", .left, priority: 6, key: "input"),
        .init("layers", priority: 7, key: "layers"), .init("params", key: "parameters"),
        .init("MACs", key: "macs"), .init("weights MiB", priority: 5, key: "weightBytes"),
        .init("peak MiB", priority: 4, key: "peakActivationBytes"),
        .init("moved MiB", priority: 8, key: "bytesMoved"),
      ]
        + kinds.map {
          .init(
            "\($0.title) %", priority: $0.kind == .pointwise || $0.kind == .depthwise ? 1 : 9,
            uniqueTitle: "% of MACs in \($0.title)",
            key: $0.kind.rawValue)
        }
        + (accuracyTitle
          ? [
            .init("published", .left, key: "accuracy"),
            .init("percent", key: "percent", isForPrograms: true),
            .init("metric", .left, key: "metric", isForPrograms: true),
            .init("data", .left, key: "data", isForPrograms: true),
            .init("by", .left, priority: 3, key: "accuracySource"),
          ] : []),
      lines: entries.map { entry in
        let graph = entry.graph
        let total = graph.totalCost()
        let byKind = graph.costByKind()
        let accuracy: [ReportTable.Cell] =
          accuracyTitle
          ? FitReport.accuracy(entry.accuracy) + [
            entry.accuracy.map { .text($0.source) } ?? .text("no published accuracy")
          ] : []
        return ReportTable.Line(
          [
            .text(entry.name), .shape(graph.input), .count(graph.layers().count),
            .count(total.parameters.total), .count(total.macs), .mebibytes(total.weightBytes),
            .mebibytes(graph.peakActivationBytes()), .mebibytes(total.bytesMoved),
          ]
            + kinds.map { kind in
              .percent(byKind.first { $0.kind == kind.kind }?.cost.macs ?? 0, of: total.macs)
            } + accuracy)
      },
      footer: ratios(entries))
  }

  /// Each network against the first.
  private static func ratios(_ entries: [Entry]) -> [String] {
    guard let first = entries.first else { return [] }
    let own = first.graph.totalCost()
    return entries.dropFirst().map { entry in
      let total = entry.graph.totalCost()
      let macs = Double(total.macs) / Double(max(own.macs, 1))
      let parameters = Double(total.parameters.total) / Double(max(own.parameters.total, 1))
      return "\(entry.name) has \(Numbers.fixed(macs, 3)) times the MACs and"
        + " \(Numbers.fixed(parameters, 3)) times the parameters of \(first.name)."
    }
  }
}
