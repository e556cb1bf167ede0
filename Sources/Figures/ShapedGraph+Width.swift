import NetworkGraph

extension ShapedGraph {
  /// The width multiplier in force as a figure prints it; nothing if the table has none.
  var printedWidth: String? {
    let spec = graph.spec
    guard spec.rules.width.rounding != .undefined else { return nil }
    return FigureNumber.trimmed(graph.scaling.width ?? spec.nominalWidth)
  }
}
