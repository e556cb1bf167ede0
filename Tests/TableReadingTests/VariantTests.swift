import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Tables that are another one but for some rows.
@Suite("Variants")
struct VariantTests {
  static func library(_ text: String...) throws -> TableLibrary {
    try TableLibrary.repository(
      adding: text.enumerated().map { TableFile(name: "Variant\($0).yaml", text: $1) })
  }

  @Test("a variant has all of its table but the cells that it changes")
  func cells() throws {
    let library = try Self.library(
      "name: tiny\ntitle: Tiny\nvariant-of: mobilenet-v3-large\noverride:\n  13: {exp: 624}\n")
    let spec = try library.spec(named: "tiny")
    let base = try library.spec(named: "mobilenet-v3-large")
    #expect(spec.name == "tiny" && spec.title == "Tiny" && spec.family == base.family)
    #expect(spec.labels == base.labels && spec.preprocessing == base.preprocessing)
    #expect(spec.errata.isEmpty && spec.aliases.isEmpty)
    // As the same change made in the table itself.
    let file = try Repository.table("Architectures/MobileNetV3Large").replacing(
      "bneck 3x3,      672,     112", with: "bneck 3x3,      624,     112")
    let own = try Graph(named: "mobilenet-v3-large", adding: [file])
    #expect(try Graph.expanded(spec).nodes == own.nodes)
  }

  @Test("in a dialect of its own, or in one that is asked for")
  func dialects() throws {
    let library = try Self.library(
      "name: tiny\nvariant-of: mobilenet-v2@timm\noverride:\n  8: {c: 160}\n")
    #expect(try library.spec(named: "tiny").naming?.dialect == "timm")
    let torch = try library.spec(named: "tiny@torchvision")
    #expect(torch.naming?.dialect == "torchvision" && torch.name == "tiny@torchvision")
    let error = #expect(throws: LibraryError.self) { try library.architecture(named: "tiny@caffe") }
    #expect("\(try #require(error))".hasPrefix("unknown dialect '@caffe' of 'mobilenet-v2'"))
  }

  @Test("heads and what they take stay; a variant may be of a variant")
  func nested() throws {
    let library = try Self.library(
      "name: one\nvariant-of: ssdlite-mobilenet-v3-large\noverride:\n  13: {exp: 400}\n",
      "name: two\nvariant-of: one\noverride:\n  12: {exp: 400}\n")
    let graph = try Graph.expanded(library.spec(named: "two"))
    let base = try Graph.expanded(library.spec(named: "ssdlite-mobilenet-v3-large"))
    #expect(graph.outputs == base.outputs && graph.spec.heads.count == base.spec.heads.count)
    #expect(graph.nodes.count == base.nodes.count && graph.nodes != base.nodes)
  }

