import Foundation
import Reporting
import TestSupport
import Testing

/// The C library rounds exactly too.
@Suite("Decimals as the C library makes them")
struct ExactNumberTests {
  /// Doubles of every magnitude, subnormal ones too, ties, whole numbers and what stands near.
  private func numbers(_ seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<200).flatMap { _ -> [Double] in
      let bits = generator.next()
      let small = Double(Int64(bitPattern: bits) >> 40)
      let places = [1.0, 10, 100, 1000, 10_000][Int(bits % 5)]
      return [
        Double(bitPattern: bits), Double(bitPattern: bits & 0x800F_FFFF_FFFF_FFFF),
        small / 8, small / 2, small / places, (small / places).nextUp, (small / places).nextDown,
        Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits))), small * 1e18,
      ]
    }.filter(\.isFinite)
  }

  @Test("fixed decimals", arguments: 0..<20 as Range<UInt64>)
  func fixed(seed: UInt64) {
    for number in numbers(seed) {
      for decimals in [0, 1, 2, 3, 4, 6, 20] {
        let expected = String(format: "%.\(decimals)f", number)
        #expect(Numbers.fixed(number, decimals) == expected)
      }
    }
  }

  @Test("two digits and a power of ten", arguments: 0..<20 as Range<UInt64>)
  func scientific(seed: UInt64) {
    for number in numbers(seed) {
      #expect(Numbers.scientific(number) == String(format: "%.1e", number))
    }
  }

  @Test(
    "extreme numbers with all their digits",
    arguments: [
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
      .leastNormalMagnitude, 0, -0.0, 9.5, 0.95, 99.5, 0.5, 1.5, 1e23,
    ] as [Double])
  func extremes(number: Double) {
    for decimals in [0, 1, 17, 1074] {
      #expect(Numbers.fixed(number, decimals) == String(format: "%.\(decimals)f", number))
    }
    #expect(Numbers.scientific(number) == String(format: "%.1e", number))
  }
}
