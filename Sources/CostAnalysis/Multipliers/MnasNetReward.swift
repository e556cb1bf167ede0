#if canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#else
  import Darwin
#endif

/// What a search for architectures maximizes: accuracy times (latency / target) to a power w that is
/// not above 0 (MnasNet, arXiv 1807.11626, equations 2 and 3).
package struct MnasNetReward: Hashable, Sendable {
  /// The two powers: w is `within` where the latency is at most the target (the paper's alpha), and
  /// `beyond` where it is more (its beta).
  package struct Exponents: Hashable, Sendable {
    /// alpha.
    package var within: Double
    /// beta.
    package var beyond: Double

    /// Powers from their parts.
    package init(within: Double, beyond: Double) { (self.within, self.beyond) = (within, beyond) }

    /// MnasNet's choice, which MobileNetV3-Large shares: 5 % more accuracy for twice the latency, ln(1.05) /
    /// ln(2) = 0.07, on both sides of the target.
    package static let soft = Exponents(within: -0.07, beyond: -0.07)
    /// The target as a limit: nothing is won below it, and all is lost beyond (MnasNet, figure 3).
    package static let hard = Exponents(within: 0, beyond: -1)
    /// MobileNetV3-Small's (arXiv 1905.02244, section 4.1): in small networks, accuracy changes more
    /// with latency.
    package static let small = Exponents(within: -0.15, beyond: -0.15)
  }

  /// The accuracy, in whatever unit the reward shall have.
  package var accuracy: Double
  /// The latency.
  package var latency: Double
  /// The latency that is aimed at, in the same unit.
  package var target: Double
  /// The powers.
  package var exponents: Exponents

  /// A reward from its parts.
  package init(
    accuracy: Double, latency: Double, target: Double, exponents: Exponents = .soft
  ) {
    self.accuracy = accuracy
    self.latency = latency
    self.target = target
    self.exponents = exponents
  }

  /// Whether the latency is at most the target.
  package var isWithin: Bool { latency <= target }
  /// The power that counts.
  package var exponent: Double { isWithin ? exponents.within : exponents.beyond }
  /// accuracy (latency / target)^w.
  package var value: Double { accuracy * pow(latency / target, exponent) }
}
