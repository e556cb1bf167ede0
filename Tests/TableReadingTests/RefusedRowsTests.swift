import Architecture
import TestSupport
import Testing

/// Problems of rows and cells.
@Suite struct RefusedRowsTests {
  static func table(_ title: String, _ rows: String, _ messages: String...) -> RefusedTable {
    var table = RefusedTable(
      title,
      """
      name: tiny
      input: {shape: [32, 32, 3]}
      variables: {classes: 10}
      columns: [ operator,   out, s, NL, exp ]
      rows:

      """ + rows + "\n")
    table.messages = messages
    return table
  }

  static let cells = [
    table(
      "too few cells", "  - «[ conv2d 3x3, 8, 2 ]",
      "the row has 3 cells, its header 5 columns (operator, out, s, NL, exp)"),
    table(
      "too many cells", "  - «stem: [ conv2d 3x3, 8, 2, RE, ~, ~ ]",
      "the row has 6 cells, its header 5 columns (operator, out, s, NL, exp)"),
    table("no list", "  - «conv2d 3x3", "a row must be a list of 5 cells"),
    table(
      "two names", "  - «{a: [ softmax, ~, ~, ~, ~ ], b: [ softmax, ~, ~, ~, ~ ]}",
      "a row must be a list of cells, or a name and such a list"),
    table("no operator", "  - «[ ~, 8, 2, RE, ~ ]", "the row has no operator"),
    table(
      "two rows of one name",
      "  - a: [ conv2d 3x3, 8, 2, ~, ~ ]\n  - «a: [ conv2d 3x3, 8, 1, ~, ~ ]",
      "two rows have the name 'a'"),
    table(
      "a name that another row has by itself",
      "  - conv2: [ conv2d 3x3, 8, 2, ~, ~ ]\n  - «[ conv2d 3x3, 8, 1, ~, ~ ]",
      "two rows have the name 'conv2'"),
    table(
      "a group without a number", "  - repeat: «some\n    rows: [[ softmax, ~, ~, ~, ~ ]]",
      "'some' has no value here: 'repeat' takes a number, a variable or a parameter"),
    table(
      "a group of an unknown part", "  - part: «tail\n    rows: [[ softmax, ~, ~, ~, ~ ]]",
      "'part' must be one of: backbone, classifier, neck, extras, head; got 'tail'"),
    table("a group without rows", "  - repeat: 2\n    rows: «3", "'rows' must be a list"),
  ]

  @Test(
    "A shuffle of channels without groups, or whose groups do not divide them",
    arguments: [
      ("«shuffle, ~", "a shuffle of channels needs a number in column 'groups'"),
      ("shuffle, «0", "'groups' must be a whole number from 1 to 1000000; got '0'"),
    ])
  func shuffle(cells: String, message: String) throws {
    var table = RefusedTable(
      cells,
      """
      name: tiny
      input: {shape: [32, 32, 4]}
      columns: [ operator, groups ]
      rows:
        - [ \(cells) ]

      """)
    table.messages = [message]
    try table.check()
  }

  @Test(
    "Layers with numbers that they cannot have",
    arguments: [
      (
        "«channel-conv 4, ~, ~, ~, ~",
        "a convolution over channels needs an odd kernel size, such as 'channel-conv 3'"
      ),
      (
        "«channel-conv, ~, ~, ~, ~",
        "a convolution over channels needs an odd kernel size, such as 'channel-conv 3'"
      ),
      ("«conv-transpose, 4, ~, ~, ~", "the kernel size is missing, such as '2x2'"),
      (
        "conv-transpose 2x2, «~, ~, ~, ~",
        "a transposed convolution needs a number in column 'out'"
      ),
      (
        "conv-transpose 2x2, 4, ~, «same, ~",
        "'padding' must be a whole number from 0 to 1024; got 'same'"
      ),
      ("conv-transpose 2x2, «6, ~, ~, 4", "4 and 6 channels do not split into 4 groups"),
      ("conv2d 3x3, 6, «2x0, ~, ~", nil),
      ("conv2d 3x3, 6, «1x2x3, ~, ~", nil),
      ("norm, «6, ~, ~, ~", "column 'out' has no meaning for 'norm'; write '~' in the cell"),
    ])
  func layers(cells: String, message: String?) throws {
    var table = RefusedTable(
      cells,
      """
      name: tiny
      input: {shape: [32, 32, 4]}
      columns: [ operator, out, s, padding, groups ]
      rows:
        - [ \(cells) ]

      """)
    let stride = cells.split(separator: "«").last.map { $0.prefix { $0 != "," } } ?? ""
    table.messages = [
      message ?? "'\(stride)' is neither a whole number from 1 to 1000000 nor a sum of products"
        + " of numbers and known variables"
    ]
    try table.check()
  }

