import Architecture
import NetworkGraph

/// The rows of a table as one would write them for blocks that were found.
struct TableRows {
  /// The columns; those that no row uses are not printed.
  static let columns = ["operator", "exp", "out", "SE", "NL", "s"]

  let nodes: [Node]

  /// The row of some nodes of a block, the first of which it does its work with.
  func row(
    _ members: [Int], main: Int, kind: BlockKind, name: String, number: Int, _ place: SourceLocation
  ) -> Row {
    let isGated = members.contains { nodes[$0].origin.role == .gate }
    let activation = members.lazy.filter { !nodes[$0].origin.role.isInGate }
      .compactMap { nodes[$0].operation.rowActivation }.first
    let out = nodes[members[members.count - 1]].shape.channels
    let expanded = kind == .invertedResidual ? nodes[main].shape.channels : nil
    let stride = nodes[main].operation.stride
    let texts: [String?] = [
      text(main, kind, isGated: isGated), expanded.map { "\($0)" }, "\(out)",
      isGated ? "1" : nil, activation.map { abbreviation($0) },
      nodes[main].operation.window == nil
        ? nil : stride.isSquare ? "\(stride.height)" : stride.description,
    ]
    return Row(
      number: number, name: name,
      operation: operation(main, kind, out: out, isGated: isGated, activation),
      cells: zip(Self.columns, texts).map {
        Cell(column: $0, text: $1 ?? "~", location: place)
      }, location: place)
  }

  private func abbreviation(_ activation: RowActivation) -> String {
    switch activation {
    case .curve(let curve): curve.abbreviation
    case .parametricReLU: "PR"
    }
  }

  /// The operator as tables write it, with its window.
  private func text(_ main: Int, _ kind: BlockKind, isGated: Bool) -> String {
    let operation = nodes[main].operation
    let window = operation.kernel.map { " \($0)" } ?? ""
    switch kind {
    case .invertedResidual: return "bneck\(window)"
    case .depthwise: return "dwise\(window)"
    case .fullyConnected: return "fc"
    case .convolution, .pointwise:
      var text = operation.layer == nil ? operation.name : "conv"
      if let convolution = operation.layer, convolution.groups > 1 {
        text = "group conv"
      }
      return text + window
    case .join where isGated: return "squeeze-excite"
    case .input, .separable, .pool, .normalization, .softmax, .join, .composite, .head:
      return operation.name
    }
  }

  /// What the row does, as a table's row.
  private func operation(
    _ main: Int, _ kind: BlockKind, out: Int, isGated: Bool, _ activation: RowActivation?
  ) -> RowOperation {
    switch nodes[main].operation {
    case .convolution(let convolution) where kind == .invertedResidual:
      return .invertedResidual(
        InvertedResidualRow(
          kernel: convolution.kernel.map { Quantity($0) },
          expansion: .channels(Quantity(convolution.outputChannels)), out: Quantity(out),
          stride: convolution.stride.map { Quantity($0) }, dilation: convolution.dilation,
          padding: convolution.padding, squeezeExcite: isGated ? .byRule : nil,
          activation: activation))
    case .convolution(let convolution):
      return .convolution(
        ConvolutionRow(
          kernel: convolution.kernel.map { Quantity($0) }, out: Quantity(out),
          stride: convolution.stride.map { Quantity($0) }, dilation: convolution.dilation,
          padding: convolution.padding,
          groups: convolution.isDepthwise
            ? .depthwise : convolution.groups == 1 ? .one : .count(convolution.groups),
          bias: convolution.hasBias, activation: activation))
    case .transposedConvolution(let convolution):
      return .transposedConvolution(
        ConvolutionRow(
          kernel: convolution.kernel.map { Quantity($0) }, out: Quantity(out),
          stride: convolution.stride.map { Quantity($0) },
          padding: .explicit(convolution.padding), bias: convolution.hasBias,
          activation: activation))
    case .channelConvolution(let kernel): return .channelConvolution(kernel: kernel)
    case .linear: return .linear(out: Quantity(out), activation: activation)
    case .pool(let pool):
      return .pool(
        PoolRow(
          kind: pool.kind, kernel: pool.kernel.map { Quantity($0) },
          stride: pool.stride.map { Quantity($0) }, padding: pool.padding, ceiling: pool.ceiling))
    case .batchNormalization(let epsilon, _): return .normalization(epsilon: epsilon)
    case .l2Normalization(_, let epsilon): return .l2Normalization(epsilon: epsilon)
    case .softmax, .logSoftmax: return .softmax
    case .add: return .add
    case .multiply: return isGated ? .squeezeExcite(.byRule) : .multiply
    case .shuffle(let groups): return .shuffle(groups: groups)
    case .resize(let mode, let factor): return .resize(ResizeRow(mode: mode, factor: factor))
    case .resizeTo(let mode, _): return .resize(ResizeRow(mode: mode, factor: nil))
    case .activation(let curve): return .activation(.curve(curve))
    case .parametricReLU: return .activation(.parametricReLU)
    case .globalPool: return .globalPool
    // Tables have no rows of their own for these.
    case .input, .scalarFunction, .normalization, .concatenate, .depthToSpace, .spaceToDepth,
      .slice,
      .flatten, .stack:
      return .concatenate
    }
  }
}
