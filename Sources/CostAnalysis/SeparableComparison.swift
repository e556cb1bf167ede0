import Architecture
import NetworkGraph

/// A standard convolution beside the depthwise-separable one that takes and gives the same shapes
/// (MobileNetV1, section 3.1).
public struct SeparableComparison: Hashable, Sendable {
  /// The input.
  public var input: Shape
  /// The output of both.
  public var output: Shape
  /// The standard convolution: Dk Dk M N weights, Dk Dk M N DF DF multiply-accumulates.
  public var standard: Convolution
  /// Its first half: Dk Dk M, Dk Dk M DF DF.
  public var depthwise: Convolution
  /// Its second half: M N, M N DF DF.
  public var pointwise: Convolution

  /// Weights and multiply-accumulates of one convolution.
  public struct Count: Hashable, Sendable {
    /// Weights, without biases and norm.
    public var weights: Int
    /// Multiply-accumulates.
    public var macs: Int
  }

  /// The comparison for a layer. Throws if the window does not fit the input, or if there are no
  /// channels.
  public init(
    kernel: Int, outputChannels: Int, stride: Int = 1, padding: Padding = .symmetric, input: Shape
  ) throws(ShapeError) {
    for channels in [input.channels, outputChannels] where channels < 1 {
      throw .channels(expected: 1, got: channels)
    }
    self.input = input
    standard = Convolution(
      kernel: kernel, inputChannels: input.channels, outputChannels: outputChannels,
      stride: stride, padding: padding)
    depthwise = Convolution(
      kernel: kernel, inputChannels: input.channels, outputChannels: input.channels,
      stride: stride, padding: padding, groups: input.channels)
    pointwise = Convolution(
      kernel: 1, inputChannels: input.channels, outputChannels: outputChannels)
    output = try Operation.convolution(standard).outputShape([input])
  }

  /// What one of the three costs.
  public func count(_ convolution: Convolution) -> Count {
    let operation = Operation.convolution(convolution)
    return Count(
      weights: operation.parameterCount(output: output).weights,
      macs: operation.multiplyAccumulates(output: output))
  }

  /// What both halves cost.
  public var separable: Count {
    let (first, second) = (count(depthwise), count(pointwise))
    return Count(weights: first.weights + second.weights, macs: first.macs + second.macs)
  }

  /// Separable over standard multiply-accumulates, counted.
  public var ratio: Double { Double(separable.macs) / Double(count(standard).macs) }

  /// What the paper derives for it: 1/N + 1/Dk^2.
  public var theoreticalRatio: Double {
    1 / Double(standard.outputChannels) + 1 / Double(standard.kernel * standard.kernel)
  }
}

extension ShapedGraph {
  /// The comparison for every block that has a depthwise convolution followed by a 1x1 one.
  public func separableComparisons() -> [(block: Graph.Block, comparison: SeparableComparison)] {
    graph.blocks.indices.compactMap { index in
      var depthwise: (node: Int, convolution: Convolution)?
      for (node, value) in graph.nodes.enumerated() where value.origin.block == index {
        guard case .convolution(let convolution) = value.operation else { continue }
        if convolution.isDepthwise {
          depthwise = (node, convolution)
        } else if let found = depthwise, convolution.isPointwise,
          let comparison = try? SeparableComparison(
            kernel: found.convolution.kernel, outputChannels: convolution.outputChannels,
            stride: found.convolution.stride, padding: found.convolution.padding,
            input: inputShapes(of: found.node)[0])
        {
          return (graph.blocks[index], comparison)
        }
      }
      return nil
    }
  }
}
