import Architecture
import CostAnalysis
import NetworkGraph

/// What a block figure writes for a layer.
struct LayerCaption: Hashable {
  /// The name inside a block of several rows: `m.0.cv1`; empty in others.
  var path: String
  /// What the layer is: `3×3 depthwise, stride 2`.
  var short: String
  /// The same in fewer words, for shapes too narrow for all: `3×3 depthwise`, `3×3`.
  var shorter: [String]
  /// What follows: `batch norm`, `ReLU6`, or `linear`.
  var extras: [String]

  /// Beside the layer's shape.
  var title: String {
    let isSaid = path.isEmpty || path.lowercased() == short.lowercased()
    return isSaid ? short : path + ": " + short
  }
  /// Below the title.
  var details: String { extras.joined(separator: ", ") }

  /// The caption of a layer, with its path if its block has several rows.
  init(_ layer: CostEntry, of graph: Graph, isNested: Bool) {
    let first = graph.nodes[layer.nodes[0]]
    path = isNested ? first.origin.path.joined(separator: ".") : ""
    short = Self.text(of: first)
    shorter = Self.shorterTexts(of: first)
    extras = layer.nodes.dropFirst().compactMap { Self.extra(graph.nodes[$0].operation) }
    // The activation may follow a gate between.
    let isActivated = graph.nodes.contains { node in
      node.operation.rowActivation != nil && node.origin == first.origin
    }
    if case .linear = first.operation, first.origin.role != .linear {
      extras.insert("fully connected", at: 0)
    }
    if case .convolution = first.operation, !isActivated { extras.append("linear") }
  }

  private static func extra(_ operation: Operation) -> String? {
    operation.continuesLayer ? operation.name : nil
  }

  private static func text(of node: Node) -> String {
    let operation = node.operation
    let stride = operation.stride == 1 ? "" : ", stride \(operation.stride.figureText)"
    if case .convolution(let convolution) = operation {
      let side = convolution.kernel.text(separator: "×")
      let dilation = convolution.dilation > 1 ? ", dilation \(convolution.dilation)" : ""
      return "\(side) \(word(node.origin.role))\(stride)\(dilation)"
    }
    if case .transposedConvolution(let convolution) = operation {
      let steps = convolution.stride == 1 ? "" : ", stride \(convolution.stride.figureText)"
      return "\(convolution.kernel.text(separator: "×")) transposed convolution\(steps)"
    }
    if case .channelConvolution(let kernel) = operation {
      return "convolution over \(kernel) channels"
    }
    if case .linear = operation, node.origin.role != .linear { return word(node.origin.role) }
    if case .pool(let pool) = operation {
      let kind =
        switch pool.kind {
        case .average: "average"
        case .maximum: "maximum"
        }
      return "\(pool.kernel.text(separator: "×")) \(kind) pooling\(stride)"
    }
    if case .globalPool = operation { return "global average pooling" }
    if operation == .multiply, node.origin.role == .gate { return "gate, channel by channel" }
    if operation == .add, node.origin.role == .shortcut { return "sum with the input" }
    if case .resize(_, let factor?) = operation { return "upsampling ×\(factor)" }
    if operation.rowActivation != nil { return operation.name }
    return GlyphSymbol(operation)?.legendText ?? operation.name
  }

  private static func shorterTexts(of node: Node) -> [String] {
    switch node.operation {
    case .convolution(let convolution):
      let side = convolution.kernel.text(separator: "×")
      return ["\(side) \(word(node.origin.role))", side]
    case .transposedConvolution(let convolution):
      return [convolution.kernel.text(separator: "×")]
    case .channelConvolution(let kernel):
      return ["over \(kernel) channels"]
    default: return []
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

extension PerAxis<Int> {
  /// As figures write strides: one number if both are the same.
  var figureText: String { isSquare ? "\(height)" : text(separator: "×") }
}
