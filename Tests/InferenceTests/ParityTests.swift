import CostAnalysis
import Inference
import Kernels
import NetworkGraph
import Testing

/// The four classifiers against PyTorch: same tensors, same numbers.
@Suite("Parity with PyTorch")
struct ParityTests {
  private static let cases = [
    ("mobilenet-v1", "mobilenet_v1_1.0_224"),
    ("mobilenet-v2", "mobilenet_v2_1.0_224"),
    ("mobilenet-v3-large", "mobilenet_v3_large_1.0_224"),
    ("mobilenet-v3-small", "mobilenet_v3_small_1.0_224"),
  ]

  @Test("tensors have the framework's names and shapes", arguments: cases)
  func tensors(network: String, file: String) throws {
    let reference = try ParityCase(file)
    let graph = try graph(network)
    let tensors = graph.graph.parameterTensors(naming: graph.graph.spec.naming)
    #expect(Set(tensors.map(\.name)).count == tensors.count)
    #expect(
      Dictionary(tensors.map { ($0.name, $0.shape) }) { first, _ in first } == reference.tensors)
    #expect(graph.totalCost().parameters.total == reference.parameters)
  }

  @Test("every block and the output have the framework's numbers", arguments: cases)
  func numbers(network: String, file: String) throws {
    let reference = try ParityCase(file)
    let graph = try graph(network)
    let input = graph.shapes[0]
    #expect(reference.input == [input.channels, input.height, input.width])
    let result = try seeded(graph).recordedRun(
      .seededPicture(input), naming: graph.graph.spec.naming)
    #expect(Set(result.taps.map(\.name)) == Set(reference.taps.keys))
    #expect(result.taps.count == reference.taps.count)
    for tap in result.taps {
      let expected = try #require(reference.taps[tap.name], "no tap \(tap.name)")
      expectClose(tap.name, tap.statistics, expected.tensor)
    }
    // V1's table ends with a softmax, which the framework leaves to the user.
    let probabilities = result.outputs.dropFirst().map(\.name)
    #expect(probabilities == (network == "mobilenet-v1" ? ["probabilities"] : []))
    for (name, expected) in reference.outputs {
      let found = try #require(
        result.statistics.first { $0.name == name }, "no output \(name)")
      expectClose(name, found.statistics, expected.tensor)
    }
  }
}
