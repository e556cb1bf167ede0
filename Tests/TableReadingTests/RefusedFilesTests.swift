import Architecture
@testable import TableReading
import TestSupport
import Testing

/// Files that are no YAML, or no tables, or lead nowhere.
@Suite struct RefusedFilesTests {
  static let syntax = [
    RefusedTable(
      "a list that is not closed", "name: tiny\nrows:\n  - [ conv2d 3x3, 8\nx«: 1\n",
      "did not find expected ',' or ']'"),
    RefusedTable(
      "a tab", "name: tiny\n«\trows: []\n", "found a tab character that violates indentation"),
    RefusedTable(
      "a quote that is not closed", "name: tiny\ntitle: \"Tiny\n«",
      "found unexpected end of stream"),
    RefusedTable(
      "an unknown anchor", "name: tiny\nrows: «*all\n", "found undefined alias"),
    RefusedTable(
      "two documents", "name: tiny\n«---\nname: other\n", "but found another document"),
    RefusedTable(
      "a key twice", "name: tiny\n«title: Tiny\ninput: {shape: [8, 8, 3]}\ntitle: Again\n",
      "duplicate key 'title'"),
    RefusedTable(
      "a key twice deep inside", "name: tiny\nrules: {norm: {«epsilon: 0.1, epsilon: 0.2}}\n",
      "duplicate key 'epsilon'"),
    RefusedTable(
      "keys at two depths", "name: tiny\n  title«: Tiny\n",
      "mapping values are not allowed in this context"),
    RefusedTable(
      "a mapping and then a list", "name: tiny\n«- [ softmax ]\n", "did not find expected key"),
  ]

  @Test("What is no YAML", arguments: syntax)
  func notYAML(table: RefusedTable) throws { try table.check() }