  @Test("A row that is no row of its table", arguments: cells)
  func row(table: RefusedTable) throws { try table.check() }

  static let numbers =
    ["0", "-1", "two", "1.5", "1e9", "nan", "2 widths", "[2]"].map {
      table(
        "stride \($0)", "  - [ conv2d 3x3, 8, «\($0), RE, ~ ]",
        "'\($0)' is neither a whole number from 1 to 1000000 nor a sum of products of numbers and known variables (classes)"
      )
    }
    + ["0", "-8", "wide", "0.5 out"].map {
      table(
        "out \($0)", "  - [ conv2d 3x3, «\($0), 2, RE, ~ ]",
        "'\($0)' is neither a whole number from 1 to 1000000 nor a sum of products of numbers and known variables (classes)"
      )
    }
    + [
      table(
        "no out", "  - [ conv2d 3x3, «~, 2, RE, ~ ]",
        "a convolution needs a number in column 'out'"),
      table(
        "no exp", "  - [ bneck 3x3, 8, 2, RE, «~ ]", "a bottleneck needs a number in column 'exp'"),
      table(
        "no window", "  - [ «conv2d, 8, 2, RE, ~ ]", "the kernel size is missing, such as '3x3'"),
    ]

  @Test("A number that is none, or not positive, or missing", arguments: numbers)
  func number(table: RefusedTable) throws { try table.check() }

  static let words = [
    table(
      "an operator", "  - [ «bnek 3x3, 8, 2, RE, 16 ]",
      "unknown operator 'bnek'; did you mean 'bneck'?"),
    table(
      "an operator unlike any", "  - [ «transformer, 8, 2, RE, 16 ]",
      "unknown operator 'transformer'"),
    table(
      "a window that is no rectangle", "  - [ «conv2d 3x5x1, 8, 2, RE, ~ ]",
      "unknown operator 'conv2d 3x5x1'"),
    table(
      "an activation", "  - [ conv2d 3x3, 8, 2, «RX, ~ ]",
      "'RX' is not an activation (RE, R6, LE, SI, HG, HG5, SW, HS, GE, PR, or a full name)"),
  ]

  @Test("A word that the grammar does not know", arguments: words)
  func word(table: RefusedTable) throws { try table.check() }

  static let useless = [
    table(
      "out of a pool", "  - [ global-pool, «8, ~, ~, ~ ]",
      "column 'out' has no meaning for 'global-pool'; write '~' in the cell"),
    table(
      "exp of a convolution", "  - [ conv2d 3x3, 8, 2, RE, «16 ]",
      "column 'exp' has no meaning for 'conv2d'; write '~' in the cell"),
    table(
      "an activation of softmax", "  - [ softmax, ~, ~, «RE, ~ ]",
      "column 'NL' has no meaning for 'softmax'; write '~' in the cell"),
    table("a window of a sum", "  - [ «add 3x3, ~, ~, ~, ~ ]", "'add' takes no window"),
    table(
      "a stride of a concatenation", "  - [ «concat / s2, ~, ~, ~, ~ ]", "'concat' takes no stride"),
    table(
      "no norm of a pool", "  - [ «\"maxpool 2x2, NBN\", ~, ~, ~, ~ ]", "'maxpool' takes no 'NBN'"),
    table(
      "several", "  - [ softmax, «3, ~, «RE, «4 ]",
      "column 'out' has no meaning for 'softmax'; write '~' in the cell",
      "column 'NL' has no meaning for 'softmax'; write '~' in the cell",
      "column 'exp' has no meaning for 'softmax'; write '~' in the cell"),
  ]

