import Architecture
import CostAnalysis
import Inference
import KernelInterface
import NetworkGraph

extension Verification {
  /// The verification of a model by the cost rules.
  ///
  /// Multiplications are counted at the smallest resolution that the strides divide, unless
  /// `countingFull`. Throws `ModelError` and `NetworkError` if the reference kernels would take too
  /// long or more than so many bytes of memory, and what the run throws.
  package init(
    _ model: Model, countingFull: Bool, engine: KernelTable, memory: Int
  ) throws {
    let graph = model.graph
    try RunLimit.requireReference(graph, memory: memory)
    let smaller = countingFull ? nil : graph.smallestCounting
    var refusal: (any Error)?
    self = try model.namingSource { () throws(NetworkError) in
      try Verification(
        graph, weights: model.weights,
        countingGraph: model.isFolded ? smaller?.folded().graph : smaller, engine: engine,
        found: { faults in do { try model.heed(faults) } catch { refusal = error } }
      ) { graph, node in
        graph.nodes[node].operation.multiplyAccumulates(output: graph.nodes[node].shape)
      }
    }
    if let refusal { throw refusal }
  }
}

extension Model {
  /// The model at the largest resolution that its strides divide and at which the reference kernels
  /// have done it in some seconds, or at the smallest that fits its windows if that is none; nothing if
  /// they have anyway, if its resolution was asked for, or if no smaller one will do.
  package func reducedForReference() -> Model? {
    guard graph.scaling.resolution == nil, graph.totalCost().macs > RunLimit.patientCount else {
      return nil
    }
    let divided = graph.dividedResolutions.reversed().compactMap { try? graph.resized(to: $0) }
    let smaller =
      divided.isEmpty
      ? graph.smallerResolutions.lazy.compactMap { try? graph.resized(to: $0) }.first
      : divided.first { $0.totalCost().macs <= RunLimit.patientCount }
    guard let smaller else { return nil }
    var model = self
    model.graph = isFolded ? smaller.folded().graph : smaller
    return model
  }
}

extension Graph {
  /// Resolutions below the network's own that all strides divide, about in its proportions, the
  /// smallest first.
  fileprivate var dividedResolutions: [Resolution] {
    let (own, product) = (input.resolution, strideProduct)
    return stride(from: product, to: own.shorter, by: product).map { side in
      func multiple(_ length: Int) -> Int { length * side / (own.shorter * product) * product }
      return Resolution(height: multiple(own.height), width: multiple(own.width))
    }
  }

  /// All resolutions below the network's own, about in its proportions, the smallest first.
  fileprivate var smallerResolutions: [Resolution] {
    let own = input.resolution
    return (1..<own.shorter).map { side in
      Resolution(height: own.height * side / own.shorter, width: own.width * side / own.shorter)
    }
  }

  /// The network at the smallest resolution that the strides divide, or at its smallest if they divide
  /// none; nothing if there is none below its own.
  fileprivate var smallestCounting: Graph? {
    let divided = dividedResolutions
    let smallest = Resolution(smallestResolution)
    let isSmaller = smallest != input.resolution && input.resolution.covers(smallest)
    let resolutions = divided.isEmpty && isSmaller ? [smallest] : divided
    // Windows without padding may fit no small picture.
    return resolutions.lazy.compactMap { try? resized(to: $0) }.first
  }
}
