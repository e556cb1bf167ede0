import Architecture
import CostAnalysis
import NetworkGraph

/// What a block figure shows, before anything has a place: the layers of one block or of some that
/// follow each other, what each takes, and on which lane it stands.
struct BlockOutline {
  /// A layer of the block.
  struct Layer {
    var caption: LayerCaption
    var category: FigureCategory
    /// For a layer without weights.
    var symbol: GlyphSymbol?
    var isShortcut: Bool
    /// The layers whose tensors it takes; the block's inputs are -1, -2 and so on.
    var takes: [Int]
    var input: Shape
    var output: Shape
    var cost: Cost
    /// 0 for the main lane.
    var lane = 0
  }

  /// What the blocks take from others.
  var inputs: [Shape]
  var layers: [Layer]
  /// How many lanes there are.
  var lanes: Int { max(1, inputs.count, (layers.map { $0.lane }.max() ?? 0) + 1) }

  /// The lane of a layer or an input.
  func lane(of source: Int) -> Int { source < 0 ? -1 - source : layers[source].lane }

  /// The tensor of a layer or an input.
  func tensor(_ source: Int) -> Shape? {
    if layers.indices.contains(source) { return layers[source].output }
    return inputs.indices.contains(-1 - source) ? inputs[-1 - source] : nil
  }

  /// The outline of some blocks.
  init(_ blocks: Set<Int>, of shaped: Graph) {
    let nodes = shaped.nodes
    let entries = shaped.layers().filter { blocks.contains(nodes[$0.nodes[0]].origin.block) }
    var layerOfNode: [Int: Int] = [:]
    for (layer, entry) in entries.enumerated() {
      for node in entry.nodes { layerOfNode[node] = layer }
    }
    var sources: [Int] = []
    for node in entries.flatMap({ nodes[$0.nodes[0]].inputs })
    where layerOfNode[node] == nil && !sources.contains(node) {
      sources.append(node)
    }
    inputs = sources.map { shaped.nodes[$0].shape }
    let isNested =
      blocks.count == 1 && Set(entries.map { nodes[$0.nodes[0]].origin.path }).count > 1
    layers = entries.map { entry in
      let first = nodes[entry.nodes[0]]
      let takes = first.inputs.map { layerOfNode[$0] ?? -1 - (sources.firstIndex(of: $0) ?? 0) }
      return Layer(
        caption: LayerCaption(entry, of: shaped, isNested: isNested),
        // Inside a gate that of the layer itself.
        category: FigureCategory(first.operation.kind),
        symbol: GlyphSymbol(first.operation),
        // A file's own block may add its input by a row that is called otherwise.
        isShortcut: first.origin.role == .shortcut
          || (first.operation == .add && sources.count == 1 && takes.contains(-1)),
        takes: Set(takes).sorted(), input: entry.input, output: entry.output, cost: entry.cost)
    }
    assignLanes()
  }

  /// A layer stands below the one that it takes, unless another will still do so: then it opens a
  /// lane of its own. A layer that joins several stands below the leftmost.
  private mutating func assignLanes() {
    var users: [Int: [Int]] = [:]
    for (index, layer) in layers.enumerated() {
      for source in layer.takes where !(layer.isShortcut && source == -1) {
        users[source, default: []].append(index)
      }
    }
    // What stands last on each lane.
    var ends = inputs.isEmpty ? [-1] : inputs.indices.map { -1 - $0 }
    for index in layers.indices {
      let sources = layers[index].takes
      var lane = sources.map { self.lane(of: $0) }.min() ?? 0
      if let source = sources.first, sources.count == 1, users[source]?.last != index {
        let free = ends.indices.dropFirst().first { ends[$0] != source && isDone($0) }
        lane = free ?? ends.count
      }
      func isDone(_ lane: Int) -> Bool { (users[ends[lane]]?.last ?? -1) < index }
      if lane == ends.count { ends.append(index) } else { ends[lane] = index }
      layers[index].lane = lane
    }
  }
}
