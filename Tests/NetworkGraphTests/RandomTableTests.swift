import Architecture
import NetworkGraph
import TestSupport
import Testing

/// Random tables against a plain computation of the same.
@Suite struct RandomTableTests {
  static let tables = (1...60).map { RandomTable(seed: $0) }

  func check(_ table: RandomTable, width: Double) throws {
    let graph = try Graph(
      of: table.file, named: "random", scaling: Scaling(width: width == 1 ? nil : width))
    let expected = table.blocks(width: width)
    // A 1x1 convolution after a depthwise one joins it to one separable block: its output is the
    // second's.
    var position = 0
    for (index, block) in graph.blocks.enumerated().dropFirst() {
      if block.kind == .separable { position += 1 }
      try #require(expected.indices.contains(position))
      let nodes = graph.nodes.filter { $0.origin.block == index }
      let wanted = expected[position]
      #expect(graph.nodes[block.result].shape == wanted.output, "\(block.name)")
      #expect(nodes.contains { $0.origin.role == .expand } == wanted.expands, "\(block.name)")
      #expect(nodes.contains { $0.origin.role == .shortcut } == wanted.adds, "\(block.name)")
      position += 1
    }
    #expect(position == expected.count)
  }

  @Test("Every block's output, expansion and shortcut", arguments: tables)
  func blocks(table: RandomTable) throws { try check(table, width: 1) }

  @Test("The same under width multipliers", arguments: tables)
  func scaledBlocks(table: RandomTable) throws {
    for width in [0.35, 0.5, 0.75, 1.3] { try check(table, width: width) }
  }

  @Test("The tables are of all kinds")
  func coverage() {
    let blocks = Self.tables.flatMap { $0.blocks() }
    for expands in [false, true] {
      for adds in [false, true] {
        #expect(blocks.contains { $0.expands == expands && $0.adds == adds })
      }
    }
    #expect(Set(Self.tables.map { $0.file.text.contains("padding: same") }).count == 2)
    #expect(Self.tables.contains { $0.file.text.contains("padding: valid") })
  }
}
