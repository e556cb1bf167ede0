import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// How files become a library, and what dialects change.
@Suite struct LibraryTests {
  @Test("A later architecture replaces an earlier one of the same name")
  func laterArchitecture() throws {
    let other = try Repository.table("Architectures/MobileNetV2")
      .replacing("title: MobileNetV2", with: "title: Mine")
    let mine = TableFile(name: "Mine.yaml", text: other.text)
    let library = try TableLibrary.repository(adding: [mine])
    #expect(try library.architectureNames == TableLibrary.repository().architectureNames)
    for name in ["mobilenet-v2", "v2", "mobilenet-v2@timm"] {
      let spec = try library.architecture(named: name)
      #expect(spec.title == "Mine", "\(name)")
      #expect(spec.location.file == "Mine.yaml")
    }
    let reversed = TableLibrary(files: [mine] + (try Repository.tables()))
    #expect(try reversed.architecture(named: "v2").title == "MobileNetV2")
  }

  @Test("A later dialect replaces the families that it has, and later blocks theirs")
  func laterDialect() throws {
    let dialect = TableFile(
      name: "Mine.yaml",
      text: "dialect: timm\nfamilies: {mobilenet-v2: {rules: {norm: {epsilon: 0.5}}}}\n")
    let blocks = try Repository.table("Blocks/YOLOv5").replacing(
      "epsilon: 1.0e-3", with: "epsilon: 0.25")
    let library = try TableLibrary.repository(adding: [dialect, blocks])
    #expect(try library.architecture(named: "v2@timm").rules.normEpsilon == 0.5)
    let before = try TableLibrary.repository()
    for family in ["mobilenet-v1", "mobilenet-v2"] {
      #expect(library.dialects(of: family) == before.dialects(of: family))
    }
    let names = try library.architecture(named: "mobilenet-v1@timm").naming
    #expect(try names == before.architecture(named: "mobilenet-v1@timm").naming && names != nil)
    let yolo = try library.architecture(named: "yolov5-mobilenet-v3-small")
    #expect(yolo.rules.normEpsilon == 0.25)
  }

  @Test("A name comes before an alias of another table")
  func nameBeforeAlias() throws {
    let other = TableFile(
      name: "Mine.yaml",
      text: "name: mine\naliases: [mobilenet-v2, v2, 'my net']\ninput: {shape: [8, 8, 3]}\n"
        + "columns: [ operator ]\nrows: [[ softmax ]]\n")
    let library = try TableLibrary.repository(adding: [other])
    #expect(try library.architecture(named: "mobilenet-v2").name == "mobilenet-v2")
    #expect(try library.architecture(named: "v2").name == "mine")
    #expect(try library.architecture(named: "my net").name == "mine")
  }

  @Test("A dialect changes what it says and nothing else")
  func dialect() throws {
    let library = try TableLibrary.repository()
    let plain = try library.architecture(named: "mobilenet-v1")
    let paper = try library.architecture(named: "mobilenet-v1@paper")
    #expect(plain.rules.activation == .curve(.relu6))
    #expect(plain.rules.padding == .symmetric)
    #expect(plain.naming?.dialect == "timm")
    #expect(paper.rules.activation == .curve(.relu))
    #expect(paper.rules.padding == .same)
    #expect(paper.rules.normEpsilon == 1e-3)
    #expect(paper.rules.width == plain.rules.width)
    #expect(paper.naming == plain.naming)
    for (row, other) in zip(plain.rows, paper.rows) { #expect(row.cells == other.cells) }
    #expect(
      try library.architecture(named: "mobilenet-v1@torchvision").naming?.dialect == "torchvision")
  }

  @Test("A dialect may override single cells, and the table's claims still hold")
  func dialectOverride() throws {
    let override = "dialect: mine\nfamilies: {mobilenet-v2: {override: {stem: {s: 1}}}}\n"
    let library = try TableLibrary.repository(adding: [TableFile(name: "Mine.yaml", text: override)]
    )
    let spec = try library.architecture(named: "v2@mine")
    let error = #expect(throws: TableError.self) { _ = try Graph.expanded(spec) }
    #expect(error?.problems.first?.location.file == "Architectures/MobileNetV2.yaml")
    // Every row between the stem and the classifier sees twice the size that it claims.
    #expect(error?.problems.count == 9)
  }

  @Test("Windows line endings change nothing")
  func lineEndings() throws {
    let file = try Repository.table("Architectures/MobileNetV2")
    let windows = try file.replacing("\n", with: "\r\n").replacing("title: Mob", with: "title: Nob")
    let library = TableLibrary(
      files: try Repository.tables().filter { $0.name != file.name } + [windows])
    let spec = try library.architecture(named: "v2")
    #expect(spec.title == "NobileNetV2")
    #expect(
      try spec.rows.map(\.cells.count) == library.architecture(named: "v2").rows.map(\.cells.count))
    let wrong = try windows.replacing("1,      16, 1, 1 ]", with: "1,      16, 0, 1 ]")
    let error = #expect(throws: TableError.self) {
      try TableLibrary.repository(adding: [wrong]).spec(named: "v2")
    }
    let problem = error?.problems.first
    #expect(problem.map { "\($0.location)" } == "Architectures/MobileNetV2.yaml:31:51")
    #expect(problem?.location.text == "  -       [ 112x112x32,  bottleneck,  1,      16, 0, 1 ]")
  }

  @Test("What a table says about itself")
  func facts() throws {
    let spec = try TableLibrary.repository().architecture(named: "mobilenet-v2")
    #expect(spec.aliases == ["v2"])
    #expect(spec.title == "MobileNetV2")
    #expect(spec.reference.arxiv == "1801.04381")
    #expect(spec.reference.table == "2")
    #expect(spec.input == Shape(height: 224, width: 224, channels: 3))
    #expect(spec.variables == ["classes": 1000])
    #expect(spec.columns == ["input", "operator", "t", "c", "n", "s"])
    #expect(spec.labels == "imagenet1000")
    #expect(spec.preprocessing?.fit == .crop(fraction: 0.875))
    #expect(spec.preprocessing?.mean == [0.485, 0.456, 0.406])
    #expect(spec.preprocessing?.standardDeviation == [0.229, 0.224, 0.225])
    #expect(spec.rules.width.neverThinned == ["last"])
    #expect(spec.rules.width.rounding == .nearestMultiple(of: 8, floor: 0.9))
    #expect(spec.nominalWidth == 1)
  }

  @Test("A dialect may have its own input")
  func inputOfADialect() throws {
    let library = try TableLibrary.repository()
    func input(_ name: String) throws -> Int { try library.architecture(named: name).input.width }
    #expect(try (input("efficientnet-lite3"), input("efficientnet-lite3@timm")) == (280, 300))
    #expect(try (input("efficientnet-lite4"), input("efficientnet-lite4@timm")) == (300, 380))
    #expect(try (input("efficientnet-lite2"), input("efficientnet-lite2@timm")) == (260, 260))
  }
}