  @Test("rows in the place of rows; what the others claim about their inputs is not checked")
  func rows() throws {
    let library = try Self.library(
      """
      name: tiny
      variant-of: mobilenet-v2
      replace:
        rows: 3..7
        columns: [operator, exp, c, s]
        with:
          - [bottleneck, 96, 32, 2]
          - [bottleneck, 200, 64, 2]
      """)
    let spec = try library.spec(named: "tiny")
    #expect(spec.rows.map(\.number) == Array(1...8))
    #expect(
      spec.rows.map(\.name).prefix(5) == [
        "stem", "bottleneck1", "bottleneck2", "bottleneck3", "bottleneck4",
      ])
  }

  @Test("a path stands for the table in it")
  func path() throws {
    let text = "name: tiny\nvariant-of: mobilenet-v2\noverride:\n  8: {c: 160}\n"
    let library = try TableLibrary.repository().opening { path in
      path == "a/b.yaml" ? TableFile(name: path, text: text) : nil
    }
    #expect(try library.architecture(named: "a/b.yaml").name == "tiny")
    #expect(try library.architecture(named: "a/b.yaml@timm").naming?.dialect == "timm")
    #expect(!library.architectureNames.contains("tiny"))
    let error = #expect(throws: LibraryError.self) {
      try library.architecture(named: "a/c.yaml")
    }
    #expect(
      "\(try #require(error))"
        == "there is no file 'a/c.yaml' with an architecture, that is, a table with a 'name'")
  }

  private static func files(_ files: [String: String]) throws -> TableLibrary {
    try TableLibrary.repository().opening { path in
      files[path].map { TableFile(name: path, text: $0) }
    }
  }

  @Test("a path's table is its own, though it is called as another, whichever is read first")
  func calledAlike() throws {
    let text = "name: mobilenet-v1\nvariant-of: mobilenet-v2\n"
    for names in [["./a.yaml", "mobilenet-v1"], ["mobilenet-v1", "./a.yaml"]] {
      let library = try Self.files(["./a.yaml": text])
      let specs = try names.map { try library.spec(named: $0) }
      for (name, spec) in zip(names, specs) {
        let isPath = name == "./a.yaml"
        #expect(spec.name == "mobilenet-v1" && library.isNamed(spec) == !isPath, "\(names)")
        let last = isPath ? "bottleneck7" : "dwconv2"
        #expect(spec.rows.contains { $0.name == last }, "\(names): \(name)")
      }
    }
    let own = try Self.files(["a.yaml": "name: mobilenet-v2\nvariant-of: mobilenet-v2\n"])
    #expect(try own.spec(named: "a.yaml").rows.count == own.spec(named: "mobilenet-v2").rows.count)
  }

  @Test("a path in a table is seen from the table's folder; any part of a path may have an '@'")
  func pathsInTables() throws {
    let rows = "input: {shape: [8, 8, 3]}\ncolumns: [operator, c]\nrows:\n  - [conv2d 3x3, 4]\n"
    let library = try Self.files([
      "x/../a@1/b@2.yaml": "name: b\nvariant-of: mobilenet-v2\noverride:\n  8: {c: 160}\n",
      "x/c.yaml": "name: c\nvariant-of: ../a@1/b@2.yaml@timm\n",
      "/d.yaml": "name: d\nvariant-of: ./e.yaml\n",
      "/e.yaml": "name: e\nextends: {table: f.yaml}\n" + rows,
      "/f.yaml": "name: f\n" + rows,
      "g.yaml": "name: g\nvariant-of: ./g.yaml\n",
    ])
    let spec = try library.spec(named: "x/c.yaml")
    #expect(spec.naming?.dialect == "timm" && spec.name == "c")
    let nodes = try Graph.expanded(library.spec(named: "x/../a@1/b@2.yaml@timm")).nodes
    #expect(try Graph.expanded(spec).nodes == nodes)
    #expect(try library.spec(named: "x/../a@1/b@2.yaml@keras").naming?.dialect == "keras")
    #expect(try library.spec(named: "/d.yaml").rows.count == 2)
    let error = #expect(throws: LibraryError.self) { try library.architecture(named: "g.yaml") }
    #expect("\(try #require(error))".contains("in a cycle: g.yaml -> g.yaml"))
  }

  static let refused = [
    RefusedTable("no table", "«name: tiny\nvariant-of: ~\n", "key 'variant-of' is missing"),
    RefusedTable(
      "a table that there is not", "name: tiny\nvariant-of: «mobilenet-v22\n",
      "unknown architecture 'mobilenet-v22'; did you mean 'mobilenet-v2'?"),
    RefusedTable(
      "a dialect that there is not", "name: tiny\nvariant-of: «mobilenet-v2@cafe\n",
      "unknown dialect '@cafe' of 'mobilenet-v2'; known: @d-li14, @expand-always, @keras, @keras-2,"
        + " @keras-numbered, @note-003, @paddle, @paddle-vision, @paper, @slim, @timm, @torchvision"
    ),
    RefusedTable(
      "itself", "name: tiny\nvariant-of: «tiny\n",
      "tables extend each other in a cycle: tiny -> tiny"),
    RefusedTable(
      "rules of its own", "name: tiny\nvariant-of: mobilenet-v2\n«rules: {kernel: 5}\n",
      "unknown key 'rules' in a variant"),
    RefusedTable(
      "a row that there is not",
      "name: tiny\nvariant-of: mobilenet-v2\noverride: {«17: {c: 8}}\n",
      "no row '17' to override"),
    RefusedTable(
      "a name that is none", "«name: ti ny\nvariant-of: mobilenet-v2\n",
      "'ti ny' is not a valid name: letters, digits, '-', '_' and '.' only, beginning with a letter or"
        + " digit"),
  ]

  @Test("What is wrong with a variant is said at its place", arguments: refused)
  func problems(table: RefusedTable) throws {
    try table.check(named: table.title == "a name that is none" ? "ti ny" : "tiny")
  }

  @Test("a variant of a variant counts the rows as that one leaves them")
  func replacement() throws {
    let replaced = "replace: {rows: 3..4, columns: [operator, t, c, s], with: "
    let library = try Self.library(
      "name: one\nvariant-of: mobilenet-v2\n\(replaced)[[bottleneck, 6, 32, 2]]}\n"
        + "override: {4: {c: 72}}\n",
      """
      name: two
      variant-of: one
      \(replaced)[[bottleneck, 6, 24, 2], [bottleneck, 6, 32, 2], [bottleneck, 6, 40, 1]]}
      override: {6: {c: 104}}
      """,
      """
      name: alone
      variant-of: mobilenet-v2
      replace:
        rows: 3..6
        columns: [operator, t, c, n, s]
        with:
          - [bottleneck, 6, 24, 1, 2]
          - [bottleneck, 6, 32, 1, 2]
          - [bottleneck, 6, 40, 1, 1]
          - [bottleneck, 6, 104, 3, 1]
      """)
    let (two, alone) = (try library.spec(named: "two"), try library.spec(named: "alone"))
    #expect(two.rows.map(\.name) == alone.rows.map(\.name))
    #expect(two.rows.map(\.number) == alone.rows.map(\.number))
    #expect(try Graph.expanded(two).nodes == Graph.expanded(alone).nodes)
  }
}
