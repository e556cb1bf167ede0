import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// The papers' Input columns: they hold, and each of them is checked.
@Suite struct ClaimTests {
  static let tables = [
    "MobileNetV1", "MobileNetV2", "MobileNetV3Large", "MobileNetV3Small",
  ]

  @Test("Every row's input is what the paper prints", arguments: tables)
  func held(table: String) throws {
    let file = try Repository.table("Architectures/\(table)")
    let spec = try Repository.architecture(named: name(of: file))
    let graph = try Graph.expanded(spec)
    #expect(graph.contradictedClaims().isEmpty)
    var previous: Shape?
    for (index, row) in graph.rows.enumerated() {
      let nodes = graph.nodes.indices.filter { graph.nodes[$0].origin.row == index }
      let first = try #require(nodes.first)
      guard let specRow = row.specRow else {
        previous = graph.nodes[first].shape
        continue
      }
      // The claim's text, and not what the reader made of it.
      let cell = try #require(spec.rows[specRow].cells.first { $0.column.hasPrefix("input") })
      let input = try #require(previous)
      let text = cell.text.replacing(" ", with: "").replacing("classes", with: "1000")
      #expect(text == input.description, "\(cell.location)")
      #expect(graph.inputShape(ofRow: index) == input)
      let inside = nodes.filter { !graph.nodes[$0].inputs.isEmpty }
      previous = inside.last.map { graph.nodes[$0].shape }
    }
  }

  @Test("A wrong height or number of channels is refused at its own cell", arguments: tables)
  func refused(table: String) throws {
    let file = try Repository.table("Architectures/\(table)")
    let spec = try Repository.architecture(named: name(of: file))
    let names = try dialect(of: spec)
    var checked = 0
    for row in spec.rows {
      for extent in [0, 2] {
        let wrong = try Wrong(row, extent: extent)
        let library = TableLibrary(files: [names, try wrong.edit(file)])
        let error = #expect(throws: TableError.self) {
          _ = try Graph.expanded(library.spec(named: spec.name))
        }
        #expect(error?.summary == [wrong.problem])
        checked += 1
      }
    }
    #expect(checked == 2 * spec.rows.count)
  }

  @Test("Wrong widths of all rows are refused together, each at its own cell", arguments: tables)
  func refusedTogether(table: String) throws {
    let file = try Repository.table("Architectures/\(table)")
    let spec = try Repository.architecture(named: name(of: file))
    let wrong = try spec.rows.map { try Wrong($0, extent: 1) }
    let edited = try wrong.reduce(file) { try $1.edit($0) }
    let error = #expect(throws: TableError.self) {
      _ = try Graph(named: spec.name, adding: [edited])
    }
    #expect(error?.summary == wrong.map(\.problem))
  }

  /// A claim of which one extent is wrong.
  struct Wrong {
    var cell: Cell
    var claim: String
    var problem: String

    init(_ row: Row, extent: Int) throws {
      cell = try #require(row.cells.first { $0.column.hasPrefix("input") })
      let right = cell.text.replacing(" ", with: "").split(separator: "x").map(String.init)
      try #require(right.count == 3)
      var wrong = right
      wrong[extent] = Int(wrong[extent]).map { "\($0 + 1)" } ?? "999"
      claim = wrong.joined(separator: "x")
      func printed(_ extents: [String]) -> String {
        extents.joined(separator: "x").replacing("classes", with: "1000")
      }
      problem =
        "\(cell.location): row \(row.number) claims the input \(printed(wrong)), but the rows"
        + " before it give \(printed(right))"
    }

    func edit(_ file: TableFile) throws -> TableFile {
      let (line, column) = (cell.location.line, cell.location.column)
      return try file.replacing(cell.text, line: line, column: column, with: claim)
    }
  }

  @Test("A filter shape of MobileNetV1 is a claim about its input channels, refused at its cell")
  func filterShapes() throws {
    let file = try Repository.table("Architectures/MobileNetV1")
    let spec = try Repository.architecture(named: "mobilenet-v1")
    let names = try dialect(of: spec)
    var checked = 0
    for row in spec.rows {
      guard let claim = row.channelsClaim, let channels = claim.channels.value(in: [:]) else {
        continue
      }
      let cell = try #require(row.cells.first { $0.location == claim.location })
      // The filter's input channels: the third extent, or the first of a fully connected layer.
      var extents = cell.text.replacing(" dw", with: "").split(separator: " x ").map(String.init)
      let place = extents.count == 2 ? 0 : 2
      try #require(extents[place] == "\(channels)")
      extents[place] = "\(channels + 1)"
      let suffix = cell.text.hasSuffix(" dw") ? " dw" : ""
      let edited = try file.replacing(
        cell.text, line: cell.location.line, column: cell.location.column,
        with: extents.joined(separator: " x ") + suffix)
      let error = #expect(throws: TableError.self) {
        _ = try Graph.expanded(
          TableLibrary(files: [names, edited]).spec(named: spec.name))
      }
      let message = "claims \(channels + 1) input channels, but the rows before it give \(channels)"
      #expect(error?.summary == ["\(cell.location): row \(row.number) \(message)"])
      checked += 1
    }
    #expect(checked == 20)
  }

  @Test("Every claim that a wrong row contradicts is shown, not only the first")
  func all() throws {
    let edited = try Repository.table("Architectures/MobileNetV2")
      .replacing("bottleneck,  6,      64, 4, 2 ]", with: "bottleneck,  6,      64, 4, 1 ]")
    let error = #expect(throws: TableError.self) {
      _ = try Graph(named: "v2", adding: [edited])
    }
    let lines = error?.problems.map(\.location.line) ?? []
    // The four rows after it and the pool's input.
    #expect(lines.count == 5)
    #expect(lines == lines.sorted())
  }

  @Test("Claims hold at the table's own size, and say nothing about another")
  func otherSizes() throws {
    let graph = try Graph(named: "v2", width: 0.5, resolution: 96, classes: 7)
    #expect(!graph.contradictedClaims().isEmpty)
  }

  /// The one other file that a table needs to be read: the dialect of its tensors' names.
  private func dialect(of spec: ArchitectureSpec) throws -> TableFile {
    try Repository.table("Dialects/\(#require(spec.naming).dialect)")
  }

  private func name(of file: TableFile) -> String {
    let line = file.text.split(separator: "\n").first { $0.hasPrefix("name: ") }
    return String(line?.dropFirst("name: ".count) ?? "")
  }

  private func channels(_ name: String) -> Int {
    ["MobileNetV1": 1024, "MobileNetV2": 1280, "MobileNetV3Large": 960][name] ?? 576
  }
}
