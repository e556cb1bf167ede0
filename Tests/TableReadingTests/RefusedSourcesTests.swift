import Architecture
import TestSupport
import Testing

/// Sources that cannot be, and results that nothing takes.
@Suite struct RefusedSourcesTests {
  static func table(
    _ title: String, _ rows: String, _ messages: String..., mark: String = ""
  ) -> RefusedTable {
    var table = RefusedTable(
      title,
      """
      name: tiny
      input: {shape: [32, 32, 3]}
      blocks:
        one: {columns: [from, operator, out], rows: [[input, conv2d 1x1, 8]]}
        parts: {columns: [from, operator], rows: [[\(mark)[input, inputs.1], add]]}
        named: {inputs: [deep, shallow], columns: [from, operator], rows: [[[deep, shallow], add]]}
        dead: {columns: [from, operator, out], rows: [a: [input, conv2d 1x1, 8], b: [input, conv2d 1x1, 8]]}
      columns: [ from, operator, out ]
      rows:

      """ + rows)
    table.messages = messages
    return table
  }

  static let tables = [
    table(
      "A second source of a convolution",
      """
        - x: [ input, conv2d 3x3, 8 ]
        - y: [ input, conv2d 3x3, 8 ]
        - z: [ «[x, y], conv2d 1x1, 8 ]
      """, "'conv2d 1x1' takes one source, but 'from' names 2"),
    table(
      "One source of a sum",
      "  - x: [ «input, add, ~ ]", "'add' takes at least 2 sources, but 'from' names 1"),
    table(
      "Three sources of a shortcut",
      "  - x: [ «[input, input, input], shortcut, ~ ]",
      "'shortcut' takes 2 sources, but 'from' names 3"),
    table(
      "A row that reaches no output",
      """
        - x: [ input, conv2d 3x3, 8 ]
        - «y: [ x, conv2d 3x3, 8 ]
        - z: [ x, conv2d 1x1, 8 ]
      """, "row 'y' reaches no output: name it in 'from' of a later row, or leave it out"),
    table(
      "A row inside a block that reaches none",
      "  - «x: [ input, dead, ~ ]",
      "'x.a.convolution' in row 'x' reaches no output: name it in 'from' of a later row, or leave"
        + " it out"),
    table(
      "The rest of a block of which an inner place is taken",
      """
        - «x: [ input, dead, ~ ]
        - y: [ x.a, conv2d 1x1, 8 ]
      """,
      "'x.b.convolution' in row 'x' reaches no output: name it in 'from' of a later row, or leave"
        + " it out"),
    table(
      "A part of the picture",
      "  - x: [ «input.anything, conv2d 3x3, 8 ]",
      "'from' names 'input.anything', but an input has no parts"),
    table(
      "A number of a block's inputs",
      "  - x: [ input, parts, ~ ]",
      "'from' names 'inputs.1'; a block names what it takes by 'inputs: [first, second]'",
      mark: "«"),
    table(
      "A source that a block does not take",
      """
        - x: [ input, conv2d 3x3, 8 ]
        - y: [ «[x, input], one, ~ ]
      """,
      "block 'one' does not use its source 2: a row inside takes it by 'inputs', or by a name in the"
        + " block's 'inputs: [first, second]'"),
    table(
      "Another number of sources than a block names",
      "  - x: [ «input, named, ~ ]", "block 'named' takes 2 sources (deep, shallow), but has 1"),
    table(
      "A part of a row that has none",
      """
        - x: [ input, conv2d 3x3, 8 ]
        - y: [ «x.expand, conv2d 1x1, 8 ]
      """, "row 'x' has no part 'expand': it has no parts"),
    table(
      "A part that a row lacks",
      """
        - x: [ input, one, ~ ]
        - y: [ «x.expand, conv2d 1x1, 8 ]
      """, "row 'x' has no part 'expand'; it has conv1"),
  ]

  @Test("Refused, with the place of the cell", arguments: tables)
  func refused(table: RefusedTable) throws { try table.check() }
}
