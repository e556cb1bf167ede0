import CostAnalysis
import Reporting
import Testing

/// What `mobilenet cost` prints, to the byte.
@Suite("Cost tables equal their golden files")
struct GoldenTests {
  private func text(_ network: String, _ grain: CostGrain, _ width: Int) throws -> String {
    CostReport(try graph(network), by: grain).table()
      .rendered(as: .text, style: TerminalStyle(width: width))
  }

  @Test("text by row", arguments: classifiers, [80, 120])
  func rows(network: String, width: Int) throws {
    try compare(text(network, .row, width), "\(network).row.\(width).txt", width)
  }

  @Test("text by block", arguments: classifiers, [80, 120])
  func blocks(network: String, width: Int) throws {
    try compare(text(network, .block, width), "\(network).block.\(width).txt", width)
  }

  @Test("text by layer", arguments: [80, 120])
  func layers(width: Int) throws {
    try compare(
      text("mobilenet-v3-small", .layer, width), "mobilenet-v3-small.layer.\(width).txt", width)
  }

  @Test("Markdown, CSV and LaTeX", arguments: [TableFormat.markdown, .csv, .latex])
  func formats(format: TableFormat) throws {
    let table = CostReport(try graph("mobilenet-v3-small"), by: .row).table()
    try expectGolden(table.rendered(as: format), "mobilenet-v3-small.row.\(format.rawValue)")
  }

  @Test("JSON")
  func json() throws {
    let table = CostReport(try graph("mobilenet-v3-small"), by: .row).table()
    try expectGolden(ReportTable.json([table]), "mobilenet-v3-small.row.json")
  }

  /// A system with three parts, one whose head is rows, and one without parts.
  private static let systems = [
    "ssdlite-mobilenet-v3-large", "yolov5-mobilenet-v3-small", "lraspp-mobilenet-v3-large",
    "mobilenet-v2",
  ]

  @Test("text by part", arguments: systems, [80, 120])
  func parts(network: String, width: Int) throws {
    try compare(text(network, .part, width), "\(network).part.\(width).txt", width)
  }

  @Test("text by row, with headings for the parts", arguments: [80, 120])
  func partsOfRows(width: Int) throws {
    let name = Self.systems[0]
    try compare(text(name, .row, width), "\(name).row.\(width).txt", width)
  }

  @Test("by part in Markdown, CSV and LaTeX", arguments: [TableFormat.markdown, .csv, .latex])
  func partFormats(format: TableFormat) throws {
    let table = CostReport(try graph(Self.systems[0]), by: .part).table()
    try expectGolden(table.rendered(as: format), "\(Self.systems[0]).part.\(format.rawValue)")
  }

  @Test("JSON by part")
  func partJSON() throws {
    let table = CostReport(try graph(Self.systems[0]), by: .part).table()
    try expectGolden(ReportTable.json([table]), "\(Self.systems[0]).part.json")
  }

  @Test("what the maps see, as text", arguments: systems, [80, 120])
  func reach(network: String, width: Int) throws {
    let text = ReachReport(try graph(network), cells: 4).table()
      .rendered(as: .text, style: TerminalStyle(width: width))
    try compare(text, "\(network).reach.\(width).txt", width)
  }

  @Test(
    "what the maps see, in Markdown, CSV and LaTeX",
    arguments: [TableFormat.markdown, .csv, .latex]
  )
  func reachFormats(format: TableFormat) throws {
    let table = ReachReport(try graph(Self.systems[0]), cells: 4).table()
    try expectGolden(table.rendered(as: format), "\(Self.systems[0]).reach.\(format.rawValue)")
  }

  @Test("what the maps see, in JSON")
  func reachJSON() throws {
    let table = ReachReport(try graph(Self.systems[0]), cells: 4).table()
    try expectGolden(ReportTable.json([table]), "\(Self.systems[0]).reach.json")
  }

  @Test("the way to tools' numbers, as text", arguments: classifiers, [80, 120])
  func bridges(network: String, width: Int) throws {
    let text = try bridge(network).tables()
      .map { $0.rendered(as: .text, style: TerminalStyle(width: width)) }.joined(separator: "\n")
    try compare(text, "\(network).bridge.\(width).txt", width)
  }

  @Test("the way to tools' numbers, in JSON")
  func bridgeJSON() throws {
    try expectGolden(
      ReportTable.json(bridge("mobilenet-v2").tables()), "mobilenet-v2.bridge.json")
  }

  @Test(
    "every other table of a network, as text and for programs",
    arguments: [
      "kinds", "reach-rows", "schedule", "weights", "multiplier", "ledger", "roofline",
      "questions", "key", "explain", "show-costs",
    ])
  func others(name: String) throws {
    let network = "mobilenet-v3-small"
    let report = try #require(try reports(of: network).first { $0.name == name })
    let text = report.table.rendered(as: .text, style: TerminalStyle(width: 80))
    try compare(text, "\(network).\(name).80.txt", 80)
    try expectGolden(report.table.rendered(as: .csv), "\(network).\(name).csv")
    guard ["kinds", "ledger", "explain"].contains(name) else { return }
    try expectGolden(ReportTable.json([report.table]), "\(network).\(name).json")
  }

  private func bridge(_ network: String) throws -> BridgeReport {
    BridgeReport(try graph(network), conventions: try library.conventions().filter { $0.isTool })
  }

  private func compare(_ text: String, _ name: String, _ width: Int) throws {
    for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
    try expectGolden(text, name)
  }
}
