import CostAnalysis
import Inference
import KernelInterface
import Kernels
import NetworkGraph

/// The times of a network's layers on this machine, by which the time of a narrower network is predicted, as
/// NetAdapt does with its tables: a layer's time goes with its work.
struct LayerTimes {
  /// How often everything is timed.
  static let rounds = 15

  /// The median time of the whole network as it runs, with layers joined.
  let seconds: Double
  /// For each layer the nodes, their seconds, and their work in the network that was timed.
  private let layers: [(nodes: [Int], seconds: Double, work: Double)]

  /// Times a network on one core.
  init(
    _ network: Network<Float>, _ picture: Tensor<Float>, _ kernels: KernelTable
  ) throws(NetworkError) {
    let graph = network.graph
    let plan = try Plan(graph, weights: network.weights, kernels: kernels, fusing: false)
    let runner = try PlanRunner(
      Plan(graph, weights: network.weights, kernels: kernels), threads: 1)
    var whole: [Double] = []
    _ = try runner.run(picture)
    let timings = try PlanRunner(plan, threads: 1).profile(picture, runs: Self.rounds) {
      () throws(NetworkError) in
      let timing = try Timing(runs: 1) { () throws(NetworkError) in _ = try runner.run(picture) }
      whole += timing.samples
    }
    seconds = Timing(whole).median
    layers = zip(plan.steps, timings).map { step, timing in
      (step.nodes, timing.median, Self.work(of: step.nodes, in: graph))
    }
  }

  /// The time of a network with the same layers at other widths; the sum of its layers, in proportion to
  /// the whole.
  func seconds(of graph: Graph) -> Double {
    let all = layers.reduce(0) { $0 + $1.seconds }
    let sum = layers.reduce(0) { sum, layer in
      guard layer.nodes.allSatisfy({ $0 < graph.nodes.count }) else { return sum + layer.seconds }
      return sum + layer.seconds * Self.work(of: layer.nodes, in: graph) / layer.work
    }
    return seconds * sum / all
  }

  /// Multiply-accumulates, or scalars where there are none.
  private static func work(of nodes: [Int], in graph: Graph) -> Double {
    var (macs, scalars) = (0.0, 1.0)
    for node in nodes {
      let node = graph.nodes[node]
      macs += Double(node.operation.multiplyAccumulates(output: node.shape))
      scalars += Double(node.shape.count)
    }
    return macs > 0 ? macs : scalars
  }
}
