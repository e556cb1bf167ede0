import Architecture
import Testing

@Suite("Expressions that answer claims")
struct ClaimExpressionTests {
  private func number(_ value: Double) -> ClaimExpression { .number(value) }

  @Test("Products bind before sums, both from the left, and parentheses before all")
  func precedence() throws {
    let sum = try ClaimExpression("1 - 2 - 3 * 4 / 5", about: "net")
    #expect(
      sum
        == .join(
          .difference, .join(.difference, number(1), number(2)),
          .join(.quotient, .join(.product, number(3), number(4)), number(5))))
    #expect(
      try ClaimExpression("(1-2)*-3", about: "net")
        == .join(
          .product, .join(.difference, number(1), number(2)),
          .join(.difference, number(0), number(3))))
    #expect(
      try ClaimExpression("min(1, max(2.5 , 3))", about: "net")
        == .join(.minimum, number(1), .join(.maximum, number(2.5), number(3))))
  }

  @Test("A quantity with every argument, and with none")
  func quantities() throws {
    var selection = ClaimQuantity.Selection()
    selection.rows = .init("stem", "C3-1")
    selection.part = .backbone
    selection.kind = "inverted-residual"
    selection.map = 6
    let network = NetworkRequest("net@dialect", width: 0.5, resolution: 160, classes: 91)
    #expect(
      try ClaimExpression(
        "macs(net@dialect, width 0.5, resolution 160,classes 91, rows stem..C3-1,"
          + " part backbone, kind inverted-residual, map 6)", about: "other")
        == .quantity(ClaimQuantity(.macs, of: network, selection)))
    let wide = NetworkRequest("net", resolution: Resolution(height: 192, width: 640))
    #expect(
      try ClaimExpression("macs(resolution 192x640)", about: "net")
        == .quantity(ClaimQuantity(.macs, of: wide, .init())))
    for text in ["boxes()", "boxes( )", " boxes ( other ) "] {
      #expect(
        try ClaimExpression(text, about: "other")
          == .quantity(ClaimQuantity(.boxes, of: NetworkRequest("other"), .init())))
    }
    var row = ClaimQuantity.Selection()
    row.rows = .init("18", "18")
    #expect(
      try ClaimExpression("stride(row 18)", about: "net")
        == .quantity(ClaimQuantity(.stride, of: NetworkRequest("net"), row)))
  }

  @Test(
    "What is no expression",
    arguments: [
      ("", .unexpected("", wanted: "a number or a quantity")),
      ("1 +", .unexpected("", wanted: "a number or a quantity")),
      ("1 2", .unexpected("2", wanted: "an operator or the end")),
      ("(1", .unexpected("", wanted: "')'")),
      ("1)", .unexpected(")", wanted: "an operator or the end")),
      ("1.2.3", .unexpected("1.2.3", wanted: "a number")),
      ("flops(net)", .unknownQuantity("flops")), ("macs", .unexpected("", wanted: "'('")),
      ("macs(net", .unexpected("", wanted: "')'")), ("min(1)", .unexpected(")", wanted: "','")),
      ("macs(net, width x)", .argument("width x")), ("macs(net, map 0)", .argument("map 0")),
      ("macs(net, map -9223372036854775808)", .argument("map -9223372036854775808")),
      ("macs(net, rows a)", .argument("rows a")), ("macs(net, rows a..)", .argument("rows a..")),
      ("macs(net, part neckline)", .argument("part neckline")),
      ("macs(net, other)", .argument("other")), ("macs(net,)", .argument("")),
      ("macs(net, color red)", .argument("color red")),
    ] as [(String, ClaimExpressionError)])
  func refused(text: String, error: ClaimExpressionError) {
    #expect(throws: error) { _ = try ClaimExpression(text, about: "net") }
  }

  @Test("Depth has an end, with parentheses, signs and functions", arguments: ["(", "-", "min(1,"])
  func deep(opening: String) {
    #expect(throws: ClaimExpressionError.tooDeep) {
      _ = try ClaimExpression(String(repeating: opening, count: 100_000), about: "net")
    }
  }

  @Test("Every error is one sentence that says what is possible")
  func sentences() {
    let unknown = ClaimExpressionError.unknownQuantity("flops").description
    for measure in ClaimQuantity.Measure.allCases { #expect(unknown.contains(measure.rawValue)) }
    #expect(
      ClaimExpressionError.unexpected("", wanted: "')'").description == "expected ')' at the end")
    #expect(
      ClaimExpressionError.unexpected("x", wanted: "')'").description
        == "expected ')' instead of 'x'")
  }
}
