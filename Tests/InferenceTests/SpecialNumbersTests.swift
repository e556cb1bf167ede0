import Architecture
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import Testing

/// What is not a number or infinite goes through a plan as through the interpreter.
@Suite("Special numbers")
struct SpecialNumbersTests {
  private func check(
    _ network: Network<Float>, _ picture: Tensor<Float>, _ what: String
  ) throws {
    let expected = try network.results(picture)
    for set in runnableSets {
      let kept = try PlanRunner(Plan(network, set), threads: 2).kept(picture)
      for (node, tensor) in kept {
        // Nothing finite may come of what is not, nor the other way round.
        let isSame = zip(tensor.values, expected[node].values).allSatisfy {
          $0.isFinite == $1.isFinite && $0.isNaN == $1.isNaN
            && ($0.isFinite || $0.isNaN || $0 == $1)
        }
        #expect(isSame, "\(set), \(what): node \(node)")
      }
    }
  }

  @Test(
    "in the picture", arguments: [Float.nan, .infinity, -.infinity],
    ["mobilenet-v2", "mobilenet-v3-large"])
  func picture(special: Float, name: String) throws {
    let network = try seeded(graph(name, width: 0.35, resolution: 65))
    for place in [0, 32 * 65 + 31, 65 * 65 - 1] {
      var picture = Tensor.seededPicture(network.graph.input)
      picture.values[place * 3 + 1] = special
      try check(network, picture, "\(special) at \(place)")
    }
  }

  @Test("in the pictures of random networks", arguments: 1...20)
  func random(seed: UInt64) throws {
    let random = try RandomNetwork(seed: seed)
    for special in [Float.nan, .infinity] {
      var picture = random.picture
      picture.values[Int(seed) * 37 % picture.values.count] = special
      try check(random.network, picture, "\(special)")
    }
  }

  @Test("in a weight", arguments: [Float.nan, .infinity])
  func weights(special: Float) throws {
    let network = try seeded(graph("mobilenet-v2", width: 0.35, resolution: 33))
    let picture = Tensor.seededPicture(network.graph.input)
    let tensors = network.graph.parameterTensors(naming: nil)
    // Of an infinite gamma the interpreter makes infinite numbers; in the weights before it, where
    // infinite products of both signs are added, it is none.
    for tensor in tensors
    where tensor.node < 20 && (special.isNaN || tensor.role != .normWeight) {
      var network = network
      // The window's center is never in the padding.
      let window = tensor.shape.count == 4 ? tensor.shape[2] * tensor.shape[3] : 1
      network.weights.values[tensor.node]?[tensor.role]?[window / 2] = special
      try check(network, picture, "\(tensor.role) of node \(tensor.node)")
    }
  }
}
