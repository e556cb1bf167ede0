import Testing

/// The one idea: a table alone makes an architecture.
@Suite("A table of one's own")
struct OwnTableTests {
  private static let rowsAfterStride = [14, 15, 16, 17]

  /// The copy with its three changes; the claims after the changed stride are taken back, if so
  /// wanted.
  private func scratch(withoutClaims: Bool = true) throws -> (Scratch, OwnTable) {
    var table = try OwnTable(name: "my-net", alias: "mine")
    try table.change(row: 5) { $0[1] = $0[1].replacing("5x5", with: "3x3") }
    try table.change(row: 14) { $0[6] = " 1 " }
    try table.remove(row: 11)
    if withoutClaims {
      for row in Self.rowsAfterStride { try table.change(row: row) { $0[0] = " ~" } }
    }
    let scratch = try Scratch()
    try scratch.write(table.text, to: "tables/MyNet.yaml")
    return (scratch, table)
  }

  private static let tables = ["--tables", "tables"]

  @Test("claims that the changed stride makes wrong are found, all of them")
  func claims() throws {
    let (scratch, table) = try scratch(withoutClaims: false)
    let outcome = try Program.run(["cost", "my-net"] + Self.tables, in: scratch)
    #expect(outcome.code == 1)
    let problems = outcome.complaint.split(separator: "\n").filter { $0.contains("MyNet.yaml:") }
    #expect(problems.count == 4)
    for (problem, row) in zip(problems, Self.rowsAfterStride) {
      let place = try table.location(ofRow: row)
      let channels = row == 17 ? 960 : 160
      #expect(
        problem.hasSuffix(
          "tables/MyNet.yaml:\(place.line):\(place.column): row \(row) claims the input"
            + " 7x7x\(channels), but the rows before it give 14x14x\(channels)"))
    }
  }

  @Test("list and show know it")
  func listAndShow() throws {
    let (scratch, _) = try scratch()
    let list = try Program.output(["list"] + Self.tables, in: scratch)
    let line = try #require(list.split(separator: "\n").first { $0.hasPrefix("my-net ") })
    #expect(line.contains(" mine ") && line.contains(" 224x224x3 "))
    let names = try Program.output(["list", "--names"] + Self.tables, in: scratch)
    #expect(names.split(separator: "\n").contains("my-net@timm"))
    let show = try Program.output(["show", "mine", "--format", "csv"] + Self.tables, in: scratch)
    let rows = show.split(separator: "\n")
    for row in [
      "5,backbone,bneck4,56x56x24,bneck 3x3,72,40,1,RE,2,56x56x24,28x28x40",
      "13,backbone,bneck12,14x14x112,bneck 5x5,672,160,1,HS,1,14x14x112,14x14x160",
      "14,backbone,bneck13,,bneck 5x5,960,160,1,HS,1,14x14x160,14x14x160",
    ] {
      #expect(rows.contains { $0 == row })
    }
  }

  @Test("shapes and costs follow from the rows, block by block")
  func cost() throws {
    let (scratch, _) = try scratch()
    let expected = ExpectedCost.all(resolution: 224)
    for grain in ["row", "block"] {
      let answer = try Program.json(
        CostAnswer.self, ["cost", "mine", "--by", grain, "--format", "json"] + Self.tables,
        in: scratch)
      #expect(answer.name == "my-net")
      let rows = answer.rows.filter { $0.name != "avgpool1" }
      #expect(
        rows.map {
          ExpectedCost(
            side: $0.output.height, channels: $0.output.channels, parameters: $0.parameters,
            macs: $0.macs)
        } == expected)
      #expect(answer.rows.compactMap(\.row) == Array(1...19))
      #expect(answer.totals.parameters == expected.reduce(0) { $0 + $1.parameters })
      #expect(answer.totals.macs == expected.reduce(0) { $0 + $1.macs })
    }
  }

  @Test("layers sum to the same, and the text prints it")
  func layers() throws {
    let (scratch, _) = try scratch()
    let expected = ExpectedCost.all(resolution: 224)
    let answer = try Program.json(
      CostAnswer.self, ["cost", "my-net", "--by", "layer", "--format", "json"] + Self.tables,
      in: scratch)
    #expect(
      answer.rows.reduce(0) { $0 + $1.parameters } == expected.reduce(0) { $0 + $1.parameters })
    #expect(answer.rows.reduce(0) { $0 + $1.macs } == expected.reduce(0) { $0 + $1.macs })
    #expect(answer.rows.count { $0.role == "gate" } == 8)
    let changed = try #require(answer.rows.first { $0.name == "bneck12.depthwise" })
    #expect((changed.stride, changed.kernel) == (1, 5))
    #expect(changed.output == .init(14, 672))
    let text = try Program.output(["cost", "my-net"] + Self.tables, in: scratch)
    #expect(text.hasPrefix("My Net (my-net)   alpha 1.00   input 224x224x3   classes 1000\n"))
  }

  @Test("it is verified by execution")
  func verify() throws {
    let (scratch, _) = try scratch()
    let text = try Program.output(
      ["verify", "my-net", "--resolution", "64", "--full"] + Self.tables, in: scratch)
    let total = try #require(text.split(separator: "\n").first { $0.contains(" total ") })
    let macs = ExpectedCost.all(resolution: 64).reduce(0) { $0 + $1.macs }
    let numbers = total.split(separator: " ").compactMap { Int($0.replacing(",", with: "")) }
    #expect(Array(numbers.suffix(2)) == [macs, macs])
    #expect(total.hasSuffix(" ok"))
  }

  @Test("it runs, and every block has the shape that the rows give")
  func run() throws {
    let (scratch, _) = try scratch()
    let answer = try Program.json(
      RunAnswer.self, ["run", "mine", "--resolution", "96", "--format", "json"] + Self.tables,
      in: scratch)
    #expect(answer.name == "my-net")
    #expect(answer.classes.count == 5)
    let expected = ExpectedCost.all(resolution: 96).prefix(16)
    #expect(answer.taps.map(\.shape) == expected.map { [$0.channels, $0.side, $0.side] })
    #expect(answer.taps.map(\.name) == (0...15).map { "features.\($0)" })
    #expect(answer.taps.compactMap(\.row) == Array(1...16))
    #expect(answer.outputs.map(\.shape) == [[1000, 1, 1]])
  }
}
