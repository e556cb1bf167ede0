import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// What cells mean.
@Suite struct RowGrammarTests {
  /// The rows of a table of 32x32x4 with the usual columns.
  func rows(
    _ rows: String, columns: String = "operator, out, s, NL, exp, SE, padding",
    rules: String =
      "{squeeze-excite: {divide: 4, round: 8, activation: RE, gate: SI, position: after-activation}}"
  ) throws -> [Row] {
    let text = """
      name: tiny
      input: {shape: [32, 32, 4]}
      variables: {classes: 10}
      rules: \(rules)
      columns: [ \(columns) ]
      rows:

      """
    let file = TableFile(name: "Tiny.yaml", text: text + rows)
    return try TableLibrary(files: [file]).spec(named: "tiny").rows
  }

  func convolution(_ cells: String) throws -> ConvolutionRow {
    let row = try #require(try rows("  - [ \(cells) ]\n").first)
    guard case .convolution(let convolution) = row.operation else {
      throw TestSupportError.malformed("\(row.operation)")
    }
    return convolution
  }

  @Test(
    "Spellings of a convolution",
    arguments: ["conv2d 3x3", "conv 3x3", "Conv2d 3×3", "\"conv2d, 3x3\"", "CONV 3x3"])
  func convolutionSpelling(spelling: String) throws {
    let row = try convolution("\(spelling), 8, 2, RE, ~, ~, ~")
    #expect(
      row
        == ConvolutionRow(
          kernel: PerAxis(Quantity(3)), out: Quantity(8), stride: PerAxis(Quantity(2)),
          activation: .curve(.relu)))
  }

  @Test("NBN: no batch norm, and a bias")
  func noBatchNorm() throws {
    let row = try convolution("\"conv2d 1x1, NBN\", classes, ~, HS, ~, ~, ~")
    #expect(
      row
        == ConvolutionRow(
          kernel: PerAxis(Quantity(1)), out: Quantity(1, times: ["classes"]),
          stride: PerAxis(Quantity(1)),
          norm: false, bias: true, activation: .curve(.hardSwish)))
  }

  @Test(
    "Paddings",
    arguments: [
      ("same", Padding.same), ("valid", .valid), ("symmetric", .symmetric), ("0", .explicit(0)),
      ("2", .explicit(2)),
    ])
  func padding(cell: String, padding: Padding) throws {
    #expect(try convolution("conv2d 3x3, 8, ~, ~, ~, ~, \(cell)").padding == padding)
    #expect(try convolution("conv2d 3x3, 8, ~, ~, ~, ~, ~").padding == nil)
  }

  @Test("A bottleneck by expanded channels, and by factor")
  func bottleneck() throws {
    let row = try #require(try rows("  - [ bneck 5×5, 24, 2, HS, 72, yes, ~ ]\n").first)
    guard case .invertedResidual(let block) = row.operation else {
      throw TestSupportError.malformed("\(row.operation)")
    }
    #expect(
      block
        == InvertedResidualRow(
          kernel: PerAxis(Quantity(5)), expansion: .channels(Quantity(72)), out: Quantity(24),
          stride: PerAxis(Quantity(2)), squeezeExcite: .byRule, activation: .curve(.hardSwish)))
    let other = try #require(
      try rows(
        "  - [ bottleneck, 6, 24, 3, 2 ]\n", columns: "operator, t, c, n, s",
        rules: "{activation: R6, kernel: 7}"
      ).first)
    guard case .invertedResidual(let block) = other.operation else {
      throw TestSupportError.malformed("\(other.operation)")
    }
    #expect(
      block
        == InvertedResidualRow(
          kernel: PerAxis(Quantity(7)), expansion: .factor(6), out: Quantity(24),
          stride: PerAxis(Quantity(2)),
          activation: .curve(.relu6)))
    #expect(other.repeats == Quantity(3))
  }

  @Test(
    "Flags", arguments: [("1", true), ("yes", true), ("True", true), ("0", false), ("no", false)])
  func flag(cell: String, expected: Bool) throws {
    let row = try #require(try rows("  - [ bneck 3x3, 8, 1, RE, 8, \(cell), ~ ]\n").first)
    guard case .invertedResidual(let block) = row.operation else {
      throw TestSupportError.malformed("\(row.operation)")
    }
    #expect((block.squeezeExcite == .byRule) == expected)
  }

  @Test("Headers as the papers print them", arguments: ["c", "#out", "out", "out channels", "C"])
  func header(name: String) throws {
    let found = try rows(
      "  - [ conv2d 3x3, 8, 2 ]\n", columns: "operator, '\(name)', Stride")
    guard case .convolution(let convolution) = found[0].operation else {
      throw TestSupportError.malformed("\(found[0].operation)")
    }
    #expect(convolution.out == Quantity(8))
    #expect(convolution.stride == PerAxis(Quantity(2)))
    #expect(found[0].cells.map(\.column) == ["operator", name, "Stride"])
  }

  @Test(
    "Claims of shapes", arguments: ["32x32x4", "32 x 32 x 4", "32×32×4", "32 × 32 x 4"])
  func claim(cell: String) throws {
    let row = try #require(try rows("  - [ \(cell), softmax ]\n", columns: "input, operator").first)
    let claim = try #require(row.inputClaim)
    #expect((claim.height, claim.width) == (32, 32))
    #expect(claim.channels == Quantity(4))
  }

  @Test("A claim may name a variable")
  func variableClaim() throws {
    let row = try #require(
      try rows("  - [ 1 x 1 x classes, softmax ]\n", columns: "Input size, operator").first)
    #expect(row.inputClaim?.channels == Quantity(1, times: ["classes"]))
  }

  @Test("Sources")
  func sources() throws {
    let found = try rows(
      """
        - [ ~,                     bneck 3x3, 8, 9 ]
        - [ -1,                    bneck 3x3, 8, 9 ]
        - [ bneck1.expand,         softmax,   ~, ~ ]
        - [ [-1, 1, input, bneck2], concat,   ~, ~ ]

      """, columns: "from, operator, out, exp")
    #expect(found.map(\.number) == [0, 1, 2, 3])
    #expect(
      found.map(\.sources) == [
        [], [Source(.back(1))], [Source(.name("bneck1"), place: "expand")],
        [Source(.back(1)), Source(.number(1)), Source(.input), Source(.name("bneck2"))],
      ])
  }

  @Test("Rows are named by their operator and how many of it came before, or by the table")
  func names() throws {
    let found = try rows(
      """
        - [ conv2d 3x3, 8, 2, RE, ~, ~, ~ ]
        - stem: [ conv2d 3x3, 8, 2, RE, ~, ~, ~ ]
        - repeat: 3
          rows:
            - [ dwconv 3x3, ~, 1, RE, ~, ~, ~ ]
            - [ conv2d 1x1, 8, 1, RE, ~, ~, ~ ]
        - [ bneck 3x3, 8, 1, RE, 8, ~, ~ ]
        - [ dwconv 3x3, ~, 1, RE, ~, ~, ~ ]

      """)
    #expect(found.map(\.name) == ["conv1", "stem", "dwconv1", "conv3", "bneck1", "dwconv2"])
    #expect(found.map(\.number) == [1, 2, 3, 4, 5, 6])
    #expect(
      found.map { $0.group?.count } == [nil, nil, Quantity(3), Quantity(3), nil, nil])
    #expect(found[2].group == found[3].group)
  }

  @Test("A row keeps its cells as the table prints them")
  func cells() throws {
    let found = try rows("  - [ \"conv2d 1x1, NBN\", classes, ~, HS, ~, ~, ~ ]\n")
    #expect(
      found[0].cells.map { "\($0.column)=\($0.text)@\($0.location.column)" } == [
        "operator=conv2d 1x1, NBN@7", "out=classes@26", "s=~@35", "NL=HS@38", "exp=~@42", "SE=~@45",
        "padding=~@48",
      ])
    #expect(found[0].location(of: "out").line == 7)
  }
}
