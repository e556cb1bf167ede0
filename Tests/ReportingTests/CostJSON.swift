import CostAnalysis
import Foundation
import Reporting

/// What a program reads of a cost table.
struct CostJSON: Decodable {
  struct Totals: Decodable {
    var parameters: Int
    var macs: Int
    var flops: Int?
    var weightBytes: Int
  }

  struct Map: Decodable {
    var height: Int
    var width: Int
  }

  struct HeadMap: Decodable {
    var map: Map
    var boxesPerPlace: Int
    var boxes: Int
  }

  struct Row: Decodable {
    var index: Int
    var row: Int?
    var name: String
    var `operator`: String
    var kind: String
    var role: String?
    var part: String
    var kernel: Int?
    var parameters: Int
    var macs: Int
    var flops: Int?
    var weightBytes: Int
  }

  var totals: Totals
  var rows: [Row]
  var headMaps: [HeadMap]?

  /// Reads the JSON of a report.
  init(_ report: CostReport) throws {
    let text = ReportTable.json([report.table()])
    self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
  }
}
