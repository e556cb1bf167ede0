import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// What papers and model zoos print, against what the tables give.
@Suite struct AuditTests {
  /// The audit of a library's figures, as the program makes it.
  func audit(
    _ library: TableLibrary, where wanted: (PublishedFigure) -> Bool = { _ in true }
  ) throws -> Audit {
    try Audit(library.published().filter(wanted), by: library.conventions()) {
      request throws(RequestError) in try Self.graph(request, library)
    }
  }

  static func graph(
    _ request: NetworkRequest, _ library: TableLibrary
  ) throws(RequestError) -> Graph {
    try RequestError.loading {
      try Graph.expanded(
        library.spec(named: request.name),
        scaling: Scaling(
          width: request.width, resolution: request.resolution, classes: request.classes))
    }
  }

  private func name(_ verdict: Audit.Verdict) -> String {
    switch verdict {
    case .exact: "exact"
    case .rounded: "rounded"
    case .floored: "floored"
    case .raised: "raised"
    case .variant(let network): "variant: \(network.name)"
    case .otherConvention(_, let explains): "convention: \(explains)"
    case .misprint: "misprint"
    case .repeated(let resolution): "that of \(resolution)"
    case .unexplained(let digits): "unexplained: \(digits.map(String.init) ?? "-")"
    }
  }

