import Architecture
import NetworkGraph

/// A product with the names of its factors: Dk Dk M DF DF, 3 x 3 x 512 x 14 x 14.
package struct NamedProduct: Hashable, Sendable {
  /// One factor.
  package struct Factor: Hashable, Sendable {
    /// Its letter in the paper.
    package var symbol: String
    /// Its value.
    package var value: Int

    init(_ symbol: String, _ value: Int) { (self.symbol, self.value) = (symbol, value) }
  }

  /// The factors, in the paper's order.
  package var factors: [Factor]

  /// The product.
  package var value: WideCount { factors.reduce(1) { $0 * WideCount($1.value) } }
}

/// One layer's arithmetic: how its output's size, its weights and its multiply-accumulates come about.
package struct LayerArithmetic: Hashable, Sendable {
  /// How an output of so many places comes about along one axis.
  package struct Extent: Hashable, Sendable {
    /// Places of the input.
    package var input: Int
    /// What the window adds on both sides together.
    package var padding: Int
    /// Places that the window spans: dilation (kernel - 1) + 1.
    package var reach: Int
    /// Step.
    package var stride: Int
    /// floor((input + padding - reach) / stride) + 1.
    package var output: Int
  }

  /// The layer.
  package var layer: CostEntry
  /// The size of its output along each axis; nothing without a window.
  package var extents: PerAxis<Extent>?
  /// Weights; nothing for a layer without.
  package var weights: NamedProduct?
  /// Multiply-accumulates; nothing for a layer without.
  package var macs: NamedProduct?
  /// Biases, and scale and shift of the norm.
  package var extras: ParameterCount
  /// The convolution that it is.
  package var convolution: Convolution?
}

extension Graph {
  /// The arithmetic of a layer.
  package func arithmetic(of layer: CostEntry) -> LayerArithmetic {
    let node = layer.nodes[0]
    var result = LayerArithmetic(
      layer: layer, extents: nil, weights: nil, macs: nil, extras: layer.cost.parameters,
      convolution: nil)
    result.extras.weights = 0
    let output = nodes[node].shape
    let operation = nodes[node].operation
    if let window = operation.window,
      let rows = window.height.arithmetic(layer.input.height, output.height),
      let columns = window.width.arithmetic(layer.input.width, output.width)
    {
      result.extents = PerAxis(height: rows, width: columns)
    }
    switch operation {
    case .transposedConvolution(let convolution):
      let factors = convolution.weightFactors
      result.weights = NamedProduct(factors: factors)
      result.macs = NamedProduct(
        factors: factors + [.init("HI", layer.input.height), .init("WI", layer.input.width)])
      return result
    case .channelConvolution(let kernel):
      result.weights = NamedProduct(factors: [.init("k", kernel)])
      result.macs = NamedProduct(factors: [.init("k", kernel), .init("M", output.channels)])
      return result
    default: break
    }
    guard let convolution = operation.layer else { return result }
    let factors = convolution.weightFactors
    result.weights = NamedProduct(factors: factors)
    if operation.window == nil {
      result.macs = result.weights
      return result
    }
    result.convolution = convolution
    let isSquare = output.height == output.width
    result.macs = NamedProduct(
      factors: factors + [
        .init(isSquare ? "DF" : "HF", output.height), .init(isSquare ? "DF" : "WF", output.width),
      ])
    return result
  }

  /// The layers that a name stands for: a row by number or name, a block (`bottleneck2.1`), or a layer
  /// (`bneck4.expand`); none if it stands for nothing.
  public func layers(named name: String) -> [CostEntry] {
    let layers = layers()
    let number = Int(name)
    func block(_ layer: CostEntry) -> Graph.Block {
      blocks[nodes[layer.nodes[0]].origin.block]
    }
    let meanings: [(CostEntry) -> Bool] = [
      { number != nil && self.rows[$0.row].number == number },
      { self.rows[$0.row].name == name },
      { self.rows[$0.row].repeatName(of: self.nodes[$0.nodes[0]].origin) == name },
      { block($0).name == name }, { $0.name == name },
    ]
    for meaning in meanings {
      let found = layers.filter(meaning)
      if !found.isEmpty { return found }
    }
    return []
  }
}

extension TransposedConvolution {
  /// The factors whose product the weights are.
  fileprivate var weightFactors: [NamedProduct.Factor] {
    [
      .init(kernel.isSquare ? "Dk" : "Hk", kernel.height),
      .init(kernel.isSquare ? "Dk" : "Wk", kernel.width), .init("M", inputChannels),
      .init(groups == 1 ? "N" : "N/g", outputChannels / groups),
    ]
  }
}

extension Convolution {
  /// The factors whose product the weights are.
  fileprivate var weightFactors: [NamedProduct.Factor] {
    var factors: [NamedProduct.Factor] = []
    if kernel != 1 {
      factors += [
        .init(kernel.isSquare ? "Dk" : "Hk", kernel.height),
        .init(kernel.isSquare ? "Dk" : "Wk", kernel.width),
      ]
    }
    let channels = inputChannels / groups
    if channels > 1 || groups == 1 { factors.append(.init(groups == 1 ? "M" : "M/g", channels)) }
    // A depthwise layer has one filter for each of its M channels.
    let isPlainDepthwise = isDepthwise && outputChannels == inputChannels
    factors.append(.init(isPlainDepthwise ? "M" : "N", outputChannels))
    return factors
  }
}

extension Window {
  /// How it comes to an output of so many places along its axis.
  fileprivate func arithmetic(_ input: Int, _ output: Int) -> LayerArithmetic.Extent? {
    // Without what a ceiling adds, which the formula does not have.
    var plain = self
    plain.ceiling = false
    return plain.extent(over: input).map {
      LayerArithmetic.Extent(
        input: input, padding: $0.before + $0.after, reach: reach, stride: stride, output: output)
    }
  }
}