  @Test("A cell in a column that the operator does not use", arguments: useless)
  func uselessCell(table: RefusedTable) throws { try table.check() }

  static func filters(_ title: String, _ row: String, _ message: String) -> RefusedTable {
    RefusedTable(
      title,
      """
      name: tiny
      input: {shape: [1, 1, 3]}
      variables: {classes: 10}
      rules: {pool: global}
      columns: [ type / stride, filter shape, input size ]
      rows:

      """ + row + "\n", message)
  }

  static let mobileNetV1 = [
    filters(
      "stride 0", "  - [ «Conv / s0, 3 x 3 x 3 x 8, 1 x 1 x 3 ]",
      "invalid stride 0; it must be a whole number from 1 to 255"),
    filters(
      "stride -1", "  - [ «Conv dw / s-1, 3 x 3 x 3 dw, ~ ]",
      "invalid stride -1; it must be a whole number from 1 to 255"),
    filters(
      "stride in words", "  - [ «Conv / stwo, 3 x 3 x 3 x 8, ~ ]",
      "invalid stride two; it must be a whole number from 1 to 255"),
    filters(
      "a stride of a fully connected layer", "  - [ «FC / s2, 3 x classes, ~ ]",
      "stride 2 has no meaning for 'FC'"),
    filters(
      "a stride of softmax", "  - [ «Softmax / s2, Classifier, ~ ]",
      "stride 2 has no meaning for 'Softmax'"),
    filters(
      "a stride of the pool over the whole map", "  - [ «Avg Pool / s2, Pool 1 x 1, ~ ]",
      "stride 2 has no meaning for 'Avg Pool'"),
    filters(
      "a pool without a window", "  - [ Avg Pool / s1, «Pool, ~ ]",
      "'Pool' is not a window such as Pool 7 x 7"),
    filters(
      "a pool over no square", "  - [ Avg Pool / s1, «Pool 7 x 0, ~ ]",
      "'Pool 7 x 0' is not a window such as Pool 7 x 7"),
    filters(
      "a filter of three extents", "  - [ Conv / s1, «3 x 3 x 8, ~ ]",
      "'3 x 3 x 8' is not a filter shape such as 1 x 1 x 64 x 128"),
    filters(
      "a depthwise filter of four extents", "  - [ Conv dw / s1, «3 x 3 x 3 x 8, ~ ]",
      "'3 x 3 x 3 x 8' is not a filter shape such as 3 x 3 x 64 dw"),
    filters(
      "a layer of three extents", "  - [ FC / s1, «1 x 3 x 8, ~ ]",
      "'1 x 3 x 8' is not inputs x outputs"),
    filters(
      "a layer to nowhere", "  - [ FC / s1, «3 x outs, ~ ]",
      "'outs' is neither a number nor a variable"),
    filters(
      "a shape of two extents", "  - [ Conv / s1, 1 x 1 x 3 x 8, «1 x 3 ]",
      "'1 x 3' is not a shape such as 112x112x32 (height, width, channels)"),
  ]

  @Test("Cells as MobileNetV1 prints them", arguments: mobileNetV1)
  func mobileNetV1Cells(table: RefusedTable) throws { try table.check() }

  @Test("All problems of a file are shown together, in its order")
  func together() throws {
    try Self.table(
      "many",
      """
        - [ conv2d 3x3, 8, «0, «RX, ~ ]
        - «[ conv2d 3x3, 8, 1 ]
        - [ «bnek 3x3, 8, 1, RE, 8 ]
        - [ bneck 3x3, 8, 1, RE, «~ ]
      «titel: Tiny
      rules: {kernel: «0}
      """,
      "'0' is neither a whole number from 1 to 1000000 nor a sum of products of numbers and known variables (classes)",
      "'RX' is not an activation (RE, R6, LE, SI, HG, HG5, SW, HS, GE, PR, or a full name)",
      "the row has 3 cells, its header 5 columns (operator, out, s, NL, exp)",
      "unknown operator 'bnek'; did you mean 'bneck'?",
      "a bottleneck needs a number in column 'exp'",
      "unknown key 'titel' in an architecture; did you mean 'title'?",
      "'kernel' must be a whole number from 1 to 255; got '0'"
    ).check()
  }
}
