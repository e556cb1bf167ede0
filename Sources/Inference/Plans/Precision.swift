/// In what numbers a plan computes.
public enum Precision: String, CaseIterable, Hashable, Sendable {
  /// Floating-point numbers of 32 bits.
  case single = "fp32"
  /// Weights and results of 8 bits, sums of 32; see `QuantizedNetwork`.
  case integers = "int8"
}
