import Architecture
import CostAnalysis
import Foundation
import NetworkGraph
import Reporting
import TableReading
import TestSupport
import Testing

@Suite("Cost reports")
struct CostReportTests {
  @Test(
    "lines sum to the totals, whatever the division", arguments: classifiers, CostGrain.allCases)
  func sums(network: String, grain: CostGrain) throws {
    let json = try CostJSON(CostReport(try graph(network), by: grain))
    #expect(json.rows.reduce(0) { $0 + $1.parameters } == json.totals.parameters)
    #expect(json.rows.reduce(0) { $0 + $1.macs } == json.totals.macs)
    #expect(json.totals.flops == 2 * json.totals.macs)
    #expect(json.totals.weightBytes == 4 * json.totals.parameters)
    #expect(json.rows.map(\.index) == Array(1...json.rows.count))
    for row in json.rows {
      #expect(row.flops == 2 * row.macs)
      #expect(row.weightBytes == 4 * row.parameters)
      #expect((row.role != nil) == (grain == .layer))
    }
  }

  @Test(
    "the parts of a system, and the boxes of its heads",
    arguments: [
      ("ssdlite-mobilenet-v3-large", ["backbone", "extras", "head"], 3234),
      ("yolov5-mobilenet-v3-small", ["backbone", "neck", "head"], 25_200),
      ("lraspp-mobilenet-v3-large", ["backbone", "head"], 0),
      ("mobilenet-v1", ["backbone", "classifier"], 0),
    ])
  func parts(network: String, parts: [String], boxes: Int) throws {
    let report = CostReport(try graph(network), by: .part)
    let json = try CostJSON(report)
    #expect(json.rows.map(\.name) == parts)
    #expect(json.rows.map(\.part) == parts)
    #expect(json.rows.allSatisfy { $0.kind == "part" && $0.row == nil && $0.kernel == nil })
    #expect(json.rows.reduce(0) { $0 + $1.macs } == json.totals.macs)
    // A part is the sum of its rows.
    let rows = try CostJSON(CostReport(try graph(network), by: .row)).rows
    for part in json.rows {
      let own = rows.filter { $0.part == part.part }
      #expect(own.reduce(0) { $0 + $1.parameters } == part.parameters)
      #expect(own.reduce(0) { $0 + $1.macs } == part.macs)
      let (first, last) = (try #require(own.first), try #require(own.last))
      #expect(part.operator.hasPrefix(first.name))
      #expect(part.operator.hasSuffix(last.name))
    }
    let maps = try #require(json.headMaps)
    #expect(maps.reduce(0) { $0 + $1.boxes } == boxes)
    for map in maps { #expect(map.boxes == map.map.height * map.map.width * map.boxesPerPlace) }
    let footer = report.table().footer.first ?? ""
    #expect(footer.hasPrefix("Boxes: ") == (boxes > 0))
    if boxes > 0 { #expect(footer.hasSuffix("   total \(Numbers.grouped(boxes))")) }
    #expect(try CostJSON(CostReport(try graph(network), by: .row)).headMaps == nil)
  }

  @Test("CSV has as many fields a line as columns, and plain numbers", arguments: classifiers)
  func csv(network: String) throws {
    let table = CostReport(try graph(network), by: .row).table()
    let lines = table.rendered(as: .csv).split(separator: "\n").map(fields)
    #expect(lines.count == table.lines.count + 2)
    // After the number comes the part, by which lines are grouped.
    #expect(lines.first?[1] == "part")
    for line in lines {
      try #require(line.count == table.columns.count + 1)
    }
    for line in lines.dropFirst() {
      let own = line[..<1] + line[2...]
      for (field, column) in zip(own, table.columns) where column.alignment == .right {
        // The mark of squeeze-and-excitation is the only word.
        #expect(
          column.title == "SE" || field.isEmpty || field == "-" || Double(field) != nil, "\(field)")
      }
    }
  }

  @Test("the heading says what is counted")
  func heading() throws {
    #expect(
      NetworkSummary(try graph("mobilenet-v1", width: 0.5, resolution: 160)).heading
        == "MobileNetV1 (mobilenet-v1)   alpha 0.50   input 160x160x3   classes 1000")
    #expect(
      NetworkSummary(try graph("lraspp-mobilenet-v3-large")).heading.hasSuffix(
        "(lraspp-mobilenet-v3-large)   input 520x520x3   classes 21"))
  }

