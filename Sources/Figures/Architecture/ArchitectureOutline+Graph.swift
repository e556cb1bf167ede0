import Architecture
import CostAnalysis
import NetworkGraph

/// A tensor that leaves one block for another.
struct BlockEdge: Hashable {
  /// What becomes of it.
  enum Use: Hashable {
    case tensor
    case size
    /// It is only added to the block's output.
    case shortcut
  }

  /// The block that gives it.
  var from: Int
  /// The block that takes it.
  var to: Int
  /// The node whose output it is.
  var node: Int
  /// The node that takes it.
  var user: Int
  var use: Use
}

extension Graph {
  /// All tensors that pass from block to block, in the order of their users.
  func edgesBetweenBlocks() -> [BlockEdge] {
    nodes.enumerated().flatMap { user, node in
      node.inputs.enumerated().compactMap { position, input in
        let (from, to) = (nodes[input].origin.block, node.origin.block)
        guard from != to else { return nil }
        let isSize = node.operation.takesOnlySize(ofInput: position)
        let use: BlockEdge.Use =
          isSize ? .size : node.origin.role == .shortcut ? .shortcut : .tensor
        return BlockEdge(from: from, to: to, node: input, user: user, use: use)
      }
    }
  }

  /// The product of the strides on the longest way through a block.
  func stride(ofBlock block: Int) -> PerAxis<Int> {
    var strides: [Int: PerAxis<Int>] = [:]
    for (index, node) in nodes.enumerated() where node.origin.block == block {
      let before = node.inputs.compactMap { strides[$0] }.max { $0.area < $1.area } ?? 1
      let own = node.operation.stride
      strides[index] = PerAxis(height: before.height * own.height, width: before.width * own.width)
    }
    return strides.values.max { $0.area < $1.area } ?? 1
  }

  /// The name of the branch that a head's block belongs to.
  func branchName(ofHead block: Int) -> String {
    blocks[block].headPlace?.branch ?? blocks[block].name
  }
}

extension Graph {
  /// The map of a head's answers, before they are listed box by box.
  func answerShape(ofHead block: Int) -> Shape {
    let result = blocks[block].result
    let isList = nodes[result].operation.isList
    return isList ? inputShapes(of: result).first ?? nodes[result].shape : nodes[result].shape
  }
}

extension ArchitectureOutline.Stop {
  init(_ block: Int, of shaped: Graph, cost: Cost) {
    let graph = shaped
    let own = graph.nodes.indices.filter { graph.nodes[$0].origin.block == block }
    let nodes = own.map { graph.nodes[$0] }
    self.block = block
    rowLabel = Self.label(Set(nodes.map { $0.origin.row }).sorted().map { graph.rows[$0] })
    part = graph.rows[graph.blocks[block].row].part
    category = graph.category(ofBlock: block)
    symbol = graph.symbol(ofBlock: block)
    hasSqueezeExcite = nodes.contains { $0.origin.role == .gate }
    output = shaped.nodes[graph.blocks[block].result].shape
    let windows = nodes.compactMap { $0.operation.window?.map { $0.kernel } }
    kernel = windows.max { $0.area < $1.area }.flatMap { $0 == 1 ? nil : $0 }
    stride = graph.stride(ofBlock: block)
    dilations = Set(nodes.compactMap { $0.operation.window?.height.dilation }).filter { $0 > 1 }
      .sorted()
    let expand = own.first { graph.nodes[$0].origin.role == .expand }
    expansion = expand.map { shaped.nodes[$0].shape.channels }
    activations = nodes.reduce(into: []) { found, node in
      guard let activation = node.operation.rowActivation, !node.origin.role.isInGate,
        !found.contains(activation)
      else { return }
      found.append(activation)
    }
    self.cost = cost
    followsPrevious = false
  }

  private static func label(_ rows: [Graph.Row]) -> String {
    let labels = rows.map { $0.number.map(String.init) ?? $0.name }
    guard let first = labels.first, let last = labels.last, labels.count > 1 else {
      return labels.first ?? ""
    }
    return "\(first)–\(last)"
  }
}
