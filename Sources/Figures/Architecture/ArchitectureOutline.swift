import Architecture
import CostAnalysis
import NetworkGraph

/// What an architecture figure shows, before anything has a place: the blocks in order, what
/// leads around them, and the heads.
struct ArchitectureOutline {
  /// One glyph: the picture or a block.
  struct Stop {
    /// Index into the graph's blocks.
    var block: Int
    /// What the strip calls its row or rows: `5`, `2–3`.
    var rowLabel: String
    var part: Part
    var category: FigureCategory
    var symbol: GlyphSymbol?
    var hasSqueezeExcite: Bool
    /// What it gives.
    var output: Shape
    /// Sides of its largest window, if that is more than one place.
    var kernel: PerAxis<Int>?
    /// The product of its strides.
    var stride: PerAxis<Int>
    /// How far apart its windows' elements lie, where they are no neighbors.
    var dilations: [Int]
    /// The channels that it expands to, if it expands.
    var expansion: Int?
    /// The nonlinearities that it applies, those of its gate left out.
    var activations: [RowActivation]
    var cost: Cost
    /// Whether it takes what the stop before it gives.
    var followsPrevious: Bool
  }

  /// Shortcuts from the output of one stop to that of another; inside the stop if `from` is absent.
  struct Residual: Hashable {
    var from: Int?
    var to: Int
    var count: Int
  }

  /// A tensor that does not come from the stop before.
  struct Link: Hashable {
    /// What is taken of it.
    enum Purpose: Hashable {
      case tensor
      /// Only how large it is.
      case size
    }

    var from: Int
    var to: Int
    var purpose: Purpose
  }

  /// The heads over one map.
  struct Head: Hashable {
    /// One of the answers at each place.
    struct Branch: Hashable {
      var name: String
      var output: Shape
    }

    /// The stop whose tensor it takes, or in which it taps one.
    var source: Int
    /// The name of the source: the row, the block, and the place inside it if it is not its result.
    var title: String
    var input: Shape
    var branches: [Branch]
    var cost: Cost
  }

  /// The picture first.
  var stops: [Stop]
  var residuals: [Residual]
  var links: [Link]
  var heads: [Head]

  /// The outline of a network.
  init(_ graph: Graph) {
    let blocks = graph.blocks
    // A row whose condition does not hold leaves no node.
    let present = Set(graph.nodes.map { $0.origin.block })
    let trunk = blocks.indices.filter { blocks[$0].kind != .head && present.contains($0) }
    var stopOfBlock: [Int: Int] = [:]
    for (stop, block) in trunk.enumerated() { stopOfBlock[block] = stop }
    var costs: [Int: Cost] = [:]
    for entry in graph.costEntries(by: .block) {
      let block = graph.nodes[entry.nodes[0]].origin.block
      costs[block] = costs[block] ?? entry.cost
    }
    let edges = graph.edgesBetweenBlocks()
    stops = trunk.map { Stop($0, of: graph, cost: costs[$0] ?? Cost()) }
    residuals = []
    links = []
    heads = []
    for stop in stops.indices.dropFirst() {
      for edge in edges where edge.to == trunk[stop] {
        guard let from = stopOfBlock[edge.from] else { continue }
        let isWhole = edge.node == blocks[edge.from].result
        switch edge.use {
        case .shortcut: break
        case .tensor where from == stop - 1 && isWhole: stops[stop].followsPrevious = true
        case .tensor: insert(Link(from: from, to: stop, purpose: .tensor))
        case .size: insert(Link(from: from, to: stop, purpose: .size))
        }
      }
      addResiduals(of: stop, edges: edges.filter { $0.to == trunk[stop] }, stopOfBlock, graph)
    }
    addHeads(stopOfBlock, edges, costs, graph)
  }

  /// The categories that occur, in the order of the enumeration.
  var categories: [FigureCategory] {
    let used = Set(stops.map { $0.category } + (heads.isEmpty ? [] : [.head]))
    return FigureCategory.allCases.filter { used.contains($0) }
  }

  private mutating func insert(_ link: Link) {
    if !links.contains(link) { links.append(link) }
  }

  private mutating func addResiduals(
    of stop: Int, edges: [BlockEdge], _ stopOfBlock: [Int: Int], _ graph: Graph
  ) {
    let block = stops[stop].block
    for (index, node) in graph.nodes.enumerated()
    where node.origin.block == block && node.origin.role == .shortcut && node.operation == .add {
      let own = edges.filter { $0.user == index }.compactMap { stopOfBlock[$0.from] }
      let from = own.min()
      // A row that is nothing but a sum takes its other input as any join does.
      for other in own where other != from {
        if other == stop - 1 {
          stops[stop].followsPrevious = true
        } else {
          insert(Link(from: other, to: stop, purpose: .tensor))
        }
      }
      if let known = residuals.firstIndex(where: { $0.from == from && $0.to == stop }) {
        residuals[known].count += 1
      } else {
        residuals.append(Residual(from: from, to: stop, count: 1))
      }
    }
  }

  private mutating func addHeads(
    _ stopOfBlock: [Int: Int], _ edges: [BlockEdge], _ costs: [Int: Cost], _ graph: Graph
  ) {
    var indexOfNode: [Int: Int] = [:]
    let blocks = graph.blocks
    for block in blocks.indices where blocks[block].kind == .head {
      guard let edge = edges.first(where: { $0.to == block && stopOfBlock[$0.from] != nil }),
        let source = stopOfBlock[edge.from]
      else { continue }
      let branch = Head.Branch(
        name: graph.branchName(ofHead: block), output: graph.answerShape(ofHead: block))
      let cost = costs[block] ?? Cost()
      if let known = indexOfNode[edge.node] {
        heads[known].branches.append(branch)
        heads[known].cost = heads[known].cost + cost
        continue
      }
      indexOfNode[edge.node] = heads.count
      heads.append(
        Head(
          source: source,
          title: "\(stops[source].rowLabel) · \(graph.placeName(of: edge.node))",
          input: graph.nodes[edge.node].shape, branches: [branch], cost: cost))
    }
    heads.sort { ($0.source, $0.title) < ($1.source, $1.title) }
  }
}
