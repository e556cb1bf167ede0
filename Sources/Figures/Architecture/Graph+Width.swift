import Architecture
import NetworkGraph

extension Graph {
  /// The width multiplier in force as a figure prints it; nothing if the table has none.
  var printedWidth: String? {
    let spec = spec
    guard spec.rules.width.rounding != .undefined else { return nil }
    return FigureNumber.trimmed(scaling.width ?? spec.nominalWidth)
  }
}