  @Test("the one layer of the text on 12x12x3: 5x5 from 3 to 256 channels")
  func separable() throws {
    let comparison = try SeparableComparison(
      kernel: 5, outputChannels: 256, padding: .valid,
      input: Shape(height: 12, width: 12, channels: 3))
    let table = SeparableReport.table(comparison)
    #expect(
      table.lines.map { $0.cells.suffix(2).map(\.text) } == [
        ["19,200", "1,228,800"], ["75", "4,800"], ["768", "49,152"], ["843", "53,952"],
      ])
    #expect(table.footer.first?.contains("22.776 times cheaper") ?? false)
  }

  @Test("every separable block of V1 beside a standard convolution")
  func separableBlocks() throws {
    let table = SeparableReport.table(try graph("mobilenet-v1"))
    #expect(table.lines.map { $0.cells[0].text } == (1...13).map { "separable\($0)" })
    // The paper's example, 14x14 with 512 channels: 462 M against 52.3 M.
    #expect(
      table.lines[6].cells.prefix(11).map(\.text) == [
        "separable7", "14x14x512", "14x14x512", "3", "2,359,296", "266,752", "462,422,016",
        "52,283,392", "0.1131", "0.1131", "8.84",
      ])
    #expect(
      table.totals.first?.cells.prefix(11).map(\.text) == [
        "the network", "", "", "", "29,294,088", "4,231,976", "4,867,293,184", "568,740,352",
        "0.1168", "", "8.56",
      ])
  }

  @Test("the list groups tables by their kind; one's own stand last")
  func kinds() throws {
    let names = ["ssdlite-mobilenet-v2", "resnet-18", "mobilenet-v2"]
    var entries = try names.map { (graph: try graph($0), dialects: [String]()) }
    var own = entries[0]
    own.graph.spec.kind = nil
    entries.insert(own, at: 0)
    let table = ListReport.table(entries)
    #expect(
      table.lines.map { $0.group } == [
        "MobileNets, their ancestors and heirs", "yardsticks",
        "systems: detection and segmentation", "other tables",
      ])
    // Every published table says what it is.
    for name in try TableLibrary.repository().architectureNames {
      #expect(try graph(name).spec.kind != nil, "\(name)")
    }
  }

  @Test("the list has a line for every table")
  func list() throws {
    let table = ListReport.table(
      try classifiers.map { (graph: try graph($0), dialects: ["paper", "timm"]) })
    #expect(
      table.lines.map { $0.cells.map(\.text) } == [
        [
          "mobilenet-v1", "v1", "paper, timm", "224x224x3", "4,231,976", "568,740,352", "4.59",
        ],
        [
          "mobilenet-v2", "v2", "paper, timm", "224x224x3", "3,504,872", "300,774,272", "5.74",
        ],
        [
          "mobilenet-v3-large", "v3-large", "paper, timm", "224x224x3", "5,483,032", "216,589,760",
          "3.83",
        ],
        [
          "mobilenet-v3-small", "v3-small", "paper, timm", "224x224x3", "2,542,856", "56,510,400",
          "1.34",
        ],
      ])
    #expect(
      table.footer.prefix(2) == [
        "@paper: v1, v2, v3-large, v3-small", "@timm: v1, v2, v3-large, v3-small",
      ])
  }

  @Test("systems tell their parts line by line; what has one part does not")
  func tellsParts() throws {
    let system = try graph("ssdlite-mobilenet-v3-large")
    let reports = [
      ShowReport.table(system), CostReport(system, by: .row).table(),
      CostReport(system, by: .block).table(), CostReport(system, by: .layer).table(),
    ]
    for table in reports {
      #expect(table.lines.compactMap(\.group).count == table.lines.count)
      for width in [80, 120] {
        let text = table.rendered(as: .text, style: TerminalStyle(width: width))
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("─ ") }
        #expect(
          headings.map { $0.split(separator: " ")[1] } == ["backbone", "extras", "head"], "\(width)"
        )
        let rules = text.split(separator: "\n").filter { $0.hasPrefix("──") }
        #expect(headings.allSatisfy { $0.count == rules.first?.count })
      }
      for format in TableFormat.allCases where format != .text {
        #expect(table.rendered(as: format).contains("extras"), "\(format)")
      }
      let lines = table.rendered(as: .csv).split(separator: "\n").map(fields)
      #expect(lines.allSatisfy { $0.count == table.columns.count + 1 })
      #expect(lines.first?[1] == "part")
      #expect(lines.count { $0[1] == "extras" } == table.lines.count { $0.group == "extras" })
    }
    // Its claims would be about another resolution.
    #expect(!reports[0].columns.contains { $0.title == "input" })
    let backbone = try Graph(named: "mobilenet-v2", part: .backbone)
    #expect(CostReport(backbone, by: .row).table().groupTitle == nil)
    #expect(CostReport(try graph("mobilenet-v2"), by: .row).table().groupTitle == "part")
  }

  @Test("the table as printed, with stars at the source's misprints")
  func show() throws {
    let table = ShowReport.table(try graph("mobilenet-v3-small"))
    #expect(table.heading.last == "Searching for MobileNetV3, arXiv 1905.02244, Table 2")
    #expect(
      table.lines[4].cells.map(\.text) == [
        "5", "bneck4", "28x28x24", "bneck 5x5", "96", "40", "1", "HS", "2", "28x28x24",
        "14x14x40",
      ])
    let starred = table.lines.filter { $0.cells.contains { $0.text.hasSuffix(" *") } }
    #expect(starred.map { $0.cells[1] } == ["last", "hidden", "classifier"])
    #expect(table.footer.count { $0.hasPrefix("* row") } == 3)
  }

  /// The fields of a line of CSV.
  private func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}
