import Testing

@Suite("Wrong tables: every problem at once, with file, line and column")
struct WrongTableTests {
  private func scratch(_ table: String) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(table, to: "t/net.yaml")
    return scratch
  }

  private static let wrong = """
    name: wrong-net
    family: wrong
    source: {paper: none}
    input: {shape: [224, 224, 3]}
    rules:
      norm: {epsilon: -1}
    columns: [ input,       operator,   exp, out, SE, NL, s ]
    rows:
      - stem: [ 224x224x3,  conv2d 3x3,   ~,  16,  ~, HZ, 2 ]
      -       [ 112x112x16, bnek 3x3,    16,  16,  1, RE, 2 ]
      -       [ 56x56x16,   bneck 3x3,   72,  24,  ~, RE ]
      -       [ 28x28,      bneck 3x3,   88, -24,  ~, RE, 1 ]
    color: red

    """

  private static let problems = """
    t/net.yaml:6:19: 'epsilon' must be a number from 0.0 to 1.0; got '-1'
        norm: {epsilon: -1}
                        ^
    t/net.yaml:9:51: 'HZ' is not an activation (RE, R6, LE, SI, HG, HG5, SW, HS, GE, PR, or a full name)
        - stem: [ 224x224x3,  conv2d 3x3,   ~,  16,  ~, HZ, 2 ]
                                                        ^
    t/net.yaml:10:25: unknown operator 'bnek'; did you mean 'bneck'?
        -       [ 112x112x16, bnek 3x3,    16,  16,  1, RE, 2 ]
                              ^
    t/net.yaml:11:11: the row has 6 cells, its header 7 columns (input, operator, exp, out, SE, NL, s)
        -       [ 56x56x16,   bneck 3x3,   72,  24,  ~, RE ]
                ^
    t/net.yaml:12:13: '28x28' is not a shape such as 112x112x32 (height, width, channels)
        -       [ 28x28,      bneck 3x3,   88, -24,  ~, RE, 1 ]
                  ^
    t/net.yaml:12:42: '-24' is neither a whole number from 1 to 1000000 nor a sum of products of numbers and known variables
        -       [ 28x28,      bneck 3x3,   88, -24,  ~, RE, 1 ]
                                               ^
    t/net.yaml:13:1: unknown key 'color' in an architecture
      color: red
      ^
    """

  @Test("several problems", arguments: ["show", "cost", "verify", "run", "draw"])
  func several(command: String) throws {
    try Program.expectFailure(
      [command, "wrong-net", "--tables", "t"], in: try scratch(Self.wrong), code: 1, Self.problems)
  }

  @Test("a list shows what is right before it says what is wrong")
  func list() throws {
    let outcome = try Program.run(["list", "--tables", "t"], in: try scratch(Self.wrong))
    #expect(outcome.code == 1)
    #expect(outcome.complaint == "mobilenet: \(Self.problems)\n")
    #expect(outcome.output.contains("mobilenet-v1 "))
    #expect(!outcome.output.contains("wrong-net"))
  }

  @Test("claims that the rows contradict")
  func claims() throws {
    let table = """
      name: claims
      source: {paper: none}
      input: {shape: [64, 64, 3]}
      columns: [ input, operator, out, s ]
      rows:
        - [ 64x64x3,  conv2d 3x3, 16, 2 ]
        - [ 16x16x16, conv2d 3x3, 16, 2 ]
        - [ 16x16x17, conv2d 3x3, 16, 1 ]

      """
    try Program.expectFailure(
      ["cost", "claims", "--tables", "t"], in: try scratch(table), code: 1,
      """
      t/net.yaml:7:7: row 2 claims the input 16x16x16, but the rows before it give 32x32x16
          - [ 16x16x16, conv2d 3x3, 16, 2 ]
              ^
      t/net.yaml:8:7: row 3 claims the input 16x16x17, but the rows before it give 16x16x16
          - [ 16x16x17, conv2d 3x3, 16, 1 ]
              ^
      """)
  }

  @Test("a file that is no YAML, and tables that extend each other")
  func files() throws {
    try Program.expectFailure(
      ["cost", "x-net", "--tables", "t"],
      in: try scratch("name: x-net\nrows: [ 1, 2\n"), code: 1,
      "t/net.yaml:3:1: did not find expected ',' or ']'")
    let circle = try scratch(Self.extending("a-net", "b-net"))
    try circle.write(Self.extending("b-net", "a-net"), to: "t/other.yaml")
    let outcome = try Program.run(["cost", "a-net", "--tables", "t"], in: circle)
    #expect(outcome.code == 1)
    #expect(
      outcome.complaint.hasPrefix(
        "mobilenet: t/other.yaml:4:10: tables extend each other in a cycle:"
          + " a-net -> b-net -> a-net\n"))
  }

  @Test("sizes that nothing could count crash nothing", arguments: HugeTable.all, ["cost", "run"])
  func tooLarge(table: HugeTable, command: String) throws {
    let head = "name: huge\nsource: {paper: none}\ninput: {shape: [64, 64, 3]}\n"
    let outcome = try Program.run(
      [command, "huge", "--tables", "t"], in: try scratch(head + table.rows + "\n"))
    #expect(outcome.code == 1)
    #expect(outcome.complaint.hasPrefix("mobilenet: t/net.yaml:"))
    #expect(outcome.output.isEmpty)
  }

  private static func extending(_ name: String, _ other: String) -> String {
    """
    name: \(name)
    source: {paper: none}
    input: {shape: [8, 8, 3]}
    extends: {table: \(other)}
    columns: [operator]
    rows: []

    """
  }
}

/// Rows whose sizes no count can hold.
struct HugeTable: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var rows: String

  static let all = [
    HugeTable(
      testDescription: "windows of 255x255 from a million to a million channels",
      rows: """
        columns: [ operator, out ]
        rows:
          - [ conv2d 255x255, 1000000 ]
          - [ conv2d 255x255, 1000000 ]
        """),
    HugeTable(
      testDescription: "twice the channels row by row",
      rows: "columns: [ from, operator ]\nrows:"
        + String(repeating: "\n  - [ [-1, -1], concat ]", count: 70)),
    HugeTable(
      testDescription: "a product of numbers beyond 64 bits",
      rows: """
        variables: {a: 1000000}
        columns: [ operator, t, c ]
        rows:
          - [ conv2d 1x1, ~, 1000000 a a ]
          - [ bottleneck, 1000, 16 ]
        """),
    HugeTable(
      testDescription: "a map enlarged again and again",
      rows: "columns: [ operator, factor ]\nrows:"
        + String(repeating: "\n  - [ resize-nearest, 64 ]", count: 12)),
    HugeTable(
      testDescription: "40,000 rows",
      rows: "columns: [ operator, c, n ]\nrows:"
        + String(repeating: "\n  - [ conv2d 3x3, 8, 1000 ]", count: 40)),
  ]
}
