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

  /// One line that says what is counted: name, multipliers, input.
  public static func heading(_ graph: Graph) -> String {
    let spec = graph.spec
    let scaling = graph.scaling
    var parts = ["\(spec.title) (\(spec.name))"]
    if spec.rules.width.rounding != .undefined {
      parts.append("alpha \(Numbers.fixed(scaling.width ?? spec.nominalWidth, 2))")
    }
    parts.append("input \(graph.input)")
    if let classes = graph.classes {
      parts.append("classes \(classes)")
    }
    return parts.joined(separator: "   ")
  }

  /// What every report says of its network in JSON: name, input, width multiplier.
  public static func facts(_ graph: Graph) -> [String: ReportTable.Cell] {
    [
      "name": .text(graph.spec.name), "input": .shape(graph.input),
      "width": .number(graph.scaling.width ?? graph.spec.nominalWidth, decimals: 2),
      "classes": graph.classes.map { .count($0) } ?? .none,
    ]
  }

  /// The table.
  public func table() -> ReportTable {
    grain == .part ? partTable() : layerTable()
  }

  /// The heading, with the convention if one was asked for.
  func heading() -> String {
    Self.heading(graph) + (convention.map { "   convention \($0.name)" } ?? "")
  }

  private func layerTable() -> ReportTable {
    let entries = graph.costEntries(by: grain, counting: macs)
    let total = graph.totalCost(counting: macs)
    let hasExpansion = grain != .layer && entries.contains { has(.expand, $0) }
    var columns: [ReportTable.Column] = [
      .init("#", .right, priority: 2), .init("name", .left), .init("operator", .left),
      .init("input HxWxC", .left, priority: 7), .init("output HxWxC", .left, priority: 1),
      .init("k", priority: 5), .init("s", priority: 4),
    ]
    if hasExpansion { columns += [.init("exp", priority: 8), .init("SE", .left, priority: 8)] }
    columns += [
      .init("NL", .left, priority: 8), .init("params"),
      .init("%", priority: 3, uniqueTitle: "% of params"), .init("MACs"),
      .init("%", uniqueTitle: "% of MACs"), .init("act. KiB", priority: 6),
    ]
    var previous = ""
    let lines = entries.map { entry in
      let block = graph.blocks[graph.nodes[entry.nodes[0]].origin.block].name
      // Layers of a block stand together: its name once is enough.
      let isRepeated = grain == .layer && block == previous
      previous = block
      return ReportTable.Line(
        place(entry, grain == .layer ? block : entry.name + repeats(entry), isRepeated: isRepeated)
          + ((hasExpansion ? [expansion(entry), has(.gate, entry) ? "y" : "-"] : [])
          + [activation(entry)] + amounts(entry.cost, of: total)).map { .text($0) },
        tint: tint(entry))
    }
    let blanks = Array(repeating: "", count: hasExpansion ? 8 : 6)
    let sum = ReportTable.Line(["", "total"] + blanks + amounts(total, of: total))
    return ReportTable(
      heading: [heading()], columns: columns, lines: lines, totals: [sum],
      footer: footer(total)
    ).grouped(by: entries.map(\.part))
  }

  private func place(
    _ entry: CostEntry, _ name: String, isRepeated: Bool
  ) -> [ReportTable.Cell] {
    let number = graph.rows[entry.row].number.map(String.init) ?? ""
    let words: [ReportTable.Cell] =
      isRepeated ? [.ditto(number), .ditto(name)] : [.text(number), .text(name)]
    return words
      + [
        entry.operatorText, "\(entry.input)", "\(entry.output)",
        entry.kernel.map(String.init) ?? "-", entry.kernel == nil ? "-" : "\(entry.stride)",
      ].map { .text($0) }
  }

  /// How often a row stands, if more than once.
  private func repeats(_ entry: CostEntry) -> String {
    let count = graph.rows[entry.row].repeats
    return grain == .row && count > 1 ? " (\(count)x)" : ""
  }

  func amounts(_ cost: Cost, of total: Cost) -> [String] {
    [
      cost.parameters.total == 0 ? "-" : Numbers.grouped(cost.parameters.total),
      Numbers.percent(cost.parameters.total, of: total.parameters.total),
      cost.macs == 0 ? "-" : Numbers.grouped(cost.macs),
      Numbers.percent(cost.macs, of: total.macs), Numbers.kibibytes(cost.activationBytes),
    ]
  }

  private func has(_ role: Role, _ entry: CostEntry) -> Bool {
    entry.nodes.contains { graph.nodes[$0].origin.role == role }
  }

  /// The channels inside an inverted residual.
  private func expansion(_ entry: CostEntry) -> String {
    let inside = entry.nodes.first { node in
      has(.project, entry) && graph.nodes[node].origin.role == .depthwise
    }
    return inside.map { "\(graph.nodes[$0].shape.channels)" } ?? "-"
  }

  /// The activation of the entry's own layers, gates apart.
  private func activation(_ entry: CostEntry) -> String {
    for node in entry.nodes {
      let node = graph.nodes[node]
      if case .activation(let activation) = node.operation,
        grain == .layer || node.kind != .squeezeExcite
      {
        return activation.abbreviation
      }
    }
    return "-"
  }

  func footer(_ total: Cost) -> [String] {
    let kinds = graph.costByKind(counting: macs)
    func split(_ value: (Cost) -> Int, _ whole: Int) -> String {
      kinds.filter { value($0.cost) > 0 }
        .sorted { value($0.cost) > value($1.cost) }
        .map { "\($0.kind.rawValue) \(Numbers.percent(value($0.cost), of: whole))" }
        .joined(separator: "   ")
    }
    let peak = graph.liveSet().peak
    return [
      "MACs by kind, %    \(split({ $0.macs }, total.macs))",
      "params by kind, %  \(split({ $0.parameters.total }, total.parameters.total))",
      flopsText(total)
        + "weights \(Numbers.mebibytes(total.weightBytes)) MiB"
        + "   peak activations \(Numbers.mebibytes(peak.bytes)) MiB at \(place(of: peak))"
        + "   (32-bit floating point)",
      "Counted: \(counted()). params are the trainable ones,"
        + " norm scale and shift included. act. is the output written by each layer.",
    ]
  }

  /// FLOPs, if there is such a number.
  private func flopsText(_ total: Cost) -> String {
    guard convention != nil else {
      return "FLOPs = 2 x MACs = \(Numbers.grouped(total.flops))   "
    }
    return flops.map { "FLOPs \(Numbers.grouped($0.total))   " } ?? ""
  }

  /// What MACs are.
  private func counted() -> String {
    guard let convention, let macs else {
      return "multiply-accumulates of convolutions and fully connected layers, padding included;"
        + " bias, norm, activation, pooling, sums and gates count 0"
    }
    let terms = macs.terms.map { term in
      let unit = term.unit.map { " an \($0.rawValue)" } ?? ""
      let isAmbiguous = macs.terms.count { $0.title == term.title } > 1
      return "\(term.title)\(isAmbiguous ? unit : "") \(Numbers.grouped(term.count))"
    }
    let unnamed =
      macs.unnamed.isEmpty ? "" : "; its rule does not name \(macs.unnamed.joined(separator: ", "))"
    return "as \(convention.title) does, \(terms.joined(separator: " + "))\(unnamed)"
  }

  /// Where the live set is largest: the row, by number and name, and the layer in it.
  private func place(of peak: LiveSet.Step) -> String {
    let origin = graph.nodes[peak.node].origin
    let row = graph.rows[origin.row]
    let number = row.number.map { "row \($0), " } ?? ""
    let isWhole = row.kind == .convolution || row.kind == .input
    return number + row.name + (isWhole ? "" : ", \(origin.role.rawValue)")
  }

  private func tint(_ entry: CostEntry) -> ReportTable.Tint? {
    let node = graph.nodes[entry.nodes[0]]
    switch grain {
    case .layer: return tint(of: node.kind)
    case .block: return tint(of: graph.blocks[node.origin.block].kind)
    case .row: return tint(of: graph.rows[entry.row].kind)
    case .part: return nil
    }
  }

  private func tint(of kind: OperationKind) -> ReportTable.Tint? {
    switch kind {
    case .convolution: .violet
    case .depthwise: .orange
    case .pointwise: .blue
    case .squeezeExcite: .green
    case .fullyConnected: .cyan
    case .input, .pool, .join, .resize, .norm, .activation, .softmax, .answers: .dim
    }
  }

  private func tint(of kind: BlockKind) -> ReportTable.Tint? {
    switch kind {
    case .convolution: .violet
    case .depthwise: .orange
    case .pointwise: .blue
    case .fullyConnected: .cyan
    case .separable, .invertedResidual, .composite, .head: nil
    case .input, .pool, .normalization, .softmax, .join: .dim
    }
  }
}
