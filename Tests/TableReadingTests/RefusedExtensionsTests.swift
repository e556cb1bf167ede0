import Architecture
import TableReading
import TestSupport
import Testing

/// Problems of tables that extend others, of errata, and of sources.
@Suite struct RefusedExtensionsTests {
  static func extending(_ title: String, _ text: String, _ messages: String...) -> RefusedTable {
    var table = RefusedTable(
      title,
      """
      name: tiny
      input: {shape: [224, 224, 3]}
      columns: [ operator ]
      rows: [[ softmax ]]
      variables: {classes: 5}

      """ + text + "\n")
    table.messages = messages
    return table
  }

  static let extensions = [
    extending(
      "a table that there is not", "extends: «{table: mobilenet-v22}",
      "unknown architecture 'mobilenet-v22'; did you mean 'mobilenet-v2'?"),
    extending("no table", "extends: «{part: neck}", "key 'table' is missing"),
    extending("a word", "extends: «mobilenet-v2", "extends must be a mapping of keys to values"),
    extending(
      "itself", "extends: «{table: tiny}", "tables extend each other in a cycle: tiny -> tiny"),
    extending(
      "rows that there are not", "extends: {table: mobilenet-v3-small, rows: «1..17}",
      "'1..17' is not a range of rows of 'mobilenet-v3-small', such as 1..17 (named rows: stem,"
        + " bneck1, bneck2, bneck3, bneck4, bneck5, bneck6, bneck7, bneck8, bneck9, bneck10,"
        + " bneck11, last, avgpool1, hidden, classifier)"),
    extending(
      "rows backwards", "extends: {table: mobilenet-v2, rows: «last..stem}",
      "'last..stem' is not a range of rows of 'mobilenet-v2', such as 1..17 (named rows: stem,"
        + " bottleneck1, bottleneck2, bottleneck3, bottleneck4, bottleneck5, bottleneck6,"
        + " bottleneck7, last, avgpool1, classifier)"),
    extending(
      "a part that there is not", "extends: {table: mobilenet-v2, part: «spine}",
      "'part' must be one of: backbone, classifier, neck, extras, head; got 'spine'"),
    extending(
      "an override of an unknown row",
      "extends: {table: mobilenet-v2}\noverride:\n  «bottleneck8: {s: 1}\n  «stemm: {s: 1}",
      "no row 'bottleneck8' to override; did you mean 'bottleneck1'?",
      "no row 'stemm' to override; did you mean 'stem'?"),
    extending(
      "an override that the operator does not use",
      "extends: {table: mobilenet-v2}\noverride: {last: {t: «6}}",
      "column 't' has no meaning for 'conv2d'; write '~' in the cell"),
    extending(
      "an override by nothing possible",
      "extends: {table: mobilenet-v2}\noverride: {2: {s: «0}}",
      "'0' is neither a whole number from 1 to 1000000 nor a sum of products of numbers and known variables (classes)"
    ),
    extending(
      "an override of rows in a list", "extends: {table: mobilenet-v2}\noverride: «[stem]",
      "'override' must be a mapping"),
    extending(
      "an override of cells in a list", "extends: {table: mobilenet-v2}\noverride: {stem: «[2]}",
      "'stem' must be a mapping"),
  ]

  @Test("A table that extends another", arguments: extensions)
  func extends(table: RefusedTable) throws { try table.check() }

