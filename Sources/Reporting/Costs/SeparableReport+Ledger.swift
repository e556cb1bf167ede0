import Architecture
import CostAnalysis
import NetworkGraph

extension SeparableReport {
  private typealias Count = SeparableComparison.Count

  /// Every separable block of a network beside the standard convolution that would take its place, and
  /// the whole network with either.
  package static func table(_ graph: Graph) -> ReportTable {
    let ledger = graph.separableLedger()
    let (standard, separable) = (ledger.standard, ledger.separable)
    return ReportTable(
      key: "blocks", facts: facts(graph, standard, separable),
      heading: NetworkSummary(graph).headings, of: ledger.entries, hasTotalsInJSON: false,
      footer: notes(standard, separable, isEmpty: ledger.entries.isEmpty)
    ) {
      Column("block", .left, key: "name", total: "the network") { .text($0.block.name) }
      Column("input HxWxC", .left, priority: 7, key: "input") { .shape($0.comparison.input) }
      Column("output HxWxC", .left, priority: 2, key: "output") { .shape($0.comparison.output) }
      Column("Dk", priority: 1, key: "kernel") {
        .perAxis($0.comparison.standard.kernel) { .count($0) }
      }
      Column(
        "standard params", priority: 4, key: ["standard", "parameters"],
        total: .count(standard.weights)
      ) { .count($0.comparison.count($0.comparison.standard).weights) }
      Column(
        "separable params", priority: 5, key: ["separable", "parameters"],
        total: .count(separable.weights)
      ) { .count($0.comparison.separable.weights) }
      Column("standard MACs", key: ["standard", "macs"], total: .count(standard.macs)) {
        .count($0.comparison.count($0.comparison.standard).macs)
      }
      Column("separable MACs", key: ["separable", "macs"], total: .count(separable.macs)) {
        .count($0.comparison.separable.macs)
      }
      Column("ratio", key: "ratio", total: quotient(separable.macs, standard.macs, decimals: 4)) {
        .number($0.comparison.ratio, decimals: 4)
      }
      Column("1/N+1/Dk^2", priority: 1, key: "theoreticalRatio") {
        .number($0.comparison.theoreticalRatio, decimals: 4)
      }
      Column(
        "x cheaper", priority: 6, total: quotient(standard.macs, separable.macs, decimals: 2)
      ) { .number(1 / $0.comparison.ratio, decimals: 2) }
      halves
    }
  }

  /// What programs get besides: the stride, and the two convolutions of a separable one.
  @ColumnBuilder<SeparableLedger.Entry>
  private static var halves: [Column<SeparableLedger.Entry>] {
    Column("stride", key: "stride", isForPrograms: true) {
      .perAxis($0.comparison.standard.stride) { .count($0) }
    }
    Column("depthwise params", key: ["depthwise", "parameters"], isForPrograms: true) {
      .count($0.comparison.count($0.comparison.depthwise).weights)
    }
    Column("depthwise MACs", key: ["depthwise", "macs"], isForPrograms: true) {
      .count($0.comparison.count($0.comparison.depthwise).macs)
    }
    Column("pointwise params", key: ["pointwise", "parameters"], isForPrograms: true) {
      .count($0.comparison.count($0.comparison.pointwise).weights)
    }
    Column("pointwise MACs", key: ["pointwise", "macs"], isForPrograms: true) {
      .count($0.comparison.count($0.comparison.pointwise).macs)
    }
  }

  private static func facts(
    _ graph: Graph, _ standard: Count, _ separable: Count
  ) -> [String: JSONValue] {
    func object(_ count: Count) -> JSONValue {
      .object(["parameters": .integer(count.weights), "macs": .integer(count.macs)])
    }
    return [
      "name": .text(graph.spec.name),
      "totals": .object(["standard": object(standard), "separable": object(separable)]),
    ]
  }

  private static func notes(
    _ standard: Count, _ separable: Count, isEmpty: Bool
  ) -> [String] {
    guard !isEmpty else {
      return ["No block is a depthwise convolution with a 1x1 convolution after it."]
    }
    return [
      "With standard convolutions the network would cost"
        + " \(times(standard.macs, separable.macs)) times the MACs and"
        + " \(times(standard.weights, separable.weights)) times the parameters.",
      "Each line compares a depthwise convolution and the 1x1 convolution after it with one standard"
        + " convolution of the same kernel size, input and output. A block's params are its weights. The"
        + " network's are all trainable ones; the depthwise layers' norms go, too.",
    ]
  }

  private static func quotient(
    _ dividend: WideCount, _ divisor: WideCount, decimals: Int
  ) -> ReportTable.Cell {
    guard dividend > 0, divisor > 0 else { return .none }
    return .number(Double(dividend) / Double(divisor), decimals: decimals)
  }

  private static func times(_ standard: some BinaryInteger, _ separable: some BinaryInteger)
    -> String
  {
    separable == 0 ? "-" : Numbers.fixed(Double(standard) / Double(separable), 3)
  }
}