  @Test("The verdict on every printed count")
  func verdicts() throws {
    let audit = try audit(.repository())
    let lines = try ExpectedFigures("published-verdicts").lines
    #expect(audit.entries.count == lines.count)
    for (entry, line) in zip(audit.entries, lines) {
      #expect(try entry.figure.source == line.text("source"), "\(line)")
      #expect(try entry.figure.network.name == line.text("network"), "\(line)")
      #expect(try entry.figure.network.width == line.decimal("width"), "\(line)")
      #expect(
        try entry.figure.network.resolution == line.number("resolution").map { Resolution($0) },
        "\(line)")
      #expect(try entry.count.quantity.rawValue == line.text("count"), "\(line)")
      #expect(try entry.count.printed.description == line.text("published"), "\(line)")
      #expect(try entry.exact == line.number("exact"), "\(line)")
      #expect(try name(entry.verdict) == line.text("verdict"), "\(line)")
    }
  }

  @Test("MobileNetV2's checkpoints: MACs are cut or rounded, parameters leave out the norms")
  func slimV2() throws {
    let audit = try audit(.repository()) {
      $0.source == "TF-slim README" && $0.network.name == "mobilenet-v2"
    }
    #expect(audit.entries.count == 44)
    for entry in audit.entries {
      switch entry.count.quantity {
      case .macs:
        #expect(entry.verdict == .rounded || entry.verdict == .floored, "\(entry.count)")
        // What is rounded is cut as well: all 22 are cut.
        #expect(
          entry.count.printed.cut(Double(entry.exact))
            == Double(entry.count.printed.significand))
      case .parameters:
        #expect(
          entry.verdict == .otherConvention(name: "no-norm", explains: "no norm"), "\(entry.count)")
      case .flops: Issue.record("no operations are printed")
      }
    }
  }

  @Test("MobileNetV1's checkpoints of width 0.75 are 2.6 % low: the first convolution is missing")
  func slimV1() throws {
    let audit = try audit(.repository()) {
      $0.source == "TF-slim README" && $0.network.name == "mobilenet-v1"
        && $0.network.width == 0.75 && $0.counts.contains { $0.quantity == .macs }
    }
    let macs = audit.entries.filter { $0.count.quantity == .macs }
    #expect(macs.map(\.count.printed.value) == [317e6, 233e6, 162e6, 104e6])
    for entry in macs {
      #expect(abs(entry.difference + 0.026) < 0.0005)
      #expect(
        entry.verdict
          == .otherConvention(name: "no-first-convolution", explains: "no first convolution"))
    }
  }

  private func own(_ rows: String) -> TableFile {
    TableFile(
      name: "Own.yaml",
      text: """
        published: own
        tables:
          - source: own
            network: mobilenet-v1
            resolution: 224
            columns: [ width, MACs, FLOPs, parameters, variant ]
            rows: [ \(rows) ]
        """)
  }

  /// Counts of MobileNetV1, by the convention that they are printed in.
  static let otherConventions = [
    ("operations", "[1, 1.137 G, ~, ~, ~]"), ("multiply-accumulates", "[1, ~, 569 M, ~, ~]"),
    ("no-classifier", "[1, 567716352, ~, ~, ~]"), ("fvcore", "[1, 578875904, ~, ~, ~]"),
    ("no-first-convolution", "[1, 557.9 M, ~, ~, ~]"), ("no-norm", "[1, ~, ~, 4210088, ~]"),
    ("merged-norms", "[1, ~, ~, 4221032, ~]"), ("moving-statistics", "[1, ~, ~, 4253864, ~]"),
    ("background-class", "[1, ~, ~, 4233001, ~]"),
    ("no-norm-background-class", "[1, ~, ~, 4211113, ~]"),
    ("no-scale-background-class", "[1, ~, ~, 4243945, ~]"),
  ]

  @Test("Every convention that explains numbers explains one")
  func everyConvention() throws {
    let explaining = try TableLibrary.repository().conventions().filter { $0.explains != nil }
    #expect(explaining.map(\.name).sorted() == Self.otherConventions.map(\.0).sorted())
  }

  @Test("A count in another convention", arguments: otherConventions)
  func convention(name: String, row: String) throws {
    let library = try TableLibrary.repository(adding: [own(row)])
    let convention = try #require(try library.conventions().first { $0.name == name })
    let audit = try audit(library) { $0.source == "own" }
    #expect(
      audit.entries.map(\.verdict)
        == [.otherConvention(name: name, explains: try #require(convention.explains))])
  }

  @Test("A convention of one's own is tried; one that explains nothing is not")
  func ownConvention() throws {
    let rule = "convention: mine\nmacs: {mac: 1, bias: 64, others: 0}\n"
    func verdicts(_ key: String) throws -> [Audit.Verdict] {
      let mine = TableFile(name: "Mine.yaml", text: rule + key)
      let library = try TableLibrary.repository(adding: [own("[1, 568804352, ~, ~, ~]"), mine])
      return try audit(library) { $0.source == "own" }.entries.map(\.verdict)
    }
    #expect(
      try verdicts("explains: biases at 64") == [
        .otherConvention(name: "mine", explains: "biases at 64")
      ])
    #expect(try verdicts("prints: MACs") == [.unexplained(differingDigits: 3)])
  }

  @Test("A network that can have no further class has no background class either")
  func mostClasses() throws {
    let most = Scaling.classCounts.upperBound
    let figure = TableFile(
      name: "Own.yaml",
      text: """
        published: own
        tables:
          - source: own
            network: mobilenet-v1
            resolution: 224
            columns: [ width, classes, parameters ]
            rows: [ [1, \(most), 1] ]
        """)
    let audit = try audit(.repository(adding: [figure])) { $0.source == "own" }
    #expect(audit.entries.map(\.verdict) == [.unexplained(differingDigits: nil)])
  }

  @Test(
    "A printed count and its verdict",
    arguments: [
      ("[1, 568740352, ~, ~, ~]", .exact), ("[1, 568740353, ~, ~, ~]", .misprint),
      ("[1, 568.7 M, ~, ~, ~]", .rounded), ("[1, 568 M, ~, ~, ~]", .floored),
      ("[1, 568.8 M, ~, ~, ~]", .raised), ("[1, ~, 1.137 G, ~, ~]", .rounded),
      ("[1, 300774272, ~, ~, v2]", .variant("mobilenet-v2")),
      ("[1, 568740352, ~, ~, v2]", .exact), ("[1, 529 M, ~, ~, v2]", .misprint),
      ("[0.5, 57 M, ~, ~, ~]", .unexplained(nil)),
    ] as [(String, Expected)])
  func verdict(rows: String, expected: Expected) throws {
    let audit = try audit(.repository(adding: [own(rows)])) { $0.source == "own" }
    #expect(audit.entries.count == 1)
    let verdict = try #require(audit.entries.first?.verdict)
    switch (expected, verdict) {
    case (.exact, .exact), (.rounded, .rounded), (.floored, .floored), (.raised, .raised),
      (.misprint, .misprint):
      break
    case (.variant(let wanted), .variant(let got)): #expect(wanted == got.name)
    case (.unexplained(let wanted), .unexplained(let got)): #expect(wanted == got)
    default: Issue.record("\(verdict) instead of \(expected)")
    }
  }

  enum Expected: Sendable {
    case exact, rounded, floored, raised, misprint
    case variant(String)
    case unexplained(Int?)
  }

  @Test("Of the conventions that fit, the one that fits most of the source's numbers")
  func consistent() throws {
    // 1.34 M alone would be moving statistics; with 4.24 M beside it, it is not.
    let alone = try audit(.repository(adding: [own("[0.5, ~, ~, 1.34 M, ~]")])) {
      $0.source == "own"
    }
    #expect(
      alone.entries.map(\.verdict)
        == [.otherConvention(name: "moving-statistics", explains: "with moving statistics")])
    let together = try audit(
      .repository(adding: [own("[0.5, ~, ~, 1.34 M, ~], [1, ~, ~, 4.24 M, ~]")])
    ) { $0.source == "own" }
    #expect(
      together.entries.map(\.verdict)
        == Array(
          repeating: .otherConvention(
            name: "no-scale-background-class", explains: "3 per norm, +1 class"), count: 2))
  }

  @Test("A single wrong digit is no misprint where the row's other count is of another network")
  func misprints() throws {
    func verdicts(_ row: String) throws -> [Audit.Verdict] {
      try audit(.repository(adding: [own(row)])) { $0.source == "own" }.entries.map(\.verdict)
    }
    #expect(try verdicts("[1, 529 M, ~, 4.2 M, ~]") == [.misprint, .rounded])
    #expect(try verdicts("[1, 529 M, ~, 4.9 M, ~]") == [.misprint, .misprint])
    #expect(
      try verdicts("[1, 529 M, ~, 5.1 M, ~]")
        == [.unexplained(differingDigits: 1), .unexplained(differingDigits: 2)])
  }

  @Test("A changed table changes the verdicts")
  func changed() throws {
    let table = try Repository.table("Architectures/MobileNetV2")
    let thinner = TableFile(
      name: table.name,
      text: table.text.replacing("~,    1280, 1, 1", with: "~,    1024, 1, 1")
        .replacing("1x1x1280", with: "1x1x1024").replacing("7x7x1280", with: "7x7x1024"))
    let audit = try audit(.repository(adding: [thinner])) {
      $0.source == "torchvision" && $0.network.name == "mobilenet-v2"
    }
    #expect(!audit.entries.isEmpty)
    for entry in audit.entries {
      switch entry.verdict {
      case .misprint, .unexplained: break
      default: Issue.record("\(entry.count) \(entry.verdict)")
      }
    }
  }

  @Test("A figure of a network that cannot be expanded is named with its place")
  func impossible() throws {
    let library = try TableLibrary.repository(adding: [
      TableFile(
        name: "Own.yaml",
        text: """
          published: own
          tables:
            - source: own
              columns: [ network, width, resolution, classes, MACs ]
              rows:
                - [ lraspp, 0.5, 520, ~, 1 M ]
                - [ lraspp@timm, ~, 520, ~, 1 M ]
                - [ v2, 1, 1, ~, 1 M ]
          """)
    ])
    let error = #expect(throws: TableError.self) {
      _ = try audit(library) { $0.source == "own" }
    }
    #expect(
      (error?.summary ?? []) == [
        "Own.yaml:6:9: 'lraspp-mobilenet-v3-large' has no width multiplier: its table has no rule 'width'",
        "Own.yaml:7:9: unknown dialect '@timm' of 'lraspp-mobilenet-v3-large'; known: @torchvision",
        "Own.yaml:8:9: resolution 1 is too small: row 1 has a stride but its input is already 1x1;"
          + " the smallest resolution for all strides is 17",
      ])
  }
}
