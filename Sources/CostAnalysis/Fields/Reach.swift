import Architecture
import NetworkGraph

/// A map from which a network answers, and what its places see of the picture.
package struct Reach: Hashable, Sendable {
  /// The block that it comes from, with the place inside if it is one.
  package var name: String
  /// The node whose output it is.
  package var node: Int
  /// The map.
  package var map: Shape
  /// Boxes at each place; nothing if no head gives boxes.
  package var boxes: Int?
  /// Pixels from place to place; nothing for a map without places.
  package var stride: PerAxis<Double>?
  /// Sides of the receptive field in pixels; nothing if a place sees the picture as a whole only.
  package var receptiveSide: PerAxis<Int>?
  /// Whether a mean over a whole map has a part in it.
  package var seesWholePicture: Bool

  /// The side of the smallest object that covers so many places along the map's shorter side, as a
  /// share of the picture's shorter side; nothing if the map has fewer places.
  package func smallestObject(cells: Int) -> Double? {
    let side = min(map.height, map.width)
    return cells > side ? nil : Double(cells) / Double(side)
  }
}

extension Graph {
  /// The maps that the heads use; without heads those that rows of the part `head` take from
  /// other parts; without such rows the last map of each size.
  package func reach() -> [Reach] {
    if !headMaps.isEmpty {
      return headMaps.map { reach(of: $0.node, name: $0.name, boxes: $0.boxes) }
    }
    let sources = headSources()
    return (sources.isEmpty ? lastMaps() : sources).map { node in
      reach(of: node, name: blocks[nodes[node].origin.block].name, boxes: nil)
    }
  }

  private func reach(of node: Int, name: String, boxes: Int?) -> Reach {
    Reach(
      name: name, node: node, map: nodes[node].shape, boxes: boxes, stride: pixelStride(of: node),
      receptiveSide: receptiveSide(of: node), seesWholePicture: seesWholePicture(node))
  }

  /// What rows of the part `head` take from rows of other parts, by their order in the graph.
  private func headSources() -> [Int] {
    func isHead(_ node: Int) -> Bool { rows[nodes[node].origin.row].part == .head }
    var sources: Set<Int> = []
    for (index, node) in nodes.enumerated() where isHead(index) {
      for (number, input) in node.inputs.enumerated()
      where !isHead(input) && !node.operation.takesOnlySize(ofInput: number) {
        sources.insert(input)
      }
    }
    return sources.sorted()
  }

  /// The results of the blocks after which the map has another size, and of the last.
  private func lastMaps() -> [Int] {
    let results = blocks.filter { $0.kind.isFeature }.map { $0.result }
    return results.indices.filter { index in
      guard results.indices.contains(index + 1) else { return true }
      let (own, next) = (nodes[results[index]].shape, nodes[results[index + 1]].shape)
      return (own.height, own.width) != (next.height, next.width)
    }.map { results[$0] }
  }
}
