import Architecture
import NetworkGraph
import TableReading

extension TableLibrary {
  /// A table whose layers a graph shares, in order, but for strides and what follows from them.
  package struct Nearest: Sendable {
    /// The table, with its dialect.
    package var name: String
    /// The width multiplier, if it is not the table's own.
    package var width: Double?
    /// Layers that both have at the same place.
    package var common: Int
    /// Layers of the graph.
    package var count: Int
  }

  /// The table most of whose layers a graph has: convolutions of the same windows and channels. Nothing
  /// if none has half of them.
  package func nearest(to graph: Graph) -> Nearest? {
    let layers = graph.layerShapes
    guard !layers.isEmpty else { return nil }
    // Windows do not depend on the width, so they tell which tables to try at which width.
    let windows = layers.map { $0.window }
    let candidates = architectureNames.compactMap { name -> (spec: ArchitectureSpec, share: Int)? in
      guard let spec = try? architecture(named: name), let own = try? Graph(expanding: spec) else {
        return nil
      }
      return (spec, Self.common(own.layerShapes.map { $0.window }, windows))
    }
    let most = candidates.map { $0.share }.max() ?? 0
    var best: Nearest?
    for (spec, share) in candidates where 10 * share >= 9 * most {
      let dialects = dialects(of: spec.family).compactMap {
        try? architecture(named: "\(spec.name)@\($0)")
      }
      for spec in [spec] + dialects {
        guard let own = try? Graph(expanding: spec) else { continue }
        for width in [spec.nominalWidth] + Self.widths(of: layers, own) {
          let width = width == spec.nominalWidth ? nil : width
          guard let other = try? Graph(expanding: spec, scaling: Scaling(width: width)) else {
            continue
          }
          let common = Self.common(other.layerShapes, layers)
          guard common > best?.common ?? layers.count / 2 else { continue }
          best = Nearest(name: spec.name, width: width, common: common, count: layers.count)
        }
      }
    }
    return best
  }

  /// How many entries of two lists are the same before the lists end.
  private static func common<Entry: Equatable>(_ first: [Entry], _ second: [Entry]) -> Int {
    zip(first, second).count { $0 == $1 }
  }

  /// Published widths near the ratio of most layers' filters.
  private static func widths(of layers: [LayerShape], _ own: Graph) -> [Double] {
    let ratios = zip(layers, own.layerShapes).map { Double($0.filters) / Double($1.filters) }
      .sorted()
    guard !ratios.isEmpty else { return [] }
    let ratio = ratios[ratios.count / 2] * own.spec.nominalWidth
    return TensorMatch.publishedWidths.filter { abs($0 - ratio) <= 0.2 * ratio }
  }
}

/// A layer with weights, without its stride.
private struct LayerShape: Equatable {
  var window: [Int]
  var filters: Int
  var inputs: Int
}

extension Graph {
  /// The layers with weights, in order.
  fileprivate var layerShapes: [LayerShape] {
    nodes.compactMap { node in
      guard let layer = node.operation.layer else { return nil }
      let isDepthwise = layer.groups > 1
      return LayerShape(
        window: [layer.kernel.height, layer.kernel.width, isDepthwise ? 1 : 0],
        filters: layer.outputChannels, inputs: layer.inputChannels)
    }
  }
}
