import Drawing

#if canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#else
  import Darwin
#endif

extension Axis {
  /// An axis of common logarithms, with marks at 1, 2 and 5 times the powers of ten, or at the powers
  /// only where there are many. Values have to be above 0.
  static func logarithmic(_ title: String, over values: ClosedRange<Double>) -> Axis {
    let domain = Interval(log10(values.lowerBound), log10(values.upperBound))
    let digits: [Double] = domain.end - domain.start > 2.5 ? [1] : [1, 2, 5]
    let powers = Int(domain.start.rounded(.down))...Int(domain.end.rounded(.up))
    let ticks = powers.flatMap { power in
      digits.map { digit in
        let value = digit * pow(10, Double(power))
        return Tick(log10(value), label: FigureNumber.rounded(value))
      }
    }
    return Axis(
      title: title, domain: domain,
      ticks: ticks.filter { domain.start - 1e-9 <= $0.value && $0.value <= domain.end + 1e-9 })
  }
}

/// The common logarithm, the place of a value on a logarithmic axis.
func logarithm(_ value: Double) -> Double { log10(value) }
