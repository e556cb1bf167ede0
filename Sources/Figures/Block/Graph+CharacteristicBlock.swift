import Architecture
import NetworkGraph

extension Graph {
  /// The block that shows best what a network is built of: of the inverted residuals the one with
  /// most parts, else a separable block, else a composite one, else the convolution with most
  /// weights; of equals the one that its table repeats most.
  func characteristicBlock() -> Int? {
    let ranked = blocks.indices.filter { blocks[$0].kind != .input }.map { block in
      (block: block, rank: rank(ofBlock: block))
    }
    return ranked.reduce(nil as (block: Int, rank: [Int])?) { best, next in
      guard let best else { return next }
      return best.rank.lexicographicallyPrecedes(next.rank) ? next : best
    }?.block
  }

  private func rank(ofBlock block: Int) -> [Int] {
    let roles = Set(nodes.filter { $0.origin.block == block }.map { $0.origin.role })
    let parts: [Role] = [.expand, .gate, .shortcut]
    let kind =
      switch category(ofBlock: block) {
      case .invertedResidual: 3
      case .separable: 2
      case .composite: 1
      case .input, .convolution, .pointwise, .depthwise, .squeezeExcite, .fullyConnected,
        .weightless, .head:
        0
      }
    let weights = kind > 0 ? 0 : weightCount(ofBlock: block)
    return [kind, parts.count { roles.contains($0) }, rows[blocks[block].row].repeats, weights]
  }

  private func weightCount(ofBlock block: Int) -> Int {
    nodes.reduce(0) { sum, node in
      guard node.origin.block == block, case .convolution(let convolution) = node.operation else {
        return sum
      }
      return sum + convolution.weightShape.reduce(1, *)
    }
  }
}
