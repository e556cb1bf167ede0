import Inference
import KernelInterface
import Kernels
import NetworkGraph
import Testing

@Suite("Faults of weights")
struct WeightFaultTests {
  @Test(
    "a plan and weights in memory find the same ones, wherever they are",
    arguments: [Float.nan, .infinity, -.infinity])
  func found(number: Float) throws {
    let graph = try graph("mobilenet-v3-small", resolution: 32)
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    for (index, tensor) in tensors.enumerated() where index % 7 == 0 {
      var network = seeded(graph)
      network.weights.values[tensor.node]?[tensor.role]?[tensor.count - 1] = number
      let plan = try Plan(network, .reference)
      let weights = try NetworkWeights(network.weights, for: graph)
      #expect(plan.weightFaults.map(\.name) == [tensor.name])
      #expect(weights.faults == plan.weightFaults)
      let fault = try #require(plan.weightFaults.first)
      #expect(fault.spoils && fault.count == tensor.count)
      #expect(fault.notNumbers == (number.isNaN ? 1 : 0))
      #expect(fault.infinite == (number.isNaN ? 0 : 1))
    }
  }

  @Test("weights without faults have none", arguments: classifiers)
  func none(name: String) throws {
    let network = try seeded(graph(name, resolution: 32))
    #expect(try Plan(network, .reference).weightFaults.isEmpty)
    #expect(try NetworkWeights(network.weights, for: network.graph).faults.isEmpty)
  }

  @Test("numbers are finite or not, wherever one is that is not")
  func finite() {
    let extremes: [Float] = [
      0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]
    #expect(extremes.areFinite && [Float]().areFinite)
    for count in 1...40 {
      for number in [Float.nan, -.nan, .signalingNaN, .infinity, -.infinity] {
        var numbers = [Float](repeating: -1, count: count)
        numbers[count / 2] = number
        #expect(!numbers.areFinite)
      }
    }
  }
}
