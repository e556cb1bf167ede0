import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// A network whose weights and activations are rounded to a few bits, beside itself in single precision,
/// on some pictures: integers are simulated by floating-point numbers that lie on their levels.
///
/// Batch norms are folded first. The ranges of the activations are those of the same pictures.
package struct QuantizationStudy {
  /// What a network has to round.
  package enum Part: String, CaseIterable, Hashable, Sendable {
    /// The weights of its layers.
    case weights
    /// The results of its layers.
    case activations
  }

  /// What is rounded to how much.
  package struct Setting: Hashable, Sendable {
    /// Bits of what is rounded.
    package var bits: Int
    /// Which weights share a step.
    package var granularity: WeightGranularity
    /// The only part that is rounded; nothing if both are.
    package var only: Part?

    /// A setting from its parts.
    package init(bits: Int, per granularity: WeightGranularity, only: Part? = nil) {
      (self.bits, self.granularity, self.only) = (bits, granularity, only)
    }
  }

  /// What rounding does to the result of a layer.
  package struct LayerNoise: Hashable, Sendable {
    /// The layer, a node of the folded graph.
    package var node: Int
    /// Where only this layer is rounded: its weights and its result.
    package var own = SignalToNoise()
    /// Where everything up to it is rounded.
    package var accumulated = SignalToNoise()
  }

  /// The network without the batch norms that can be folded.
  package let network: Network<Float>
  /// The answers in single precision: by picture, in the order of the graph's outputs.
  package let answers: [[Tensor<Float>]]
  /// The range of each result that is rounded.
  package let ranges: [ClosedRange<Float>?]
  let pictures: [Tensor<Float>]
  let runner: PlanRunner

  /// Runs a network with folded norms in single precision on pictures, on so many threads.
  ///
  /// Throws as runs do, and `NetworkError.notFinite` if a result is infinite or NaN.
  package init(
    _ network: Network<Float>, _ pictures: [Tensor<Float>], kernels: KernelTable = .best,
    threads: Int = 1
  ) throws(NetworkError) {
    guard !pictures.isEmpty else { throw .emptyBatch }
    (self.network, self.pictures) = (network, pictures)
    runner = try PlanRunner(
      Plan(network.graph, weights: network.weights, kernels: kernels, keepingNodes: true),
      threads: threads)
    let isRounded = network.graph.roundsResult
    var ranges = [ClosedRange<Float>?](repeating: nil, count: network.graph.nodes.count)
    var broken: Int?
    var answers: [[Tensor<Float>]] = []
    for picture in pictures {
      try runner.require(picture)
      let memory = runner.memory(0)
      answers.append(
        memory.run(picture) { step in
          guard isRounded[step.node] else { return }
          guard let range = step.output.range else {
            broken = broken ?? step.node
            return
          }
          let known = ranges[step.node] ?? range
          ranges[step.node] =
            min(known.lowerBound, range.lowerBound)...max(known.upperBound, range.upperBound)
        })
    }
    if let broken { throw .notFinite(node: broken) }
    (self.answers, self.ranges) = (answers, ranges)
  }

  /// The answers of the rounded network, by picture.
  package func answers(at setting: Setting) throws(NetworkError) -> [[Tensor<Float>]] {
    let rounded = try rounded(setting)
    let quantizers = quantizers(setting)
    return pictures.map { picture in
      rounded.memory(0).run(picture) { $0.round(by: quantizers) }
    }
  }

  /// What rounding does to every layer with weights, over all pictures.
  package func layers(at setting: Setting) throws(NetworkError) -> [LayerNoise] {
    let graph = network.graph
    let quantizers = quantizers(setting)
    let all = try rounded(setting)
    let alone = try PlanRunner(all.plan, threads: runner.threads)
    var layers: [LayerNoise] = []
    var layerOfResult: [Int: Int] = [:]
    for (index, node) in graph.nodes.enumerated() where node.operation.isWeighted {
      layerOfResult[graph.resultNode(of: index)] = layers.count
      layers.append(LayerNoise(node: index))
    }
    let (float, own, sum) = (runner.memory(0), alone.memory(0), all.memory(0))
    own.read(resultsOf: float) { ranges[$0] != nil }
    for picture in pictures {
      picture.values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        for memory in [float, own, sum] { memory.take(start) }
        for (step, (aloneStep, allStep)) in zip(float.steps, zip(own.steps, sum.steps)) {
          step.run()
          for rounded in [aloneStep, allStep] {
            rounded.run()
            rounded.round(by: quantizers)
          }
          guard let layer = layerOfResult[step.node] else { continue }
          layers[layer].own.add(step.output, aloneStep.output)
          layers[layer].accumulated.add(step.output, allStep.output)
        }
      }
    }
    return layers
  }

  private func quantizers(_ setting: Setting) -> [Quantizer?] {
    ranges.map { range in
      setting.only == .weights ? nil : range.map { Quantizer(range: $0, bits: setting.bits) }
    }
  }

  private func rounded(_ setting: Setting) throws(NetworkError) -> PlanRunner {
    if setting.only == .activations { return try PlanRunner(runner.plan, threads: runner.threads) }
    let weights = RoundedWeights(
      network.weights, of: network.graph, bits: setting.bits, per: setting.granularity)
    let plan = try Plan(
      network.graph, weights: weights, kernels: runner.plan.kernels, keepingNodes: true)
    return try PlanRunner(plan, threads: runner.threads)
  }
}

extension RunMemory {
  /// Runs all steps on a picture and hands each over when its result is there, which may be changed.
  func run(
    _ picture: Tensor<Float>, after: (StepRun) -> Void
  ) -> [Tensor<Float>] {
    picture.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      take(start)
      for step in steps {
        step.run()
        after(step)
      }
    }
    return answers
  }

  /// Lets every step read from another memory of the same plan what some nodes have there.
  func read(resultsOf other: RunMemory, where isRead: (_ node: Int) -> Bool) {
    var written: [UnsafeMutablePointer<Float>: Int] = [:]
    for (step, twin) in zip(steps, other.steps) {
      for (index, input) in step.inputs.enumerated() {
        guard let node = written[input.start], isRead(node) else { continue }
        step.read(twin.inputs[index].start, asInput: index)
      }
      written[step.output.start] = step.node
    }
  }
}

extension StepRun {
  /// The node whose result the step makes.
  var node: Int { step.nodes.last ?? 0 }

  /// Rounds the step's result where it stands, if there is a quantizer for its node.
  fileprivate func round(by quantizers: [Quantizer?]) {
    guard let quantizer = quantizers[node] else { return }
    let (map, channels) = (output, output.shape.channels)
    share(map.shape.places, operations: map.shape.count * 4) { places, _ in
      for place in places { quantizer.round(map.place(place), count: channels) }
    }
  }
}

extension Map {
  /// The least and the largest scalar; nothing if one is infinite or NaN.
  var range: ClosedRange<Float>? {
    var extent = FiniteExtent()
    for place in 0..<shape.places { extent.add(self.place(place), count: shape.channels) }
    return extent.range
  }
}

extension SignalToNoise {
  /// Adds the result of a step, and another in its place.
  fileprivate mutating func add(_ map: Map, _ rounded: Map) {
    for place in 0..<map.shape.places {
      add(map.place(place), rounded.place(place), count: map.shape.channels)
    }
  }
}
