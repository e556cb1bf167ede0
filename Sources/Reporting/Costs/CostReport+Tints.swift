import CostAnalysis
import NetworkGraph

extension CostReport {
  /// The color of an entry's line.
  func tint(_ entry: CostEntry) -> ReportTable.Tint? {
    let node = graph.nodes[entry.nodes[0]]
    switch grain {
    case .layer: return tint(of: node.kind)
    case .block: return tint(of: graph.blocks[node.origin.block].kind)
    case .row: return tint(of: graph.rows[entry.row].kind)
    case .part: return nil
    }
  }

  private func tint(of kind: OperationKind) -> ReportTable.Tint? {
    switch kind {
    case .convolution: .violet
    case .depthwise: .orange
    case .pointwise: .blue
    case .squeezeExcite: .green
    case .fullyConnected: .cyan
    case .input, .pool, .join, .resize, .norm, .activation, .softmax, .answers: .dim
    }
  }

  private func tint(of kind: BlockKind) -> ReportTable.Tint? {
    switch kind {
    case .convolution: .violet
    case .depthwise: .orange
    case .pointwise: .blue
    case .fullyConnected: .cyan
    case .separable, .invertedResidual, .composite, .head: nil
    case .input, .pool, .normalization, .softmax, .join: .dim
    }
  }
}
