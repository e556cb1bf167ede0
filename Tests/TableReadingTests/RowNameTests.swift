import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Names that rows give their repeats.
@Suite struct RowNameTests {
  private func graph(_ rows: String) throws -> Graph {
    let file = TableFile(
      name: "Tiny.yaml",
      text: """
        name: tiny
        input: {shape: [32, 32, 4]}
        columns: [ from, operator, out, n ]
        rows:

        """ + rows)
    return try Graph(of: file, named: "tiny")
  }

  @Test("a range in braces names the repeats of a row, of a group, and sources find them")
  func names() throws {
    let graph = try graph(
      """
        - "conv{3..5}": [ ~, conv2d 3x3, 4, 3 ]
        - {repeat: 2, rows: [ {"a{1..2}/x": [ ~, conv2d 3x3, 4, ~ ]}, {"b{8..9}": [ ~, conv2d 3x3, 4, ~ ]} ]}
        - sum: [ [conv4, a1/x, b9], add, ~, ~ ]
      """)
    #expect(
      graph.blocks.dropFirst().map(\.name) == [
        "conv3", "conv4", "conv5", "a1/x", "b8", "a2/x", "b9", "sum",
      ])
    #expect(graph.rows.dropFirst().map(\.name) == ["conv3-5", "a1-2/x", "b8-9", "sum"])
    let taken = graph.nodes.last?.inputs.map { graph.blocks[graph.nodes[$0].origin.block].name }
    #expect(taken == ["conv4", "a1/x", "b9"])
  }

  @Test("MobileNet-SSD's repeats have its source's names, and its tensors keep theirs")
  func ssd() throws {
    let graph = try Graph(named: "ssd-mobilenet-v1")
    let row = try #require(graph.rows.first { $0.number == 15 })
    #expect(row.repeatNames == ["conv7", "conv8", "conv9", "conv10", "conv11"])
    let names = Set(graph.parameterTensors(naming: graph.spec.naming).map(\.name))
    for number in 7...11 {
      #expect(names.contains("conv\(number).weight") && names.contains("conv\(number)/dw.weight"))
    }
    #expect(names.contains("conv11_mbox_loc.weight"))
  }

  @Test(
    "what is wrong with names of repeats",
    arguments: [
      (
        "  - \"conv{3..5}\": [ ~, conv2d 3x3, 4, 2 ]",
        "'conv3-5' names 3 repeats, but the row stands 2 times"
      ),
      (
        "  - \"conv{3..4}\": [ ~, conv2d 3x3, 4, ~ ]",
        "'conv3-4' names 2 repeats, but the row stands once"
      ),
      (
        "  - \"conv{3}\": [ ~, conv2d 3x3, 4, 3 ]",
        "'conv{3}' is not a row's name: braces hold a range of numbers, one for each repeat, such as"
          + " conv{7..11}"
      ),
      (
        "  - \"conv{5..3}\": [ ~, conv2d 3x3, 4, 3 ]",
        "'conv{5..3}' is not a row's name: braces hold a range of numbers, one for each repeat, such"
          + " as conv{7..11}"
      ),
      (
        "  - conv4: [ ~, conv2d 3x3, 4, ~ ]\n  - \"conv{3..4}\": [ ~, conv2d 3x3, 4, 2 ]",
        "two rows have the name 'conv4'"
      ),
    ])
  func refused(rows: String, message: String) throws {
    let error = try #require(throws: TableError.self) { _ = try graph(rows) }
    #expect(error.problems.map(\.message) == [message])
  }
}
