import Architecture
import TableReading
import TestSupport
import Testing

@Suite("Published figures")
struct PublishedTests {
  /// Figures of one file beside the repository's networks, without the repository's figures.
  private func figures(_ file: TableFile) throws -> [PublishedFigure] {
    let others = try Repository.tables().filter { !$0.name.hasPrefix("Published/") }
    return try TableLibrary(files: others + [file]).published()
  }

  @Test("A row takes from its table what its cells leave open")
  func row() throws {
    let figures = try figures(
      TableFile(
        name: "Own.yaml",
        text: """
          published: own
          tables:
            - source: a note
              network: v2
              data: ImageNet
              classes: 1001
              columns: [ width, resolution, MACs, parameters, top-1, variant ]
              rows:
                - [ 0.5, 160, 50 M, 1968680, 61.0, v2@timm ]
                - [ ~, 96, ~, 0.003 G, ~, ~ ]
          """))
    try #require(figures.count == 2)
    let network = NetworkRequest("mobilenet-v2", width: 0.5, resolution: 160, classes: 1001)
    #expect(figures[0].network == network)
    #expect(figures[0].variant?.name == "mobilenet-v2@timm")
    #expect(figures[0].variant?.resolution == 160)
    #expect(figures[0].counts.map(\.quantity) == [.macs, .parameters])
    #expect(figures[0].counts.map(\.printed.value) == [50e6, 1_968_680])
    #expect(figures[0].counts.map(\.printed.exponent) == [6, 0])
    #expect(figures[0].location.line == 9)
    #expect(figures[1].counts.map(\.printed.value) == [3e6])
    #expect(figures[1].network.width == nil && figures[1].variant == nil)
    let accuracies = figures.accuracies(of: "mobilenet-v2", width: 0.5, resolution: 160)
    #expect(
      accuracies == [PublishedAccuracy(.top1, percent: 61, data: "ImageNet", source: "a note")])
    #expect(figures.accuracies(of: "mobilenet-v2", resolution: 160).isEmpty)
    #expect(figures.accuracies(of: "mobilenet-v2", width: 0.5, resolution: 192).isEmpty)
    #expect(figures.accuracies(of: "mobilenet-v1", width: 0.5, resolution: 160).isEmpty)
  }

  @Test("Every problem is found, with its place")
  func refused() throws {
    let marked = MarkedTable(
      """
      published: wrong
      «tabels: 1
      tables:
        - source: a note
          columns: [ network, resolution, MACs, «topp-1, mAP ]
          rows:
            - [ «mobilenet-v9, 224, «569M, ~, ~ ]
            - [ «v2@tim, 224, 569 M, ~, «70 ]
            - «[ v2, 224 ]
            - «[ v2, ~, 1 M, ~, ~ ]
            - «[ v2, 224, ~, ~, ~ ]
            - [ v2, «0, «0.5, ~, ««x ]
            - [ v2, «0x64, 1 M, ~, ~ ]
            - [ v2, «64x, 1 M, ~, ~ ]
        - «{columns: [ MACs ], rows: []}
        - source: another
          resolution: 224
          columns: «[ MACs, MACs ]
          rows:
            - «[ 1 M, ~ ]

      """)
    let error = #expect(throws: TableError.self) { _ = try figures(marked.file) }
    let messages = [
      "unknown key 'tabels' in a file of published figures; did you mean 'tables'?",
      "unknown column 'topp-1'; did you mean 'top-1'?",
      "unknown architecture 'mobilenet-v9'; did you mean 'mobilenet-v1'?",
      "'569M' is not a count as printed, such as 569 M or 35641826",
      "unknown dialect '@tim' of 'mobilenet-v2'; known: @d-li14, @expand-always, @keras, @keras-2,"
        + " @keras-numbered, @note-003, @paddle, @paddle-vision, @paper, @slim, @timm, @torchvision",
      "an accuracy needs its table's 'data', such as ImageNet",
      "the row has 2 cells, its header 5 columns",
      "neither the row nor its table has a resolution",
      "the row has no figure",
      "'resolution' must be a whole number from 1 to 16384; got '0'",
      "'0.5' is not a count as printed, such as 569 M or 35641826",
      "an accuracy needs its table's 'data', such as ImageNet",
      "'mAP' must be a number from 0.0 to 100.0; got 'x'",
      "a side of 'resolution' must be from 1 to 16384",
      "'resolution' must be a whole number from 1 to 16384; got '64x'",
      "key 'source' is missing",
      "two columns have the same name",
      "neither the row nor its table names a network",
    ]
    let expected = zip(marked.places, messages).map { "Marked.yaml:\($0.line):\($0.column): \($1)" }
    #expect((error?.summary ?? []) == expected)
  }

  @Test("Every problem of claims is found, with its place")
  func refusedClaims() throws {
    let marked = MarkedTable(
      """
      published: wrong
      claims:
        - {network: «v9, text: a, claim: b, claimed: «x, answer: «macs(}
        - {network: v2, text: a, claim: b, claimed: «[9, 8], answer: macs(), because: «flops()}
        - «{network: v2, claim: b, claimed: 1, answer: macs(), «why: c}
        - {network: v2, text: a, claim: b, claimed: «[1], answer: «[macs()]}
        - «macs()

      """)
    let error = #expect(throws: TableError.self) { _ = try figures(marked.file) }
    func notNumber(_ text: String) -> String {
      "'claimed' must be a number as printed, such as 30 M or 2.913, or [lowest, highest];"
        + " got '\(text)'"
    }
    let measures = ClaimQuantity.Measure.allCases.map(\.rawValue).joined(separator: ", ")
    let messages = [
      "unknown architecture 'v9'; did you mean 'v1'?", notNumber("x"), "expected ')' at the end",
      notNumber("[9, 8]"), "unknown quantity 'flops'; it must be one of: \(measures), min, max",
      "key 'text' is missing", "unknown key 'why' in a claim", notNumber("[1]"),
      "'an expression' must be text; got '[macs()]'",
      "a claim must be a mapping of keys to values",
    ]
    let expected = zip(marked.places, messages).map { "Marked.yaml:\($0.line):\($0.column): \($1)" }
    #expect((error?.summary ?? []) == expected)
  }

  @Test("A claim as it stands")
  func claim() throws {
    let others = try Repository.tables().filter { !$0.name.hasPrefix("Published/") }
    let file = TableFile(
      name: "Own.yaml",
      text: """
        published: own
        claims:
          - network: v2@timm
            text: a note
            claim: "something: else"
            claimed: 30 M
            answer: macs(width 0.5)
            because: 1 + 2
        """)
    let library = TableLibrary(files: others + [file])
    let claim = try #require(try library.claims().first)
    #expect(claim.network == "mobilenet-v2@timm" && claim.text == "a note")
    #expect(claim.claim == "something: else" && claim.claimed.description == "30 M")
    #expect(
      claim.answer.expression
        == .quantity(
          ClaimQuantity(.macs, of: NetworkRequest("mobilenet-v2@timm", width: 0.5), .init())))
    #expect(claim.because?.text == "1 + 2")
    #expect(claim.location.line == 3)
    #expect(try library.published().isEmpty)
  }

  @Test("A file without tables, and one that is a list")
  func shapes() throws {
    #expect(throws: TableError.self) {
      _ = try figures(TableFile(name: "a.yaml", text: "published: a\n"))
    }
    #expect(throws: TableError.self) {
      _ = try figures(TableFile(name: "a.yaml", text: "published: a\ntables: 3\n"))
    }
  }

  @Test("A later file replaces an earlier one of the same name")
  func replaced() throws {
    func file(_ pixels: Int) -> TableFile {
      TableFile(
        name: "\(pixels).yaml",
        text: """
          published: own
          tables: [{source: s, network: v2, columns: [resolution, MACs], rows: [[\(pixels), 1 M]]}]
          """)
    }
    let others = try Repository.tables().filter { !$0.name.hasPrefix("Published/") }
    let figures = try TableLibrary(files: others + [file(96), file(128)]).published()
    #expect(figures.map(\.network.resolution) == [128])
  }

  @Test("The repository's figures: every network's own sources are complete")
  func repository() throws {
    let figures = try TableLibrary.repository().published()
    func count(_ name: String, _ source: String) -> Int {
      figures.count { $0.network.name == name && $0.source == source }
    }
    #expect(count("mobilenet-v1", "TF-slim README") == 16)
    #expect(count("mobilenet-v2", "TF-slim README") == 22)
    #expect(figures.accuracies(of: "mobilenet-v1", resolution: 224).first?.percent == 70.6)
    for figure in figures { #expect(figure.network.resolution != nil, "\(figure.location)") }
  }
}
