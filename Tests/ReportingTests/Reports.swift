import Architecture
import CostAnalysis
import NetworkGraph
import Reporting
import TableReading
import TestSupport

/// A report by its name.
struct NamedReport {
  var name: String
  var table: ReportTable

  init(_ name: String, _ table: ReportTable) {
    self.name = name
    self.table = table
  }
}

/// Every table there is of a network, for the whole picture of it.
func reports(of network: String) throws -> [NamedReport] {
  let graph = try graph(network)
  let device = try TableLibrary.repository().device(named: "raspberry-pi-4")
  let memory = MemoryReport(graph)
  let worksheet = Worksheet(graph, seed: 3)
  let fvcore = try library.convention(named: "fvcore")
  let spec = try library.architecture(named: network)
  let bridges = BridgeReport(graph, conventions: try library.conventions()).tables()
  let costs = CostGrain.allCases.flatMap { grain in
    [
      NamedReport("cost-\(grain)", CostReport(graph, by: grain).table()),
      NamedReport(
        "cost-\(grain)-fvcore", CostReport(graph, by: grain, convention: fvcore).table()),
    ]
  }
  return try costs + bridges.map { NamedReport("bridge-\($0.key)", $0) }
    + BoxesReport.tables(graph).map { NamedReport("boxes", $0) } + [
      NamedReport("kinds", KindReport.table(graph)),
      NamedReport("reach", ReachReport(graph, cells: 4).table()),
      NamedReport("reach-rows", ReachReport.rowTable(graph)),
      NamedReport("schedule", memory.schedule()), NamedReport("weights", memory.weights()),
      NamedReport("multiplier", MultiplierReport.table(EffectiveMultipliers(graph))),
      NamedReport("ledger", SeparableReport.table(graph)),
      NamedReport("roofline", RooflineReport.table(graph, on: device)),
      NamedReport("questions", worksheet.questions()), NamedReport("key", worksheet.key()),
      NamedReport("explain", ExplainReport.table(graph, graph.layers(named: "2"))),
      NamedReport("show", ShowReport.table(graph)),
      NamedReport("show-costs", ShowReport.table(graph, costs: true)),
      NamedReport(
        "list", ListReport.table([(graph: graph, dialects: ["paper", "timm"])])),
      NamedReport("sweep", SweepReport.table(spec, [ScaledCost(graph)])),
      NamedReport(
        "compare",
        CompareReport.table([CompareReport.Entry(name: network, graph: graph, accuracy: nil)])),
      NamedReport(
        "diff",
        DiffReport.table(
          TableDiff(graph.comparedRows(), try Graph.mobileNetV1().comparedRows()),
          names: (network, "mobilenet-v1"))),
    ]
}

extension Graph {
  fileprivate static func mobileNetV1() throws -> Graph { try graph("mobilenet-v1") }
}
