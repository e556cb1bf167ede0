/// What of a norm's scale and shift is learned; the other stays 1 or 0.
public enum NormTerms: Hashable, Sendable {
  case scaleAndShift
  /// A factor for each channel, such as LayerScale (arXiv 2103.17239).
  case scale
  /// A summand for each channel.
  case shift

  /// How many there are.
  package var count: Int { self == .scaleAndShift ? 2 : 1 }
}
