import Architecture
import Kernels
import NetworkGraph

/// What a test or a reader needs of a tensor: moments, ends and a sample, in the reference layout
/// (channels, height, width; row-major).
package struct TensorStatistics: Hashable, Sendable {
  /// Channels, height, width; for a list of answers, entries and values.
  package var shape: [Int]
  /// The mean.
  package var mean: Double
  /// The population standard deviation.
  package var standardDeviation: Double
  /// The smallest scalar.
  package var minimum: Float
  /// The largest scalar.
  package var maximum: Float
  /// The first four scalars.
  package var first: [Float]
  /// The last four scalars.
  package var last: [Float]
  /// Sixteen scalars at flat indices floor(i count / 17), i = 1...16.
  package var sample: [Float]

  /// The statistics of a tensor. A list of answers is already in the order of its reference.
  package init(_ tensor: Tensor<Float>, isList: Bool = false) {
    let shape = tensor.shape
    let count = tensor.values.count
    self.shape =
      isList ? [shape.height, shape.channels] : [shape.channels, shape.height, shape.width]
    func value(_ index: Int) -> Float {
      isList ? tensor.values[index] : tensor.values[tensor.referenceIndex(index)]
    }
    var sum = 0.0
    var (low, high) = (Float.infinity, -Float.infinity)
    for value in tensor.values {
      sum += Double(value)
      low = min(low, value)
      high = max(high, value)
    }
    let mean = sum / Double(max(count, 1))
    var squares = 0.0
    for value in tensor.values {
      let difference = Double(value) - mean
      squares += difference * difference
    }
    self.mean = mean
    standardDeviation = (squares / Double(max(count, 1))).squareRoot()
    (minimum, maximum) = (low, high)
    first = (0..<min(4, count)).map(value)
    last = (max(count - 4, 0)..<count).map(value)
    sample = count == 0 ? [] : (1...16).map { value($0 * count / 17) }
  }
}

extension Tensor<Float> {
  /// The scalars in the reference layout: channels, height, width, row-major.
  package var inReferenceLayout: [Float] {
    values.indices.map { values[referenceIndex($0)] }
  }

  /// Where the scalar stands that has a place in the reference layout.
  fileprivate func referenceIndex(_ index: Int) -> Int {
    let (channel, place) = index.quotientAndRemainder(dividingBy: shape.places)
    return place * shape.channels + channel
  }
}

/// The result of one block while a network ran.
package struct Tap: Hashable, Sendable {
  /// The module's name in the framework.
  package var name: String
  /// The row's number in its table.
  package var row: Int
  /// Which repeat, from 1.
  package var repetition: Int
  /// What the tensor holds.
  package var statistics: TensorStatistics
}

/// The answers of a run, with the result of every block on the way.
package struct RunResult: Sendable {
  /// The answers.
  package var outputs: [(name: String, tensor: Tensor<Float>)]
  /// What they hold.
  package var statistics: [(name: String, statistics: TensorStatistics)]
  /// The blocks.
  package var taps: [Tap]
}

extension RunResult {
  /// Records a run: `run` calls what it is given with the result of every node that it makes, and
  /// returns the answers. Throws as `run` does.
  init(
    _ graph: Graph, naming: TensorNaming?,
    run: (_ observe: (_ node: Int, Tensor<Float>) -> Void) throws(NetworkError) -> [Tensor<Float>]
  ) throws(NetworkError) {
    var tapped: [Int: Int] = [:]
    for (index, block) in graph.blocks.enumerated() where block.kind.isFeature {
      tapped[block.result] = index
    }
    var taps: [Tap] = []
    let answers = try run { node, result in
      guard let index = tapped[node] else { return }
      let block = graph.blocks[index]
      taps.append(
        Tap(
          name: graph.moduleName(ofBlock: index, naming: naming),
          row: graph.rows[block.row].number ?? 0, repetition: block.repetition,
          statistics: TensorStatistics(result)))
    }
    self.taps = taps
    outputs = zip(graph.outputs, answers).map { ($0.name, $1) }
    statistics = zip(graph.outputs, answers).map { output, tensor in
      (output.name, TensorStatistics(tensor, isList: graph.nodes[output.node].operation.isList))
    }
  }
}

extension Network<Float> {
  /// Runs the network and records every block. Throws as `run` does.
  package func recordedRun(
    _ picture: Tensor<Float>, naming: TensorNaming?, kernels: some KernelSet = ReferenceKernelSet()
  ) throws(NetworkError) -> RunResult {
    try RunResult(graph, naming: naming) { observe throws(NetworkError) in
      try run(picture, kernels: kernels) { node, result in observe(node, result) }
    }
  }
}

extension PlanRunner {
  /// Runs the network and records every block; without `blocks`, the answers only. Throws as `run`
  /// does.
  package func recordedRun(
    _ picture: Tensor<Float>, naming: TensorNaming?, blocks: Bool = true
  ) throws(NetworkError) -> RunResult {
    try RunResult(plan.graph, naming: naming) { observe throws(NetworkError) in
      guard blocks else { return try run(picture) }
      return try withoutActuallyEscaping(observe) { observe throws(NetworkError) in
        try run(picture) { observe($0, $1) }
      }
    }
  }
}
