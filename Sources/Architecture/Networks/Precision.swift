/// In what numbers a network computes.
public enum Precision: String, CaseIterable, Hashable, Sendable {
  /// Floating-point numbers of 32 bits.
  case single = "fp32"
  /// Floating-point numbers of 16 bits, with the exponents of `single`; sums have 32.
  case brain = "bf16"
  /// Integers of 8 bits; sums have 32.
  case integers = "int8"

  /// Bytes of one weight or activation.
  public var scalarBytes: Int {
    switch self {
    case .single: 4
    case .brain: 2
    case .integers: 1
    }
  }

  /// As reports say it.
  package var title: String {
    switch self {
    case .single: "32-bit floating point"
    case .brain: "bfloat16"
    case .integers: "8-bit integers"
    }
  }
}