  @Test("A file that is empty leaves the other tables alone", arguments: ["", "# Tiny\n"])
  func empty(text: String) throws {
    let library = try TableLibrary.repository(adding: [TableFile(name: "Tiny.yaml", text: text)])
    #expect(try library.architectureNames == TableLibrary.repository().architectureNames)
    _ = try library.spec(named: "mobilenet-v2@timm")
    let error = #expect(throws: TableError.self) {
      try YAMLValue.parse(TableFile(name: "Tiny.yaml", text: text))
    }
    #expect(error?.summary == ["Tiny.yaml:1:1: the file is empty"])
  }

  @Test("A library without files knows nothing")
  func noFiles() {
    let library = TableLibrary(files: [])
    #expect(library.architectureNames == [])
    #expect(library.dialects(of: "mobilenet-v2") == [])
    let error = #expect(throws: LookupError.self) { try library.spec(named: "v2") }
    #expect(error == .unknownArchitecture("v2", nearest: nil, known: []))
  }

  @Test(
    "An unknown architecture, with the one that may be meant",
    arguments: [
      ("mobilenet-v22", "unknown architecture 'mobilenet-v22'; did you mean 'mobilenet-v2'?"),
      ("MobileNett-V1", "unknown architecture 'MobileNett-V1'; did you mean 'mobilenet-v1'?"),
      ("v3-larg", "unknown architecture 'v3-larg'; did you mean 'v3-large'?"),
      ("v2 ", "unknown architecture 'v2 '; did you mean 'v2'?"),
    ])
  func unknownArchitecture(name: String, message: String) throws {
    let library = try TableLibrary.repository()
    let error = #expect(throws: LookupError.self) { try library.spec(named: name) }
    #expect(error?.description == message)
  }

  @Test("An architecture unlike any lists all", arguments: ["resnet-50-and-more", "x", ""])
  func unlikeAny(name: String) throws {
    let library = try TableLibrary.repository()
    let error = #expect(throws: LookupError.self) { try library.spec(named: name) }
    let known = library.architectureNames.joined(separator: ", ")
    #expect(error?.description == "unknown architecture '\(name)'; known: \(known)")
  }

  @Test(
    "An unknown dialect lists those of the family",
    arguments: [
      (
        "mobilenet-v2@tim",
        "unknown dialect '@tim' of 'mobilenet-v2'; known: @d-li14, @expand-always,"
          + " @keras, @keras-2, @keras-numbered, @note-003, @paddle, @paddle-vision, @paper, @slim, @timm, @torchvision"
      ),
      (
        "v1@caffe@x",
        "unknown dialect '@caffe@x' of 'mobilenet-v1'; known: @caffe, @keras, @keras-numbered, @paddle,"
          + " @paddle-vision, @paper, @slim, @timm, @torchvision"
      ),
      (
        "v2@",
        "unknown dialect '@' of 'mobilenet-v2'; known: @d-li14, @expand-always,"
          + " @keras, @keras-2, @keras-numbered, @note-003, @paddle, @paddle-vision, @paper, @slim, @timm, @torchvision"
      ),
      (
        "ssdlite@timm",
        "unknown dialect '@timm' of 'ssdlite-mobilenet-v3-large'; known: @all-channels, @paddle,"
          + " @tensorflow, @torchvision"
      ),
    ])
  func unknownDialect(name: String, message: String) throws {
    let library = try TableLibrary.repository()
    let error = #expect(throws: LookupError.self) { try library.spec(named: name) }
    #expect(error?.description == message)
  }

  @Test("A dialect that is no YAML is refused by its own place, and its place only")
  func brokenDialect() throws {
    let broken = TableFile(
      name: "Mine.yaml", text: "dialect: mine\nfamilies:\n  mobilenet-v2: {rules: [}\n")
    let library = try TableLibrary.repository(adding: [broken])
    let error = #expect(throws: TableError.self) {
      try library.spec(named: "mobilenet-v2@mine")
    }
    #expect(error?.problems.map(\.location.description) == ["Mine.yaml:3:26"])
    _ = try library.spec(named: "mobilenet-v2@timm")
  }

  @Test("A wrong rule of a dialect is refused by its own place")
  func wrongDialect() throws {
    let wrong = MarkedTable(
      name: "Mine.yaml",
      """
      dialect: mine
      families:
        mobilenet-v2:
          rules: {norm: {epsilon: «small}, «paddin: same}
          override: {«stemm: {s: 1}}
          names:
            rows: {stem: {convolution: {«weigth: a}}}
            blocks: {convolution: {module: «"a{indx}", expand: {weight: «"{layer+x}"}}}
            heads: {box: {convolution: {weight: w, norm: «"a{map"}}}
      """)
    let library = try TableLibrary.repository(adding: [wrong.file])
    let error = #expect(throws: TableError.self) {
      try library.spec(named: "mobilenet-v2@mine")
    }
    let problems = error?.problems ?? []
    #expect(
      problems.map(\.message) == [
        "'epsilon' must be a number from 0.0 to 1.0; got 'small'",
        "unknown key 'paddin' in rules; did you mean 'padding'?",
        "no row 'stemm' to override; did you mean 'stem'?",
        "key 'weight' is missing",
        "unknown key 'weigth' in names of a layer; did you mean 'weight'?",
        "unknown variable '{indx}'; known: index, ordinal, stage, unit, row, layer, norm, alike, norms, map, channels, out, prefix,"
          + " name, repeat, path, source",
        "'{layer+x}' must be a numeric variable plus or minus a whole number up to 1000",
        "'a{map' has an opening brace without a closing one",
      ])
    let places = problems.map {
      MarkedTable.Place(line: $0.location.line, column: $0.location.column)
    }
    #expect(Set(places).isSuperset(of: wrong.places))
    #expect(problems.allSatisfy { $0.location.file == "Mine.yaml" })
  }

  @Test("Names of a dialect that there is not are a problem of the table")
  func unknownNames() throws {
    try RefusedTable(
      "names",
      "name: tiny\ninput: {shape: [8, 8, 3]}\nnames: «nowhere\ncolumns: [ operator ]\n"
        + "rows: [[ softmax ]]\n",
      "'tiny' has no dialects, so '@nowhere' is unknown"
    ).check()
    try RefusedTable(
      "names of a family",
      "name: tiny\nfamily: mobilenet-v2\ninput: {shape: [8, 8, 3]}\nnames: «tim\n"
        + "columns: [ operator ]\nrows: [[ softmax ]]\n",
      "unknown dialect '@tim' of 'tiny'; known: @d-li14, @expand-always,"
        + " @keras, @keras-2, @keras-numbered, @note-003, @paddle, @paddle-vision, @paper, @slim, @timm, @torchvision"
    ).check()
  }

  @Test("A name that has no letter in common with any is no slip of the pen")
  func nearestName() {
    #expect(nearest(to: "titel", among: ["name", "title"]) == "title")
    #expect(nearest(to: "Conv", among: ["conv2d", "add"]) == "conv2d")
    #expect(nearest(to: "zz", among: ["nc"]) == nil)
    #expect(nearest(to: "", among: ["nc"]) == nil)
    #expect(nearest(to: "softmax", among: []) == nil)
  }
}
