import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Tables whose numbers are beyond 64 bits somewhere: refused, and no trap. Each is read in a
/// process of its own, so that a trap fails its test and not the run.
@Suite(.timeLimit(.minutes(2))) struct HostileTablesTests {
  static func table(_ rows: [String]) -> String {
    "name: tiny\ninput: {shape: [224, 224, 3]}\nvariables: {many: 1000000}\n"
      + "columns: [ from, operator, out, factor, t, kernel ]\nrows:\n"
      + rows.map { "  - [ \($0) ]\n" }.joined()
  }

  static let widest = "~, conv2d 1x1, 1000000, ~, ~, ~"
  static let answers = (1...10).map { "v\($0): many many many" }.joined(separator: ", ")

  static let tables = [
    "a map that is enlarged beyond measure":
      table(Array(repeating: "~, resize-nearest, ~, 64, ~, ~", count: 12)),
    "channels that are doubled again and again":
      table([widest] + Array(repeating: "[-1, -1], concat, ~, ~, ~, ~", count: 70)),
    "a window as large as a number may be": table([widest, "~, conv2d, 1000000, ~, ~, 1000000"]),
    "an expansion as large as a number may be":
      table([widest, "~, bneck 255x255, 1000000, ~, 1000, ~"]),
    "channels of a product of variables":
      table(Array(repeating: "~, conv2d 1x1, many many many, ~, ~, ~", count: 2)),
    "a fully connected layer of a product of variables":
      table(
        ["~, global-pool, ~, ~, ~, ~"] + Array(repeating: "~, fc, many many, ~, ~, ~", count: 2)),
    "the least of all whole numbers as a source": table(["\(Int.min), conv2d 1x1, 8, ~, ~, ~"]),
    "more repeats than a whole number holds, under a depth multiple":
      "name: tiny\nnc: 2\ndepth_multiple: 16\nanchors: [[1,2]]\n"
      + "backbone: [[-1, \(Int.max), Conv, [16]]]\nhead: [[[0], 1, Detect, [nc, anchors]]]\n",
    "answers of products of variables":
      "name: tiny\ninput: {shape: [8, 8, 3]}\nvariables: {many: 1000000}\n"
      + "columns: [ operator, out ]\nrows: [[ conv2d 1x1, 8 ]]\n"
      + "heads:\n  - {sources: [conv1], boxes: [1000], branches: {a: {values: {\(answers)},"
      + " columns: [ operator, out ], rows: [[ conv2d 1x1, boxes values ]]}}}\n",
    "repeats in repeats":
      "name: tiny\ninput: {shape: [8, 8, 3]}\n"
      + "blocks: {b: {columns: [ operator, out, n ], rows: [[ conv2d 1x1, 8, 1000 ]]}}\n"
      + "columns: [ operator, n ]\nrows: [[ b, 100 ]]\n",
    "a chain of blocks, each of the one before":
      "name: tiny\ninput: {shape: [8, 8, 3]}\nblocks:\n"
      + (0..<1300).map {
        "  b\($0): {parameters: [out], columns: [operator, out],"
          + " rows: [[\($0 == 0 ? "conv2d 1x1" : "b\($0 - 1)"), out]]}\n"
      }.joined() + "columns: [ operator, out ]\nrows: [[ b1299, 8 ]]\n",
    "aliases of aliases":
      "q0: &x0 [aaaa, aaaa]\n"
      + (1...9).map { level in
        "q\(level): &x\(level) [\(Array(repeating: "*x\(level - 1)", count: 8).joined(separator: ","))]\n"
      }.joined() + "name: tiny\ntitle: *x9\n",
    "a long text behind many aliases":
      "name: tiny\nq: &q \(String(repeating: "a", count: 100_000))\ntitle: ["
      + Array(repeating: "*q", count: 1000).joined(separator: ", ") + "]\n",
    "a text of two million bytes as an operator":
      table(["~, \(String(repeating: "c", count: 2_000_000)), 8, ~, ~, ~"]),
    "a text of two million bytes as a window":
      table(["~, conv2d \(String(repeating: "3x", count: 1_000_000)), 8, ~, ~, ~"]),
    "a text of two million bytes as a number":
      table(["~, conv2d 1x1, \(String(repeating: "8 ", count: 1_000_000)), ~, ~, ~"]),
    "a key of two million bytes":
      "name: tiny\n\"\(String(repeating: "k", count: 2_000_000))\": 1\n",
    "lists in lists beyond any depth":
      "name: tiny\nrows: " + String(repeating: "[", count: 20_000)
      + String(repeating: "]", count: 20_000) + "\n",
  ]

  @Test("Refused at a place of the file, without a trap", arguments: tables.keys.sorted())
  func refused(title: String) async throws {
    let text = try #require(Self.tables[title])
    await #expect(processExitsWith: .success) { [text = text as String] in
      let file = TableFile(name: "Hostile.yaml", text: text)
      let library = try TableLibrary.repository(adding: [file])
      let error = #expect(throws: TableError.self) {
        let graph = try Graph.expanded(library.spec(named: "tiny"))
        _ = graph.totalCost()
        _ = graph.liveSet()
      }
      #expect(error?.problems.first?.location.file == "Hostile.yaml")
      #expect(error.map { $0.description.utf8.count < 10_000 } ?? false)
    }
  }

  @Test("A chain of tables that extend each other", arguments: [64, 65, 700])
  func chain(length: Int) async throws {
    await #expect(processExitsWith: .success) { [length = length as Int] in
      let head = "input: {shape: [8, 8, 3]}\ncolumns: [ operator, out ]\n"
      let files = (1...length).map { number in
        TableFile(
          name: "\(number).yaml",
          text: "name: n\(number)\n" + head
            + (number == 1
              ? "rows: [[ conv2d 1x1, 8 ]]\n" : "extends: {table: n\(number - 1)}\nrows: []\n"))
      }
      let library = try TableLibrary.repository(adding: files)
      guard length > 64 else {
        #expect(try library.spec(named: "n\(length)").rows.count == 1)
        return
      }
      let error = #expect(throws: TableError.self) { try library.spec(named: "n\(length)") }
      #expect(error?.problems.map(\.message) == ["tables extend each other more than 64 deep"])
    }
  }
}
