import Architecture
import CostAnalysis
import NetworkGraph

extension CostReport {
  /// Lines below the table: shares by kind, memory, and what is counted.
  func notes(_ total: Cost) -> [String] {
    let kinds = graph.costByKind(counting: macs)
    func split(_ value: (Cost) -> WideCount, _ whole: WideCount) -> String {
      kinds.filter { value($0.cost) > 0 }
        .sorted { value($0.cost) > value($1.cost) }
        .map { "\($0.kind.rawValue) \(Numbers.percent(value($0.cost), of: whole))" }
        .joined(separator: "   ")
    }
    let peak = graph.liveSet().peak
    return [
      "MACs by kind, %    \(split({ $0.macs }, total.macs))",
      "params by kind, %  \(split({ WideCount($0.parameters.total) }, WideCount(total.parameters.total)))",
      flopsText(total)
        + "weights \(Numbers.mebibytes(total.weightBytes)) MiB"
        + "   peak activations \(Numbers.mebibytes(peak.bytes)) MiB at \(place(of: peak))"
        + "   (\(graph.precision.title))",
      "Counted: \(counted()). params: trainable ones,"
        + " norm scale and shift included. act.: the output that each layer writes.",
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
        + " biases, norms, activations, pooling, sums and gate products count as 0"
    }
    let terms = macs.terms.map { term in
      let unit = term.unit.map { " an \($0.rawValue)" } ?? ""
      let isAmbiguous = macs.terms.count { $0.title == term.title } > 1
      return "\(term.title)\(isAmbiguous ? unit : "") \(Numbers.grouped(term.count))"
    }
    let unnamed =
      macs.unnamed.isEmpty ? "" : "; it has no rule for \(macs.unnamed.joined(separator: ", "))"
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
}
