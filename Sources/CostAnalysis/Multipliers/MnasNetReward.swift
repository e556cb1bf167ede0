#if canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#else
  import Darwin
#endif

/// What a search for architectures maximizes: accuracy times (latency / target) to a power that is
/// below 0 (MnasNet, arXiv 1807.11626, equation 2).
package struct MnasNetReward: Hashable, Sendable {
  /// The accuracy, in whatever unit the reward shall have.
  package var accuracy: Double
  /// The latency.
  package var latency: Double
  /// The latency that is aimed at, in the same unit.
  package var target: Double
  /// The power: -0.07 for MnasNet and MobileNetV3-Large, -0.15 for MobileNetV3-Small.
  package var exponent: Double

  /// The power that MnasNet chose: 5 % more accuracy for twice the latency.
  package static let mnasNetExponent = -0.07

  /// A reward from its parts.
  package init(
    accuracy: Double, latency: Double, target: Double, exponent: Double = mnasNetExponent
  ) {
    self.accuracy = accuracy
    self.latency = latency
    self.target = target
    self.exponent = exponent
  }

  /// accuracy (latency / target)^exponent.
  package var value: Double { accuracy * pow(latency / target, exponent) }
}
