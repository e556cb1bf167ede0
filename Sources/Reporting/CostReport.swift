import Architecture
import CostAnalysis
import NetworkGraph

/// The cost table of a network, for people and for programs.
public struct CostReport: Sendable {
  /// The network.
  public var graph: ShapedGraph
  /// How finely it is divided.
  public var grain: CostGrain

  /// A report on a network.
  public init(_ graph: ShapedGraph, by grain: CostGrain) {
    self.graph = graph
    self.grain = grain
  }

  /// One line that says what is counted: name, multipliers, input.
  public static func heading(_ graph: ShapedGraph) -> String {
    let spec = graph.graph.spec
    let scaling = graph.graph.scaling
    var parts = ["\(spec.title) (\(spec.name))"]
    if spec.rules.width.rounding != .undefined {
      parts.append("alpha \(Numbers.fixed(scaling.width ?? spec.nominalWidth, 2))")
    }
    parts.append("input \(graph.shapes[0])")
    if let classes = scaling.classes ?? spec.variables["classes"] {
      parts.append("classes \(classes)")
    }
    return parts.joined(separator: "   ")
  }

  /// The table.
  public func table() -> ReportTable {
    let entries = graph.costEntries(by: grain)
    let total = graph.totalCost()
    let columns: [ReportTable.Column] = [
      .init("#", .right, priority: 1), .init("name", .left), .init("operator", .left),
      .init("input HxWxC", .left, priority: 6), .init("output HxWxC", .left),
      .init("k", priority: 4), .init("s", priority: 3), .init("params"), .init("%", priority: 2),
      .init("MACs"), .init("%"), .init("act. KiB", priority: 5),
    ]
    var previous = ""
    let lines = entries.map { entry in
      let row = graph.graph.rows[entry.row]
      let block = graph.graph.blocks[graph.graph.nodes[entry.nodes[0]].origin.block].name
      // Layers of a block stand together: its name once is enough.
      let name = grain == .layer ? (block == previous ? "" : block) : entry.name
      previous = block
      let number = name.isEmpty ? "" : row.number.map(String.init) ?? ""
      return ReportTable.Line(
        [
          number, name, grain == .block ? blockOperator(entry) : entry.operatorText,
          "\(entry.input)", "\(entry.output)", entry.kernel.map(String.init) ?? "-",
          entry.kernel == nil ? "-" : "\(entry.stride)",
          entry.cost.parameters.total == 0 ? "-" : Numbers.grouped(entry.cost.parameters.total),
          Numbers.percent(entry.cost.parameters.total, of: total.parameters.total),
          entry.cost.macs == 0 ? "-" : Numbers.grouped(entry.cost.macs),
          Numbers.percent(entry.cost.macs, of: total.macs),
          Numbers.kibibytes(entry.cost.activationBytes),
        ], tint: tint(entry))
    }
    let sum = ReportTable.Line([
      "", "total", "", "", "", "", "", Numbers.grouped(total.parameters.total), "100",
      Numbers.grouped(total.macs), "100", Numbers.kibibytes(total.activationBytes),
    ])
    return ReportTable(
      heading: [Self.heading(graph)], columns: columns, lines: lines, totals: [sum],
      footer: footer(total))
  }

  private func blockOperator(_ entry: CostEntry) -> String {
    entry.kind == BlockKind.separable.rawValue ? "depthwise + pointwise" : entry.operatorText(graph)
  }

  private func footer(_ total: Cost) -> [String] {
    let kinds = graph.costByKind()
    func split(_ value: (Cost) -> Int, _ whole: Int) -> String {
      kinds.filter { value($0.cost) > 0 }
        .sorted { value($0.cost) > value($1.cost) }
        .map { "\($0.kind.rawValue) \(Numbers.percent(value($0.cost), of: whole))" }
        .joined(separator: "   ")
    }
    let peak = graph.liveSet().peak
    let origin = graph.graph.nodes[peak.node].origin
    let block = graph.graph.blocks[origin.block].name
    let place =
      block == "\(origin.role)" || graph.graph.blocks[origin.block].kind == .convolution
      ? block : "\(block), \(origin.role.rawValue)"
    return [
      "MACs by kind, %    \(split({ $0.macs }, total.macs))",
      "params by kind, %  \(split({ $0.parameters.total }, total.parameters.total))",
      "FLOPs = 2 x MACs = \(Numbers.grouped(total.flops))"
        + "   weights \(Numbers.mebibytes(total.weightBytes)) MiB"
        + "   peak activations \(Numbers.mebibytes(peak.bytes)) MiB at \(place)"
        + "   (32-bit floating point)",
      "Counted: multiply-accumulates of convolutions and fully connected layers, padding included;"
        + " bias, norm, activation, pooling, sums and gates count 0. params are the trainable ones,"
        + " norm scale and shift included. act. is the output written by each layer.",
    ]
  }

  private func tint(_ entry: CostEntry) -> ReportTable.Tint? {
    switch entry.kind {
    case OperationKind.convolution.rawValue: .violet
    case OperationKind.depthwise.rawValue: .orange
    case OperationKind.pointwise.rawValue: .blue
    case OperationKind.squeezeExcite.rawValue: .green
    case OperationKind.fullyConnected.rawValue: .cyan
    case OperationKind.pool.rawValue, OperationKind.join.rawValue, OperationKind.softmax.rawValue:
      .dim
    default: nil
    }
  }
}

extension CostEntry {
  fileprivate func operatorText(_ graph: ShapedGraph) -> String {
    graph.graph.rows[row].operatorText
  }
}
