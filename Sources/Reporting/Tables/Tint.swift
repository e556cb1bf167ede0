extension ReportTable {
  /// Colors of lines on a terminal, the same categories as in the figures.
  package enum Tint: Int, Hashable, Sendable {
    /// Standard convolutions.
    case violet = 35
    /// Depthwise convolutions.
    case orange = 33
    /// Pointwise convolutions.
    case blue = 34
    /// Squeeze-and-excitation.
    case green = 32
    /// Fully connected layers.
    case cyan = 36
    /// What costs nothing.
    case dim = 2
  }
}
