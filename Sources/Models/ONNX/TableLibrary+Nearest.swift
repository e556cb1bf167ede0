import Architecture
import NetworkGraph
import TableReading

extension TableLibrary {
  /// A table whose layers a graph shares, in order, but for strides and for some that only one has.
  package struct Nearest: Sendable {
    /// The table, with its dialect.
    package var name: String
    /// The width multiplier, if it is not the table's own.
    package var width: Double?
    /// Layers that both have, in the same order.
    package var common: Int
    /// Layers of the graph.
    package var count: Int
  }

  /// The table most of whose layers a graph has: convolutions of the same windows and channels. Nothing
  /// if none has half of them.
  package func nearest(to graph: Graph) -> Nearest? {
    let layers = graph.layerShapes
    // Comparing takes time with the square of their number.
    guard (1...1000).contains(layers.count) else { return nil }
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

  /// The length of the longest list that is a part of both, in order.
  private static func common<Entry: Equatable>(_ first: [Entry], _ second: [Entry]) -> Int {
    var lengths = Array(repeating: 0, count: second.count + 1)
    for entry in first {
      var diagonal = 0
      for (index, other) in second.enumerated() {
        let above = lengths[index + 1]
        lengths[index + 1] =
          entry == other ? diagonal + 1 : max(above, lengths[index])
        diagonal = above
      }
    }
    return lengths.last ?? 0
  }

  /// Published widths near the ratio of most layers' filters.
  private static func widths(of layers: [LayerShape], _ own: Graph) -> [Double] {
    func middle(_ layers: [LayerShape]) -> Double? {
      let filters = layers.map { $0.filters }.sorted()
      return filters.isEmpty ? nil : Double(filters[filters.count / 2])
    }
    guard let theirs = middle(layers), let ours = middle(own.layerShapes) else { return [] }
    let ratio = theirs / ours * own.spec.nominalWidth
    return TensorMatch.publishedWidths.filter { abs($0 - ratio) <= 0.3 * ratio }
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
