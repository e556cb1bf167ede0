import Architecture
import TableReading
import TestSupport
import Testing

/// Changes of tables in their own grammar.
@Suite("Changes of tables")
struct TableEditTests {
  /// A library, and what a change makes of one of its tables, read again.
  static func edited(
    _ name: String, in library: TableLibrary, files: [TableFile],
    _ settings: [TableEdit.Setting] = [], then operation: (TableEdit.Operation, Int)? = nil
  ) throws -> (edit: TableEdit, spec: ArchitectureSpec) {
    let spec = try library.spec(named: name)
    let file = try #require(files.last { $0.name == spec.location.file })
    let edit = try TableEdit(
      of: spec, in: file, setting: settings, then: operation.map { (kind: $0.0, row: $0.1) },
      isTaken: { library.architectureNames.contains($0) })
    return (edit, try library.adding([edit.file]).spec(named: edit.name))
  }

  static func names(_ library: TableLibrary) throws -> [String] {
    try library.architectureNames.flatMap { name in
      let family = try library.spec(named: name).family
      return [name] + library.dialects(of: family).map { "\(name)@\($0)" }
    }
  }

  @Test("every cell of every table and dialect can be set, and nothing else changes")
  func everyCell() throws {
    let files = try Repository.tables()
    let library = TableLibrary(files: files)
    var count = 0
    for name in try Self.names(library) {
      guard let spec = try? library.spec(named: name) else { continue }
      var settings: [TableEdit.Setting] = []
      for (row, own) in spec.rows.enumerated() {
        for (cell, printed) in own.cells.enumerated()
        where RawColumn.isNoClaim(printed.column) {
          settings.append(TableEdit.Setting(row: row, cell: cell, value: printed.text))
        }
      }
      let all = try Self.edited(name, in: library, files: files, settings)
      for (old, new) in zip(spec.rows, all.spec.rows) {
        let texts = Dictionary(
          new.cells.map { ($0.column.lowercased(), $0.text) }, uniquingKeysWith: { $1 })
        for cell in old.cells where RawColumn.isNoClaim(cell.column) {
          #expect(texts[cell.column.lowercased()] ?? cell.text == cell.text, "\(name) \(old.name)")
        }
        count += 1
      }
      #expect(all.spec.rows.count == spec.rows.count, "\(name)")
    }
    #expect(count > 1000)
  }

  @Test("a number in one cell is read back from there alone")
  func oneCell() throws {
    let files = try Repository.tables()
    let library = TableLibrary(files: files)
    var (read, refused) = (0, 0)
    for name in library.architectureNames {
      let spec = try library.spec(named: name)
      for (row, own) in spec.rows.enumerated() {
        guard let cell = own.cells.firstIndex(where: { Int($0.text).map { $0 > 8 } ?? false })
        else { continue }
        let setting = TableEdit.Setting(row: row, cell: cell, value: "1024")
        do {
          let (edit, changed) = try Self.edited(name, in: library, files: files, [setting])
          #expect(edit.name == name && edit.isAlone(in: changed), "\(name) \(own.name)")
          let column = own.cells[cell].column
          let now =
            changed.rows[row].cells.first { $0.column.lowercased() == column.lowercased() }
            ?? changed.rows[row].cells.first { $0.text == "1024" }
          #expect(now?.text == "1024", "\(name) \(own.name)")
          read += 1
        } catch is TableError { refused += 1 }
      }
    }
    #expect(read > 200 && refused < 20, "\(read) read, \(refused) refused")
  }

