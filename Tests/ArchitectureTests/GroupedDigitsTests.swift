import Architecture
import Testing

@Suite struct GroupedDigitsTests {
  @Test("Digits in groups of three")
  func groups() {
    for (number, text) in [
      (UInt(0), "0"), (7, "7"), (42, "42"), (999, "999"), (1000, "1,000"), (56_789, "56,789"),
      (568_740_352, "568,740,352"), (.max, "18,446,744,073,709,551,615"),
    ] {
      #expect(number.groupedDigits == text)
    }
  }
}
