import Architecture
import Testing

@Suite struct QuantityTests {
  @Test("A literal is itself, whatever the variables")
  func literal() {
    #expect(Quantity(32).isLiteral)
    #expect(Quantity(32).value(in: [:]) == 32)
    #expect(Quantity(32).value(in: ["out": 5]) == 32)
  }

  @Test("A product of a number and variables")
  func product() {
    let boxes = Quantity(4, times: ["boxes"])
    #expect(!boxes.isLiteral)
    #expect(boxes.value(in: ["boxes": 6]) == 24)
    #expect(
      Quantity(1, times: ["boxes", "classes"]).value(in: ["boxes": 6, "classes": 91]) == 546)
    #expect(Quantity(1, times: ["out", "out"]).value(in: ["out": 7]) == 49)
  }

  @Test("What is not whole is cut", arguments: [(144, 72), (145, 72), (1, 0), (3, 1)])
  func half(out: Int, expected: Int) {
    #expect(Quantity(0.5, times: ["out"]).value(in: ["out": out]) == expected)
  }

  @Test("An unknown variable has no value, nor has what 64 bits cannot hold")
  func absent() {
    #expect(Quantity(1, times: ["classes"]).value(in: ["boxes": 6]) == nil)
    let large = Quantity(1_000_000, times: ["a", "a", "a"])
    #expect(large.value(in: ["a": 1_000_000]) == nil)
    #expect(large.value(in: ["a": 1000]) == 1_000_000_000_000_000)
    #expect(Quantity(.infinity).value(in: [:]) == nil)
    #expect(Quantity(.nan).value(in: [:]) == nil)
  }

  @Test(
    "As a cell prints it",
    arguments: [
      (Quantity(32), "32"), (Quantity(0), "0"), (Quantity(4, times: ["boxes"]), "4 boxes"),
      (Quantity(0.5, times: ["out"]), "0.5 out"), (Quantity(1, times: ["classes"]), "classes"),
      (Quantity(1, times: ["boxes", "values"]), "boxes values"), (Quantity(2.5), "2.5"),
    ])
  func description(quantity: Quantity, expected: String) {
    #expect(quantity.description == expected)
  }
}