  @Test("a row of another table becomes an override of the file, which then changes in place")
  func override() throws {
    let files = try Repository.tables()
    let library = TableLibrary(files: files)
    func cell(_ spec: ArchitectureSpec, _ row: Int, _ name: String) throws -> Int {
      try #require(spec.rows[row].cells.firstIndex { $0.column == name })
    }
    let yolo = try library.spec(named: "yolov3")
    let size = try cell(yolo, 3, "exp")
    let (edit, spec) = try Self.edited(
      "yolov3", in: library, files: files, [.init(row: 3, cell: size, value: "80")])
    #expect(edit.file.text.contains("  part: backbone\noverride:\n  bneck3: {exp: 80}\n"))
    let again = try TableEdit(
      of: spec, in: edit.file,
      setting: [
        .init(row: 3, cell: size, value: "96"),
        .init(row: 3, cell: try cell(spec, 3, "out"), value: "32"),
        .init(row: 5, cell: size, value: "128"),
      ], isTaken: { _ in false })
    #expect(
      again.file.text.contains(
        "override:\n  bneck5: {exp: 128}\n  bneck3: {exp: 96, out: 32}\n"))
    // What is wrong is at its cell, there and in the rows behind, whose lines have moved.
    let wrong = try TableEdit(
      of: spec, in: edit.file,
      setting: [
        .init(row: 3, cell: try cell(spec, 3, "out"), value: "many"),
        .init(row: spec.rows.count - 1, cell: 1, value: "nothing"),
      ], isTaken: { _ in false })
    let error = #expect(throws: TableError.self) {
      try library.adding([wrong.file]).spec(named: "yolov3-mobilenet-v3-large")
    }
    let places = try #require(error).problems.map { wrong.place(of: $0.location) }
    #expect(places.contains { $0?.row == 3 && $0?.cell == 3 })
    #expect(places.contains { $0?.row == spec.rows.count - 1 && $0?.cell == 1 })
  }

  @Test("in a dialect, a change is a variant of the table in that dialect")
  func dialect() throws {
    let files = try Repository.tables()
    let library = TableLibrary(files: files)
    let base = try library.spec(named: "mobilenet-v3-large@minimalistic")
    let (edit, spec) = try Self.edited(
      base.name, in: library, files: files, [.init(row: 5, cell: 2, value: "88")])
    #expect(edit.name == "mobilenet-v3-large-minimalistic-edited")
    #expect(edit.file.text.contains("variant-of: mobilenet-v3-large@minimalistic\n"))
    #expect(spec.rows[5].cells[2].text == "88" && edit.isAlone(in: spec))
  }

  @Test("rows of every table come and go", arguments: TableEdit.Operation.allCases)
  func rows(_ operation: TableEdit.Operation) throws {
    let files = try Repository.tables()
    let library = TableLibrary(files: files)
    var (done, impossible) = (0, 0)
    for name in try Self.names(library) {
      guard let spec = try? library.spec(named: name) else { continue }
      for row in spec.rows.indices where (row + name.utf8.count).isMultiple(of: 3) {
        do {
          let (edit, changed) = try Self.edited(
            name, in: library, files: files, then: (operation, row))
          #expect(edit.isAlone(in: changed), "\(name) \(spec.rows[row].name)")
          done += 1
        } catch is TableError {
          // A row that others need, or a claim that no longer holds.
          impossible += 1
        } catch let error as TableEditError {
          #expect(error == .grouped(row: spec.rows[row].name))
          impossible += 1
        }
      }
    }
    #expect(done > 5 * impossible, "\(done) done, \(impossible) impossible")
  }

  @Test("rows of a variant come and go in it, or in a variant of it")
  func variants() throws {
    var files = try Repository.tables()
    for step in 0..<3 {
      let library = TableLibrary(files: files)
      let name = step == 0 ? "ssdlite" : try #require(files.last?.architectureName)
      let (edit, spec) = try Self.edited(
        name, in: library, files: files, then: (.duplicate, 3 + 3 * step))
      #expect(edit.name == "ssdlite-mobilenet-v3-large-edited" + ["", "-2", "-3"][step])
      #expect(edit.isAlone(in: spec))
      files.append(edit.file)
    }
    let library = TableLibrary(files: files)
    let (edit, spec) = try Self.edited(
      "ssdlite-mobilenet-v3-large-edited-3", in: library, files: files, then: (.remove, 9))
    #expect(edit.name == "ssdlite-mobilenet-v3-large-edited-3" && edit.isAlone(in: spec))
  }

  /// The same table typed in other ways of YAML.
  static let forms = [
    """
    rows: [[conv2d 3x3, 16, 2], {stem: [conv2d 3x3, 24, 1]},
      [fc, classes, ~]]
    """,
    """
    rows:
      - [conv2d 3x3,
         16, 2]
      - stem: [ conv2d 3x3,  # the stem
          24, 1 ]  # so far
      - [fc, classes, ~]
    """,
    """
    rows:
      -
        - conv2d 3x3
        - 16
        - 2
      - stem:
          - conv2d 3x3
          - 24
          - 1
      # at last
      - - fc
        - classes
        - ~

    """,
    """
    rows:
    - ['conv2d 3x3', "16", 2]
    - stem: [conv2d
        3x3, 24, 1]
    - [fc, classes, ~]
    """,
  ]

  @Test("rows of any form change in place, as they come and go", arguments: forms)
  func anyForm(_ rows: String) throws {
    let file = TableFile(
      name: "Tiny.yaml",
      text: "name: tiny\ninput: {shape: [32, 32, 3]}\nvariables: {classes: 10}\n"
        + "columns: [operator, out, s]\n\(rows)")
    let library = TableLibrary(files: [file])
    let base = try library.spec(named: "tiny")
    #expect(base.rows.count == 3)
    for row in 0..<3 {
      for (cell, value) in ["conv2d 5x5", "32", "1"].enumerated() where row < 2 {
        let (edit, spec) = try Self.edited(
          "tiny", in: library, files: [file], [.init(row: row, cell: cell, value: value)])
        #expect(edit.isAlone(in: spec), "\(edit.file.text)")
        #expect(spec.rows[row].cells[cell].text == value, "\(edit.file.text)")
      }
      for (operation, count) in [(TableEdit.Operation.remove, 2), (.duplicate, 4)] {
        let (edit, spec) = try Self.edited(
          "tiny", in: library, files: [file], then: (operation, row))
        #expect(spec.rows.count == count, "\(edit.file.text)")
        let expected =
          operation == .remove
          ? base.rows.indices.filter { $0 != row } : [0, 1, 2, row].sorted()
        #expect(
          spec.rows.map { $0.cells.map { $0.text } }
            == expected.map { base.rows[$0].cells.map { $0.text } }, "\(edit.file.text)")
      }
    }
  }

  @Test("what has no place of its own is said")
  func refused() throws {
    let file = TableFile(
      name: "Tiny.yaml",
      text: "name: tiny\ninput: {shape: [32, 32, 3]}\nvariables: {classes: 10}\n"
        + "columns: [operator, out, s]\nrows:\n  - [conv2d 3x3, &width 16, 2]\n"
        + "  - [conv2d 3x3, *width, 1]\n  - [fc, classes, ~]\n")
    let library = TableLibrary(files: [file])
    #expect(throws: TableEditError.shared(row: "conv2")) {
      try Self.edited("tiny", in: library, files: [file], [.init(row: 1, cell: 1, value: "8")])
    }
    #expect(throws: TableEditError.noCell) {
      try Self.edited("tiny", in: library, files: [file], [.init(row: 7, cell: 1, value: "8")])
    }
    let files = try Repository.tables()
    let repository = TableLibrary(files: files)
    let ssd = try repository.spec(named: "mobilenet-ssd")
    let row = try #require(ssd.rows.firstIndex { $0.group != nil })
    #expect(throws: TableEditError.grouped(row: ssd.rows[row].name)) {
      try Self.edited("mobilenet-ssd", in: repository, files: files, then: (.duplicate, row))
    }
  }
}

private enum RawColumn {
  static func isNoClaim(_ column: String) -> Bool {
    !["input", "input size"].contains(column.lowercased())
  }
}
