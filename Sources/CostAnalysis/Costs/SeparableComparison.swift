import Architecture
import NetworkGraph

/// A standard convolution beside the depthwise-separable one that takes and gives the same shapes
/// (MobileNetV1, section 3.1).
package struct SeparableComparison: Hashable, Sendable {
  /// The input.
  package var input: Shape
  /// The output of both.
  package var output: Shape
  /// The standard convolution: Dk Dk M N weights, Dk Dk M N DF DF multiply-accumulates.
  package var standard: Convolution
  /// Its first half: Dk Dk M, Dk Dk M DF DF.
  package var depthwise: Convolution
  /// Its second half: M N, M N DF DF.
  package var pointwise: Convolution

  /// Weights and multiply-accumulates of one convolution.
  package struct Count: Hashable, Sendable {
    /// Weights, without biases and norm.
    package var weights: Int
    /// Multiply-accumulates.
    package var macs: WideCount
  }

  /// The comparison for a layer. Throws if the window does not fit the input, or if there are no
  /// channels.
  package init(
    kernel: PerAxis<Int>, outputChannels: Int, stride: PerAxis<Int> = 1,
    padding: Padding = .symmetric, dilation: Int = 1, input: Shape
  ) throws(ShapeError) {
    for channels in [input.channels, outputChannels] where channels < 1 {
      throw .channels(expected: 1, got: channels)
    }
    self.input = input
    standard = Convolution(
      kernel: kernel, inputChannels: input.channels, outputChannels: outputChannels,
      stride: stride, dilation: dilation, padding: padding)
    depthwise = Convolution(
      kernel: kernel, inputChannels: input.channels, outputChannels: input.channels,
      stride: stride, dilation: dilation, padding: padding, groups: input.channels)
    pointwise = Convolution(
      kernel: 1, inputChannels: input.channels, outputChannels: outputChannels)
    output = try Operation.convolution(standard).outputShape([input])
  }

  /// What one of the three costs.
  package func count(_ convolution: Convolution) -> Count {
    let operation = Operation.convolution(convolution)
    return Count(
      weights: operation.parameterCount(output: output).weights,
      macs: operation.multiplyAccumulates(output: output))
  }

  /// What both halves cost.
  package var separable: Count {
    let (first, second) = (count(depthwise), count(pointwise))
    return Count(weights: first.weights + second.weights, macs: first.macs + second.macs)
  }

  /// Separable over standard multiply-accumulates, counted.
  package var ratio: Double { Double(separable.macs) / Double(count(standard).macs) }

  /// What the paper derives for it: 1/N + 1/Dk^2, the places of the window.
  package var theoreticalRatio: Double {
    1 / Double(standard.outputChannels) + 1 / Double(standard.kernel.area)
  }
}

/// A network's separable blocks beside the standard convolutions that would take their place, and what
/// the whole network would cost with those.
package struct SeparableLedger: Sendable {
  /// One block.
  package struct Entry: Sendable {
    /// The block.
    package var block: Graph.Block
    /// Its depthwise convolution with the pointwise one after it, beside the standard one.
    package var comparison: SeparableComparison
    /// Parameters of norm and bias that the depthwise convolution has besides and that would go with it.
    package var depthwiseExtras: Int
  }

  /// The blocks.
  package var entries: [Entry]
  /// The network as it is: trainable parameters and multiply-accumulates.
  package var separable: SeparableComparison.Count
  /// The same with standard convolutions: the depthwise layers and their norms are gone, and the
  /// filters of the pointwise ones have windows.
  package var standard: SeparableComparison.Count
}

extension Graph {
  /// The ledger of the network.
  package func separableLedger() -> SeparableLedger {
    let total = totalCost()
    let own = SeparableComparison.Count(weights: total.parameters.total, macs: total.macs)
    var ledger = SeparableLedger(entries: separableEntries(), separable: own, standard: own)
    for entry in ledger.entries {
      let (standard, separable) = (
        entry.comparison.count(entry.comparison.standard), entry.comparison.separable
      )
      ledger.standard.macs += standard.macs - separable.macs
      ledger.standard.weights += standard.weights - separable.weights - entry.depthwiseExtras
    }
    return ledger
  }

  /// The comparison for every block that has a depthwise convolution followed by a 1x1 one.
  private func separableEntries() -> [SeparableLedger.Entry] {
    var entries: [SeparableLedger.Entry] = []
    var depthwise: (node: Int, convolution: Convolution, extras: Int)?
    for (index, node) in nodes.enumerated() {
      let parameters = node.operation.parameterCount(output: nodes[index].shape)
      if let found = depthwise, nodes[found.node].origin == node.origin {
        depthwise?.extras += parameters.total
        continue
      }
      guard case .convolution(let convolution) = node.operation else { continue }
      if convolution.isDepthwise {
        depthwise = (index, convolution, parameters.biases)
      } else if let found = depthwise,
        nodes[found.node].origin.block == node.origin.block, convolution.isPointwise
      {
        depthwise = nil
        guard
          let comparison = try? SeparableComparison(
            kernel: found.convolution.kernel, outputChannels: convolution.outputChannels,
            stride: found.convolution.stride, padding: found.convolution.padding,
            dilation: found.convolution.dilation, input: inputShapes(of: found.node)[0])
        else { continue }
        entries.append(
          SeparableLedger.Entry(
            block: blocks[node.origin.block], comparison: comparison,
            depthwiseExtras: found.extras))
      }
    }
    return entries
  }
}
