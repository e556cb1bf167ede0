import Reporting
import Testing

@Suite("Numbers in reports")
struct NumbersTests {
  @Test(
    "separators stand between thousands",
    arguments: [
      (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (12_345, "12,345"),
      (999_999, "999,999"), (1_000_000, "1,000,000"), (568_740_352, "568,740,352"),
      (-1, "-1"), (-999, "-999"), (-1_234_567, "-1,234,567"),
      (.max, "9,223,372,036,854,775,807"), (.min, "-9,223,372,036,854,775,808"),
    ])
  func grouped(value: Int, expected: String) {
    #expect(Numbers.grouped(value) == expected)
  }

  @Test(
    "a fixed number of decimals with a point",
    arguments: [
      (0, 2, "0.00"), (1.005, 1, "1.0"), (2.675, 0, "3"), (-1.5, 3, "-1.500"),
      (0.99996, 4, "1.0000"), (1234567.891, 2, "1234567.89"), (1e-9, 4, "0.0000"),
      (.nan, 2, "nan"), (-.nan, 2, "nan"), (.infinity, 2, "inf"), (-.infinity, 0, "-inf"),
      (1e21, 1, "1000000000000000000000.0"), (-0.04, 1, "-0.0"), (2.5, -1, "2"),
    ])
  func fixed(value: Double, decimals: Int, expected: String) {
    #expect(Numbers.fixed(value, decimals) == expected)
  }

  @Test("percent; a dash where there is no part or no whole")
  func percent() {
    #expect(Numbers.percent(1, of: 3) == "33.3")
    #expect(Numbers.percent(3, of: 3) == "100.0")
    #expect(Numbers.percent(1, of: 100_000) == "0.0")
    #expect(Numbers.percent(0, of: 3) == "-")
    #expect(Numbers.percent(0, of: 0) == "-")
    #expect(Numbers.percent(5, of: 0) == "-")
  }

  @Test("bytes in KiB and MiB")
  func bytes() {
    #expect(Numbers.kibibytes(1536) == "1.5")
    #expect(Numbers.kibibytes(0) == "0.0")
    // V2's peak: 112x112x96 in and 56x56x96 out.
    #expect(Numbers.mebibytes((112 * 112 + 56 * 56) * 96 * 4) == "5.74")
  }
}
