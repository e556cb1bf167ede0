import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Differences of rows, which are taken from what the rows expand to.
@Suite struct RowDifferenceTests {
  /// What a row does, node by node, whatever its layers are called: operations with the padding that they
  /// come to, shapes, and who takes whose result.
  private func behavior(_ graph: Graph, row name: String) throws -> [String] {
    let entry = try #require(graph.costEntries(by: .row).first { $0.name == name })
    return entry.nodes.map { index in
      let node = graph.nodes[index]
      let input = graph.inputShapes(of: index).first ?? node.shape
      var (operation, margins) = (node.operation, "")
      if let window = operation.window {
        let (rows, columns) = (
          window.height.extent(over: input.height), window.width.extent(over: input.width)
        )
        margins = [rows?.before, rows?.after, columns?.before, columns?.after]
          .map { "\($0 ?? 0)" }.joined(separator: " ")
      }
      if case .convolution(var convolution) = operation {
        convolution.padding = .valid
        operation = .convolution(convolution)
      } else if case .pool(var pool) = operation {
        pool.padding = .valid
        operation = .pool(pool)
      }
      let takes = node.inputs.map { entry.nodes.firstIndex(of: $0) ?? -1 }
      return "\(operation) [\(margins)] \(input) \(node.shape) \(takes)"
    }
  }

  private static let tables = (try? TableLibrary.repository().architectureNames) ?? []

  @Test(
    "a row that differs from its table's has a difference in every dialect, an equal row has none",
    arguments: tables)
  func dialects(name: String) throws {
    let library = try TableLibrary.repository()
    let table = try Graph(named: name)
    let rows = table.comparedRows()
    for dialect in library.dialects(of: table.spec.family) {
      let other = try Graph(named: "\(name)@\(dialect)")
      for pair in TableDiff(rows, other.comparedRows()).pairs {
        guard let first = pair.first, let second = pair.second else {
          #expect(pair.differences.isEmpty)
          continue
        }
        let isSame = try behavior(table, row: first.name) == behavior(other, row: second.name)
        #expect(pair.differences.isEmpty == isSame, "@\(dialect) \(first.name)")
        #expect(Set(pair.differences).count == pair.differences.count)
        #expect(!pair.differences.contains(.wiring), "@\(dialect) \(first.name)")
      }
    }
  }

  private func differences(_ first: String, _ second: String, row: String) throws -> [RowDifference]
  {
    let diff = TableDiff(
      try Graph(named: first).comparedRows(), try Graph(named: second).comparedRows())
    return try #require(diff.differences(inRow: row))
  }

  @Test("the note's own gate stands behind the projection, squeezes its channels, and has norms")
  func note() throws {
    let found = try differences("mobilenet-v3-large", "mobilenet-v3-large@note-003", row: "bneck4")
    #expect(found.count == 4)
    guard case .gatePlace(let place) = found[0], case .squeeze(let squeeze) = found[1] else {
      Issue.record("\(found)")
      return
    }
    #expect(place.first.behind == .depthwise && place.second.behind == .project)
    #expect(squeeze.first.channels == 72 && squeeze.first.squeezed == 24)
    #expect(squeeze.second.channels == 40 && squeeze.second.squeezed == 10)
    #expect(found.contains(.gateLayer(.norm(true))))
  }

  @Test("the other way round the values change places")
  func back() throws {
    let names = ("mobilenet-v3-large", "mobilenet-v3-large@note-003")
    let there = try differences(names.0, names.1, row: "bneck13")
    let back = try differences(names.1, names.0, row: "bneck13")
    #expect(there.count == back.count)
    guard
      case .layers(.stride(let stride), _)? = there.first(where: {
        if case .layers(.stride, _) = $0 { true } else { false }
      })
    else {
      Issue.record("\(there)")
      return
    }
    #expect(stride.first == 2 && stride.second == 1)
    #expect(there.contains { if case .shortcuts = $0 { true } else { false } })
  }
}
