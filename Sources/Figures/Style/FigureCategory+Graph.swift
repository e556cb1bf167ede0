import CostAnalysis
import NetworkGraph

extension Graph {
  /// What a block is to a figure.
  ///
  /// A composite block of a single row is what that row is: a file may wrap an inverted residual
  /// or a sum into a block of its own. Blocks of one layer are what their operation is.
  func category(ofBlock block: Int) -> FigureCategory {
    let own = nodes.filter { $0.origin.block == block }
    switch blocks[block].kind {
    case .input, .separable, .invertedResidual, .head: return FigureCategory(blocks[block].kind)
    case .composite where Set(own.map { $0.origin.path }).count > 1: return .composite
    case .convolution, .depthwise, .pointwise, .pool, .fullyConnected, .normalization, .softmax,
      .join, .composite:
      if own.contains(where: { $0.origin.role == .project }) { return .invertedResidual }
      let categories = own.map { FigureCategory($0.kind) }
      return categories.first { $0 != .weightless } ?? .weightless
    }
  }

  /// The symbol of a block without weights: that of its last operation.
  func symbol(ofBlock block: Int) -> GlyphSymbol? {
    guard category(ofBlock: block) == .weightless else { return nil }
    return nodes.last { $0.origin.block == block }.flatMap { GlyphSymbol($0.operation) }
  }
}