  @Test("Tables that extend each other in a circle, at the place that closes it")
  func circle() throws {
    let other = MarkedTable(
      name: "Other.yaml",
      "name: other\ninput: {shape: [8, 8, 3]}\nextends: «{table: tiny}\n"
        + "columns: [ operator ]\nrows: [[ softmax ]]\n")
    let tiny = TableFile(
      name: "Tiny.yaml",
      text: "name: tiny\ninput: {shape: [8, 8, 3]}\nextends: {table: other}\n"
        + "columns: [ operator ]\nrows: [[ softmax ]]\n")
    let library = TableLibrary(files: [tiny, other.file])
    let error = #expect(throws: TableError.self) { try library.spec(named: "tiny") }
    let place = other.places[0]
    #expect(
      error?.summary == [
        "Other.yaml:\(place.line):\(place.column): tables extend each other in a cycle:"
          + " tiny -> other -> tiny"
      ])
  }

  @Test("What is wrong with the table that is extended is shown at its own place")
  func wrongBase() throws {
    let base = try Repository.table("Architectures/MobileNetV2")
      .replacing("14x14x96,    bottleneck,  6,", with: "14x14x96,    bottleneck,  0,")
    let library = try TableLibrary.repository(adding: [
      base,
      TableFile(
        name: "Tiny.yaml",
        text: "name: tiny\ninput: {shape: [8, 8, 3]}\nextends: {table: mobilenet-v2}\n"
          + "columns: [ operator ]\nrows: [[ softmax ]]\n"),
    ])
    let error = #expect(throws: TableError.self) { try library.spec(named: "tiny") }
    #expect(
      error?.summary == [
        "Architectures/MobileNetV2.yaml:36:39: 't' must be a number from 0.01 to 1000.0; got '0'"
      ])
  }

  static let errata = [
    extending(
      "of an unknown row", "errata: [{row: «9, column: operator, printed: x, reason: y}]",
      "no row '9'"),
    extending(
      "of an unknown column", "errata: [{row: 1, column: «Operator, printed: x, reason: y}]",
      "no column 'Operator'"),
    extending(
      "of a row without a column", "errata: [«{row: 1, printed: x, reason: y}]",
      "key 'column' is missing"),
    extending(
      "of neither row nor column",
      "errata: [{row: «stem, column: «s, printed: x, reason: y}]", "no row 'stem'",
      "no column 's'"),
    extending(
      "without a reason", "errata: [«{row: 1, column: operator, printed: x}]",
      "key 'reason' is missing"),
    extending(
      "with an unknown key",
      "errata: [{row: 1, column: operator, printed: x, reason: y, «page: 4}]",
      "unknown key 'page' in an erratum"),
    extending(
      "that prints what stands there",
      "errata: [«{row: softmax1, column: operator, printed: softmax, reason: y}]",
      "the erratum's 'printed' equals the cell itself"),
  ]

  @Test("An erratum", arguments: errata)
  func erratum(table: RefusedTable) throws { try table.check() }

  static func from(_ title: String, _ rows: String, _ message: String) -> RefusedTable {
    RefusedTable(
      title,
      "name: tiny\ninput: {shape: [32, 32, 3]}\ncolumns: [ from, operator, out, exp ]\nrows:\n"
        + "  - [ -1, bneck 3x3, 8, 9 ]\n" + rows + "\n", message)
  }

  static let sources = [
    from(
      "a number beyond the table", "  - [ «7, conv2d 1x1, 8, ~ ]",
      "'from' names '7', which is no row before this one"),
    from(
      "itself", "  - [ «1, conv2d 1x1, 8, ~ ]",
      "'from' names '1', which is no row before this one"),
    from(
      "a row that follows", "  - [ «conv2, conv2d 1x1, 8, ~ ]\n  - [ -1, conv2d 1x1, 8, ~ ]",
      "'from' names 'conv2', which is no row before this one"),
    from(
      "a name of no row", "  - [ «[-1, nowhere], concat, ~, ~ ]",
      "'from' names 'nowhere', which is no row before this one"),
    from(
      "further back than the picture", "  - [ «-3, conv2d 1x1, 8, ~ ]",
      "'from' names '-3', which is no row before this one"),
    from(
      "a place that the row lacks", "  - [ «bneck1.expan, conv2d 1x1, 8, ~ ]",
      "row 'bneck1' has no part 'expan'; it has depthwise, expand, project"),
    from("no row", "  - [ [«[1]], conv2d 1x1, 8, ~ ]", "'[1]' is not a row"),
  ]

  @Test("A header may have capitals, and a problem still stands at its cell")
  func capitals() throws {
    try RefusedTable(
      "capitals",
      "name: tiny\ninput: {shape: [8, 8, 3]}\ncolumns: [ Operator, From ]\nrows:\n"
        + "  - [ softmax, «7 ]\n",
      "'from' names '7', which is no row before this one"
    ).check()
  }

  @Test("A source that leads nowhere", arguments: sources)
  func source(table: RefusedTable) throws { try table.check() }
}
