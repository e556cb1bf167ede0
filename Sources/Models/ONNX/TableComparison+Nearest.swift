import Architecture
import NetworkGraph
import TableReading

extension TableComparison {
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
    /// Layers of the table.
    package var tableCount: Int
    /// Where the two differ though their layers are the same: `2 strides, 5 paddings`.
    package var differences: [String]
  }

  /// The table most of whose layers a graph has: convolutions of the same windows and channels. Nothing
  /// if none has half of them.
  package mutating func nearest(to graph: Graph) -> Nearest? {
    let layers = graph.layerShapes
    // Comparing takes time with the square of their number.
    guard (1...1000).contains(layers.count) else { return nil }
    // Windows do not depend on the width, so they tell which tables to try at which width.
    let windows = layers.map { $0.window }
    var candidates: [(table: Graph, share: Int)] = []
    for name in library.architectureNames {
      guard let table = self.graph(name) else { continue }
      candidates.append((table, Self.common(table.layerShapes.map { $0.window }, windows)))
    }
    let most = candidates.map { $0.share }.max() ?? 0
    var best: Nearest?
    for (table, share) in candidates where 10 * share >= 9 * most {
      for form in forms(of: table) {
        let (spec, ours) = (form.spec, form.layerShapes)
        for width in [spec.nominalWidth] + Self.widths(of: layers, ours, spec) {
          let width = width == spec.nominalWidth ? nil : width
          guard let other = width == nil ? form : try? form.rescaled(to: Scaling(width: width))
          else { continue }
          let shapes = other.layerShapes
          let common = Self.common(shapes, layers)
          guard common > best?.common ?? layers.count / 2 else { continue }
          let isWhole = common == layers.count && common == shapes.count
          best = Nearest(
            name: spec.name, width: width, common: common, count: layers.count,
            tableCount: shapes.count, differences: isWhole ? graph.differences(from: other) : [])
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
  private static func widths(
    of layers: [LayerShape], _ ours: [LayerShape], _ spec: ArchitectureSpec
  ) -> [Double] {
    func middle(_ layers: [LayerShape]) -> Double? {
      let filters = layers.map { $0.filters }.sorted()
      return filters.isEmpty ? nil : Double(filters[filters.count / 2])
    }
    guard let theirs = middle(layers), let ours = middle(ours) else { return [] }
    let ratio = theirs / ours * spec.nominalWidth
    return TensorMatch.publishedWidths.filter { abs($0 - ratio) <= 0.3 * ratio }
  }
}

extension TableComparison.Nearest: CustomStringConvertible {
  /// `like mobilenet-v2: 50 of its 53 layers are among that table's 52`.
  package var description: String {
    let name = name + (width.map { ", width \($0)" } ?? "")
    guard differences.isEmpty else {
      return "\(name), but for \(differences.joined(separator: ", "))"
    }
    return "like \(name): \(common) of its \(count) layers are among that table's \(tableCount)"
  }
}

/// A layer with weights, without its stride.
private struct LayerShape: Equatable {
  struct Window: Equatable {
    var kernel: PerAxis<Int>
    var isDepthwise: Bool
  }

  var window: Window
  var filters: Int
  var inputs: Int
}

extension Graph {
  /// The layers with weights, in order.
  fileprivate var layerShapes: [LayerShape] {
    nodes.compactMap { node in
      guard let layer = node.operation.layer else { return nil }
      return LayerShape(
        window: LayerShape.Window(kernel: layer.kernel, isDepthwise: layer.groups > 1),
        filters: layer.outputChannels, inputs: layer.inputChannels)
    }
  }

  /// Where a graph with the same layers differs from another one, as counts of what differs.
  fileprivate func differences(from other: Graph) -> [String] {
    let (own, others) = (folded().graph, other.folded().graph)
    let layers = zip(own.layers, others.layers)
    func count(_ one: String, _ several: String, _ differ: (Layer, Layer) -> Bool) -> String? {
      let count = layers.count { differ($0, $1) }
      return count == 0 ? nil : "\(count) \(count == 1 ? one : several)"
    }
    let counts = [
      count("stride", "strides") { $0.layer.stride != $1.layer.stride },
      count("padding", "paddings") { $0.before != $1.before },
      count("dilation", "dilations") { $0.layer.dilation != $1.layer.dilation },
      count("bias", "biases") { $0.layer.hasBias != $1.layer.hasBias },
    ]
    let (names, otherNames) = (own.weightless, others.weightless)
    let rest = Set(names.keys).union(otherNames.keys).sorted().compactMap { name -> String? in
      let (count, table) = (names[name] ?? 0, otherNames[name] ?? 0)
      return count == table ? nil : "\(count) x \(name) in place of \(table)"
    }
    let all = counts.compactMap { $0 } + rest
    return all.isEmpty ? ["the order of its operations"] : all
  }

  /// A layer with the zeros before its map.
  private typealias Layer = (layer: Convolution, before: PerAxis<Int>)

  private var layers: [Layer] {
    nodes.indices.compactMap { index in
      nodes[index].operation.layer.map { layer in
        let map = inputShapes(of: index)[0]
        let window = layer.window
        return (
          layer,
          PerAxis(
            height: window.height.before(map.height), width: window.width.before(map.width))
        )
      }
    }
  }

  /// How many operations without weights there are of each name.
  private var weightless: [String: Int] {
    var counts: [String: Int] = [:]
    for node in nodes.dropFirst() where node.operation.layer == nil {
      counts[node.operation.name, default: 0] += 1
    }
    return counts
  }
}
