import Architecture
import Testing

@Suite("Printed numbers")
struct PrintedNumberTests {
  @Test(
    "text, value, power of ten of the last digit",
    arguments: [
      ("569 M", 569_000_000, 6), ("4.24 M", 4_240_000, 4), ("35641826", 35_641_826, 0),
      ("0.583 G", 583_000_000, 6), ("2.913", 2.913, -3), ("1.5 k", 1500, 2), ("-0.5", -0.5, -1),
      ("-3", -3, 0), ("0", 0, 0),
    ] as [(String, Double, Int)])
  func read(text: String, value: Double, exponent: Int) throws {
    let number = try #require(PrintedNumber(text))
    #expect(number.value == value)
    #expect(number.exponent == exponent)
    #expect("\(number)" == text)
    #expect(number.gives(value))
  }

  @Test(
    "what is no number",
    arguments: [
      "", " ", "M", "569M", "569 m", "569  M", "1.2.3", ".", "5.", "x", "1e6", "+3", "- 3", "--3",
      "1234567890123456", "35,641,826", "٣",
    ])
  func refused(text: String) {
    #expect(PrintedNumber(text) == nil)
  }

  @Test(
    "a value that prints so, rounded or cut",
    arguments: [
      ("569 M", 568_740_352, true), ("300 M", 300_774_272, true), ("301 M", 300_774_272, true),
      ("11 M", 11_934_128, true), ("34 M", 30_212_608, false), ("5.4 M", 5_483_032, true),
      ("5.3 M", 5_483_032, false), ("35641826", 35_641_826, true),
      ("35641826", 35_641_827, false), ("2.811", 2.8108, true), ("-0.38", -0.375, true),
      ("1", .infinity, false), ("1", .nan, false),
    ] as [(String, Double, Bool)])
  func gives(text: String, value: Double, expected: Bool) throws {
    #expect(try #require(PrintedNumber(text)).gives(value) == expected)
  }

  @Test(
    "digits that differ",
    arguments: [
      ("529 M", 568_740_352, 1), ("34 M", 30_212_608, 1), ("317 M", 325_400_448, 2),
      ("6.9 M", 6_108_776, 1), ("529 M", 1_186_400_768, nil), ("1", .nan, nil),
    ] as [(String, Double, Int?)])
  func digits(text: String, value: Double, expected: Int?) throws {
    #expect(try #require(PrintedNumber(text)).differingDigits(from: value) == expected)
  }
}
