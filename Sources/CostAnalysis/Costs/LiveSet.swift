import Architecture
import NetworkGraph

/// How much memory activations need when every tensor is kept exactly as long as it is used:
/// a layer's inputs and output, and what residuals and gates keep. Norm and activation work in
/// place.
public struct LiveSet: Hashable, Sendable {
  /// What lives while one node runs.
  public struct Step: Hashable, Sendable {
    /// The node.
    public var node: Int
    /// Nodes whose tensors live, its own output included.
    public var live: [Int]
    /// Bytes of all of them.
    public var bytes: WideCount
  }

  /// The steps in order.
  public var steps: [Step]

  /// The step that needs most; the first of several.
  public var peak: Step {
    steps.reduce(Step(node: 0, live: [], bytes: 0)) { $1.bytes > $0.bytes ? $1 : $0 }
  }
}

extension Graph {
  /// The live set at each node, in the order of the graph.
  public func liveSet() -> LiveSet {
    let (buffers, lastUse) = bufferLives()
    var live: [Int] = []
    var steps: [LiveSet.Step] = []
    for index in nodes.indices {
      if buffers[index] == index { live.append(index) }
      let scalars = live.reduce(WideCount(0)) { $0 + WideCount(nodes[$1].shape.count) }
      steps.append(
        LiveSet.Step(
          node: index, live: live, bytes: scalars * WideCount(precision.scalarBytes)))
      live.removeAll { lastUse[$0] <= index }
    }
    return LiveSet(steps: steps)
  }

  /// The bytes of the largest live set, without the list of what lives when.
  public func peakActivationBytes() -> WideCount {
    let (buffers, lastUse) = bufferLives()
    var released = [WideCount](repeating: 0, count: nodes.count + 1)
    var (current, peak): (WideCount, WideCount) = (0, 0)
    for index in nodes.indices {
      if buffers[index] == index {
        let scalars = WideCount(nodes[index].shape.count)
        current += scalars
        released[min(lastUse[index], nodes.count)] += scalars
      }
      peak = max(peak, current)
      current -= released[index]
    }
    return peak * WideCount(precision.scalarBytes)
  }

  /// For each node the node whose buffer holds its result, and for each buffer the last node that
  /// uses it; answers are used after the end.
  private func bufferLives() -> (buffers: [Int], lastUse: [Int]) {
    // The last node that takes each tensor.
    var lastTaken = [Int](repeating: -1, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for (position, input) in node.inputs.enumerated()
      where !node.operation.takesOnlySize(ofInput: position) { lastTaken[input] = index }
    }
    for output in outputs { lastTaken[output.node] = nodes.count }
    // A norm or activation has the buffer of its input, unless another takes that input later.
    var buffers: [Int] = []
    for (index, node) in nodes.enumerated() {
      guard node.operation.continuesLayer, let input = node.inputs.first,
        lastTaken[input] == index
      else {
        buffers.append(index)
        continue
      }
      buffers.append(buffers[input])
    }
    var lastUse = buffers.indices.map { $0 }
    for (index, buffer) in buffers.enumerated() {
      lastUse[buffer] = max(lastUse[buffer], index, lastTaken[index])
    }
    return (buffers, lastUse)
  }
}
