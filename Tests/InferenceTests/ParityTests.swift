import CostAnalysis
import Inference
import Kernels
import NetworkGraph
import Testing

/// Networks against PyTorch: same tensors, same numbers.
@Suite("Parity with PyTorch")
struct ParityTests {
  @Test("tensors have the framework's names and shapes", arguments: ParityCase.names)
  func tensors(name: ParityCase.Name) throws {
    let reference = try ParityCase(name.file)
    let graph = try name.graph(reference)
    let tensors = graph.graph.parameterTensors(naming: graph.graph.spec.naming)
    #expect(Set(tensors.map(\.name)).count == tensors.count)
    let found = Dictionary(tensors.map { ($0.name, $0.shape) }) { first, _ in first }
    #expect(Set(found.keys).subtracting(reference.tensors.keys) == [])
    #expect(Set(reference.tensors.keys).subtracting(found.keys) == [])
    for (name, shape) in found { #expect(shape == reference.tensors[name], "\(name)") }
    #expect(graph.totalCost().parameters.total == reference.parameters)
  }

  @Test("every block and the output have the framework's numbers", arguments: ParityCase.names)
  func numbers(name: ParityCase.Name) throws {
    let reference = try ParityCase(name.file)
    let graph = try name.graph(reference)
    let result = try seeded(graph).recordedRun(
      .seededPicture(graph.shapes[0]), naming: graph.graph.spec.naming)
    #expect(Set(result.taps.map(\.name)).count == result.taps.count)
    #expect(Set(reference.taps.keys).isSubset(of: result.taps.map(\.name)))
    #expect(!name.tapsAll || result.taps.count == reference.taps.count)
    for tap in result.taps {
      guard let expected = reference.taps[tap.name] else { continue }
      expectClose(tap.name, tap.statistics, expected.tensor)
    }
    // V1's table ends with a softmax, which the framework leaves to the user.
    let softmax = name.network == "mobilenet-v1" ? ["probabilities"] : []
    #expect(
      Set(result.outputs.map(\.name)) == Set(reference.outputs.keys.map(name.output) + softmax))
    for (framework, expected) in reference.outputs {
      let found = try #require(
        result.statistics.first { $0.name == name.output(framework) }, "no output \(framework)")
      expectClose(framework, found.statistics, expected.tensor)
    }
  }
}
