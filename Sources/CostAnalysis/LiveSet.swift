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
    public var bytes: Int
  }

  /// The steps in order.
  public var steps: [Step]

  /// The step that needs most; the first of several.
  public var peak: Step {
    steps.reduce(Step(node: 0, live: [], bytes: 0)) { $1.bytes > $0.bytes ? $1 : $0 }
  }
}

extension ShapedGraph {
  /// The live set at each node, in the order of the graph.
  public func liveSet() -> LiveSet {
    // A norm or activation has the buffer of its input.
    var buffers: [Int] = []
    for (index, node) in graph.nodes.enumerated() {
      switch node.operation {
      case .batchNormalization, .activation: buffers.append(buffers[node.inputs[0]])
      case .input, .convolution, .linear, .pool, .globalPool, .softmax, .add, .multiply,
        .concatenate, .resize, .flatten, .stack:
        buffers.append(index)
      }
    }
    var lastUse = buffers.indices.map { $0 }
    for (index, node) in graph.nodes.enumerated() {
      lastUse[buffers[index]] = max(lastUse[buffers[index]], index)
      for input in node.inputs { lastUse[buffers[input]] = max(lastUse[buffers[input]], index) }
    }
    for output in graph.outputs { lastUse[buffers[output.node]] = graph.nodes.count }
    var live: [Int] = []
    var steps: [LiveSet.Step] = []
    for index in graph.nodes.indices {
      if buffers[index] == index { live.append(index) }
      let bytes = live.reduce(0) { $0 + shapes[$1].count } * Cost.scalarBytes
      steps.append(LiveSet.Step(node: index, live: live, bytes: bytes))
      live.removeAll { lastUse[$0] <= index }
    }
    return LiveSet(steps: steps)
  }
}
