import Architecture
import CostAnalysis
import NetworkGraph

/// What a block figure writes for a layer.
struct LayerCaption: Hashable {
  /// The name inside a block of several rows: `m.0.cv1`; empty in others.
  var path: String
  /// Inside the layer's shape: `3×3 depthwise, stride 2`.
  var short: String
  /// What follows: `batch norm`, `ReLU6`, or `linear`.
  var extras: [String]

  /// Beside the layer's shape.
  var title: String { (path.isEmpty ? "" : path + ": ") + short }
  /// Below the title.
  var details: String { extras.joined(separator: ", ") }

  /// The caption of a layer, with its path if its block has several rows.
  init(_ layer: CostEntry, of graph: Graph, isNested: Bool) {
    let first = graph.nodes[layer.nodes[0]]
    path = isNested ? first.origin.path.joined(separator: ".") : ""
    short = Self.text(of: first)
    extras = layer.nodes.dropFirst().compactMap { Self.extra(graph.nodes[$0].operation) }
    // The activation may follow a gate between.
    let isActivated = graph.nodes.contains { node in
      if case .activation = node.operation { node.origin == first.origin } else { false }
    }
    if case .linear = first.operation, first.origin.role != .linear {
      extras.insert("fully connected", at: 0)
    }
    if case .convolution = first.operation, !isActivated { extras.append("linear") }
  }

  private static func extra(_ operation: Operation) -> String? {
    switch operation {
    case .batchNormalization: "batch norm"
    case .activation(let activation): activation.rawValue
    case .input, .convolution, .linear, .pool, .globalPool, .l2Normalization, .softmax, .add,
      .multiply, .concatenate, .resize, .flatten, .stack:
      nil
    }
  }

  private static func text(of node: Node) -> String {
    switch node.operation {
    case .convolution(let convolution):
      let stride = convolution.stride > 1 ? ", stride \(convolution.stride)" : ""
      let dilation = convolution.dilation > 1 ? ", dilation \(convolution.dilation)" : ""
      return
        "\(convolution.kernel)×\(convolution.kernel) \(word(node.origin.role))\(stride)\(dilation)"
    case .linear:
      return node.origin.role == .linear ? "fully connected" : word(node.origin.role)
    case .pool(let pool):
      let kind =
        switch pool.kind {
        case .average: "average"
        case .maximum: "maximum"
        }
      return "\(pool.kernel)×\(pool.kernel) \(kind) pooling"
        + (pool.stride > 1 ? ", stride \(pool.stride)" : "")
    case .globalPool: return "global average pooling"
    case .multiply: return node.origin.role == .gate ? "gate, channel by channel" : "product"
    case .add: return node.origin.role == .shortcut ? "sum with the input" : "sum"
    case .resize(_, let factor): return "enlargement" + (factor.map { " ×\($0)" } ?? "")
    case .activation(let activation): return activation.rawValue
    case .batchNormalization: return "batch norm"
    case .l2Normalization: return "L2 normalization"
    case .concatenate: return "concatenation"
    case .softmax: return "softmax"
    case .flatten, .stack: return "list of answers"
    case .input: return "picture"
    }
  }

  private static func word(_ role: Role) -> String {
    switch role {
    case .expand: "expand"
    case .depthwise: "depthwise"
    case .pointwise: "pointwise"
    case .project: "project"
    case .squeeze: "squeeze"
    case .excite: "excite"
    case .input, .convolution, .squeezePool, .gate, .shortcut, .pool, .linear, .normalization,
      .softmax, .join, .resize, .activation, .answers:
      "convolution"
    }
  }
}
