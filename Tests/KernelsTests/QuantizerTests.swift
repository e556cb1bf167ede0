import Kernels
import Testing

@Suite("Rounding to a few bits")
struct QuantizerTests {
  private static let ranges: [ClosedRange<Float>] = [
    0...6, -1...1, -0.375...8, -8...7.9375, -3e-5...1e-3, -1e30...5e30, 2...5, -7 ... -1,
  ]
  private static let bits = Array(Quantizer.bitCounts)

  /// Numbers of a range and beyond.
  private static func numbers(_ range: ClosedRange<Float>) -> [Float] {
    let (low, high) = (min(range.lowerBound, 0), max(range.upperBound, 0))
    return (0...997).map { low + (high - low) * Float($0) / 997 }
  }

  @Test(
    "a level is its own, zero is a level, and no number moves by more than half a step",
    arguments: ranges)
  func asymmetric(range: ClosedRange<Float>) {
    for bits in Self.bits {
      let quantizer = Quantizer(range: range, bits: bits)
      #expect(quantizer.rounded(0) == 0)
      #expect(quantizer.highest - quantizer.lowest == Float(1 << bits - 1))
      for number in Self.numbers(range) {
        let rounded = quantizer.rounded(number)
        #expect(quantizer.rounded(rounded) == rounded)
        // Four results of single precision are rounded on the way.
        let slack = 0.5 + Float(1 << bits) * 2.4e-7
        #expect(abs(rounded - number) <= quantizer.step * slack, "\(bits) bits, \(number)")
      }
    }
  }

  @Test("symmetric levels: the same, and a number and its opposite round to opposites")
  func symmetric() {
    for bits in Self.bits {
      for magnitude: Float in [1, 0.03, 6, 1e-20, 1e30] {
        let quantizer = Quantizer(magnitude: magnitude, bits: bits)
        #expect(quantizer.lowest == -quantizer.highest)
        for number in Self.numbers(-magnitude...magnitude) {
          let rounded = quantizer.rounded(number)
          #expect(quantizer.rounded(rounded) == rounded)
          #expect(quantizer.rounded(-number) == -rounded)
          #expect(abs(rounded - number) <= quantizer.step * (0.5 + Float(1 << bits) * 2.4e-7))
        }
        #expect(quantizer.rounded(10 * magnitude) == quantizer.highest * quantizer.step)
      }
    }
  }

  @Test("levels by hand")
  func hand() {
    let two = Quantizer(magnitude: 1, bits: 2)
    #expect([-1, -0.6, -0.4, 0.5, 0.51, 2].map(two.rounded) == [-1, -1, 0, 0, 1, 1])
    let relu6 = Quantizer(range: 0...6, bits: 8)
    #expect(relu6.lowest == 0 && relu6.highest == 255)
    #expect(relu6.rounded(7) == relu6.rounded(6) && relu6.rounded(-1) == 0)
  }

  @Test("where only zero is, everything becomes zero")
  func empty() {
    #expect(Quantizer(magnitude: 0, bits: 8).rounded(3) == 0)
    #expect(Quantizer(range: 0...0, bits: 8).rounded(-3) == 0)
  }

  @Test("the smallest numbers are rounded to numbers")
  func subnormal() {
    let least = Float.leastNonzeroMagnitude
    for bits in Self.bits {
      for quantizer in [
        Quantizer(magnitude: 5 * least, bits: bits),
        Quantizer(range: -least...(900 * least), bits: bits),
      ] {
        for number in [-least, 0, least, 900 * least] {
          #expect(quantizer.rounded(number).isFinite)
          #expect(abs(quantizer.rounded(number)) <= 1000 * least)
        }
      }
    }
  }

  @Test("many at once are rounded as one by one")
  func many() {
    let quantizer = Quantizer(range: -0.4...2.7, bits: 5)
    var numbers = (0..<101).map { Float($0) * 0.04 - 1 }
    let expected = numbers.map(quantizer.rounded)
    numbers.withUnsafeMutableBufferPointer { values in
      if let start = values.baseAddress { quantizer.round(start, count: values.count) }
    }
    #expect(numbers == expected)
  }
}
