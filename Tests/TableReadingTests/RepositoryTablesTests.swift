import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Laws of every table of the repository.
@Suite struct RepositoryTablesTests {
  let library: TableLibrary
  let specs: [ArchitectureSpec]

  init() throws {
    library = try .repository()
    specs = try library.architectureNames.map(Repository.architecture)
  }

  /// The first word of the line that says what a file is.
  func kind(of file: TableFile) -> String? {
    let kinds = file.text.split(separator: "\n").compactMap { line in
      ["name", "dialect", "blocks-for", "convention", "glossary"].first {
        line.hasPrefix("\($0): ")
      }
    }
    return kinds.count == 1 ? kinds[0] : nil
  }

  @Test(
    "Every file is an architecture, a dialect, blocks, a convention or a glossary, in the folder of its kind"
  )
  func kinds() throws {
    let folders = [
      "name": "Architectures", "dialect": "Dialects", "blocks-for": "Blocks",
      "convention": "Conventions", "glossary": "Glossary",
    ]
    for file in try Repository.tables() {
      let folder = file.name.split(separator: "/").first.map(String.init)
      // Other folders hold figures, not networks.
      guard let folder, folders.values.contains(folder) else { continue }
      #expect(kind(of: file).flatMap { folders[$0] } == folder, "\(file.name)")
    }
    let architectures = try Repository.tables().filter { kind(of: $0) == "name" }
    #expect(architectures.count == library.architectureNames.count)
  }

  @Test("Every architecture reads by its name and its aliases, and expands")
  func architectures() throws {
    #expect(
      Set(library.architectureNames).isSuperset(of: [
        "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small",
        "lraspp-mobilenet-v3-large", "ssdlite-mobilenet-v3-large", "yolov5-mobilenet-v3-small",
        "yolov5-mobilenet-v3-large",
      ]))
    for (name, spec) in zip(library.architectureNames, specs) {
      #expect(spec.name == name)
      #expect(!spec.title.isEmpty)
      #expect(!spec.reference.paper.isEmpty)
      _ = try Graph.expanded(spec)
      for alias in spec.aliases {
        #expect(try library.architecture(named: alias).name == name, "\(alias)")
      }
    }
    let names = specs.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
  }

  @Test("Every dialect of every architecture reads and expands")
  func dialects() throws {
    for spec in specs {
      for dialect in library.dialects(of: spec.family) {
        let patched = try library.architecture(named: "\(spec.name)@\(dialect)")
        #expect(patched.name == "\(spec.name)@\(dialect)")
        // Two dialects replace rows by more.
        let more = ["mobilenet-v3-large@original-last-stage": 2, "mobilenet-v2@paddle": 5]
        #expect(patched.rows.count == spec.rows.count + more[patched.name, default: 0])
        #expect(patched.dialect?.name == dialect)
        #expect(patched.dialect?.source?.isEmpty == false, "@\(dialect) names no source")
        _ = try Graph.expanded(patched)
      }
    }
    #expect(
      library.dialects(of: "mobilenet-v3") == [
        "arxiv-v1", "d-li14", "eca", "expand-always", "head-1280", "keras", "keras-2",
        "keras-minimalistic", "keras-numbered", "minimalistic", "no-gate", "note-003",
        "original-last-stage",
        "paddle", "paddle-vision", "paper", "slim", "slim-minimalistic", "stem-32", "timm",
        "timm-tf",
        "timm-tf-minimalistic", "torchvision",
      ])
    #expect(library.dialects(of: "nothing") == [])
  }

  @Test("Names of rows are unique, and numbers count on from 1, or from 0 with a column 'from'")
  func numbering() {
    for spec in specs {
      let names = spec.rows.map(\.name)
      #expect(Set(names).count == names.count, "\(spec.name)")
      let first = spec.rows.first?.number ?? -1
      let ownSources = spec.columns.first == "from"
      #expect(first == (ownSources ? 0 : 1), "\(spec.name)")
      #expect(spec.rows.map(\.number) == Array(first..<first + names.count), "\(spec.name)")
    }
  }

  @Test("Every cell's location is where its text stands")
  func locations() throws {
    let texts = Dictionary(
      uniqueKeysWithValues: try Repository.tables().map {
        ($0.name, $0.text.split(separator: "\n", omittingEmptySubsequences: false))
      })
    var checked = 0
    for spec in specs {
      for cell in spec.rows.flatMap(\.cells) where !cell.text.hasPrefix("[") && cell.text != "~" {
        let lines = try #require(texts[cell.location.file])
        let line = lines[cell.location.line - 1]
        #expect(cell.location.text == line)
        var rest = line.dropFirst(cell.location.column - 1)
        if rest.first == "\"" || rest.first == "'" { rest.removeFirst() }
        #expect(rest.hasPrefix(cell.text), "\(cell)")
        checked += 1
      }
    }
    #expect(checked > 400)
  }

  @Test("Every row of the papers' tables has a claim about its input, in a cell of that name")
  func claims() throws {
    for name in ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"] {
      let spec = try library.architecture(named: name)
      #expect(spec.family.hasPrefix("mobilenet-v"))
      for row in spec.rows {
        let claim = try #require(row.inputClaim, "row \(row.number) of \(name)")
        let cells = row.cells.filter { $0.column.hasPrefix("input") }
        #expect(cells.map(\.location) == [claim.location])
      }
    }
  }

  @Test("Groups of rows say which part of a system they are")
  func parts() throws {
    let rows = try library.architecture(named: "ssd-vgg16").rows
    #expect(rows.first { $0.part == .extras }?.name == "conv4_3_norm")
    #expect(rows.last { $0.part == .backbone }?.name == "fc7")
    #expect(rows.map(\.number) == Array(0..<29) && rows.allSatisfy { $0.group == nil })
  }

  @Test("An erratum of the source's prose names no cell")
  func prose() throws {
    for name in ["ssd-mobilenet-v1", "ssd-vgg16", "yolov3-mobilenet-v3-large"] {
      #expect(try library.architecture(named: name).errata.contains { $0.cell == nil })
    }
  }

  @Test("Every erratum of a cell prints what the cell does not hold")
  func errata() {
    #expect(specs.flatMap(\.errata).count >= 5)
    for spec in specs {
      for erratum in spec.errata {
        #expect(!erratum.reason.isEmpty && !erratum.printed.isEmpty)
        guard let place = erratum.cell else { continue }
        let row = spec.rows.first { $0.number == place.row }
        let cell = row?.cells.first { $0.column == place.column }
        #expect(cell != nil && cell?.text != erratum.printed, "\(erratum)")
      }
    }
  }
}
