import CostAnalysis
import Inference
import Kernels
import NetworkGraph
import Testing

/// Networks against PyTorch: same tensors, same numbers.
@Suite("Parity with PyTorch")
struct ParityTests {
  @Test(
    "tensors have the framework's names and shapes", arguments: ParityCase.names + [ParityCase.vgg])
  func tensors(name: ParityCase.Name) throws {
    let reference = try ParityCase(name.file)
    let graph = try name.graph(reference)
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    #expect(Set(tensors.map(\.name)).count == tensors.count)
    let found = Dictionary(tensors.map { ($0.name, $0.shape) }) { first, _ in first }
    #expect(Set(found.keys).subtracting(reference.tensors.keys) == [])
    #expect(Set(reference.tensors.keys).subtracting(found.keys) == [])
    for (name, shape) in found { #expect(shape == reference.tensors[name], "\(name)") }
    #expect(graph.totalCost().parameters.total == reference.parameters)
  }

  @Test("VGG-16's blocks and output, by the engine, have the framework's numbers")
  func engine() throws {
    let reference = try ParityCase(ParityCase.vgg.file)
    let graph = try ParityCase.vgg.graph(reference)
    let plan = try Plan(
      graph, weights: SeededWeights(for: graph, naming: graph.spec.naming),
      kernels: .best, keepingBlocks: true)
    var seen = 0
    let picture = Tensor<Float>.seededPicture(graph.input)
    _ = try PlanRunner(plan, threads: 2).run(picture) { node, tensor in
      let module = graph.blocks.firstIndex { $0.result == node }
        .map { graph.moduleName(ofBlock: $0, naming: graph.spec.naming) }
      guard let module, let expected = reference.taps[module] else { return }
      seen += 1
      expectClose(module, TensorStatistics(tensor), expected.tensor)
    }
    #expect(seen == reference.taps.count)
  }

  @Test("every block and the output have the framework's numbers", arguments: ParityCase.names)
  func numbers(name: ParityCase.Name) throws {
    let reference = try ParityCase(name.file)
    let graph = try name.graph(reference)
    let result = try seeded(graph).recordedRun(
      .seededPicture(graph.input), naming: graph.spec.naming)
    #expect(Set(result.taps.map(\.name)).count == result.taps.count)
    let inner = try name.innerTaps(reference, graph)
    #expect(Set(reference.taps.keys).subtracting(inner.keys).isSubset(of: result.taps.map(\.name)))
    #expect(!name.tapsAll || result.taps.count == reference.taps.count)
    for tap in result.taps {
      guard let expected = reference.taps[tap.name] else { continue }
      expectClose(tap.name, tap.statistics, expected.tensor)
    }
    if !inner.isEmpty {
      var found: [Int: TensorStatistics] = [:]
      _ = try seeded(graph).run(.seededPicture(graph.input)) { node, tensor in
        if inner.values.contains(node) { found[node] = TensorStatistics(tensor) }
      }
      for (tap, node) in inner {
        let expected = try #require(reference.taps[tap])
        expectClose(tap, try #require(found[node]), expected.tensor)
      }
    }
    // Some papers' tables end with a softmax, which the framework leaves to the user.
    let softmax = graph.outputs.map(\.name).filter { $0 == "probabilities" }
    #expect(
      Set(result.outputs.map(\.name)) == Set(Array(reference.outputs.keys) + softmax))
    for (framework, expected) in reference.outputs {
      let found = try #require(
        result.statistics.first { $0.name == framework }, "no output \(framework)")
      expectClose(framework, found.statistics, expected.tensor)
    }
  }

  @Test("VGG16-SSD's tensors have the names and shapes of both its frameworks")
  func vgg() throws {
    let reference = try ParityNames("ssd300_vgg16.names")
    let graph = try graph("ssd-vgg16@torchvision")
    #expect(graph.spec.naming?.dialect == "torchvision")
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    let found = Dictionary(tensors.map { ($0.name, $0.shape) }) { first, _ in first }
    #expect(found.count == tensors.count && found == reference.tensors)
    #expect(graph.totalCost().parameters.total == reference.parameters)
    let caffe = try InferenceTests.graph("ssd-vgg16")
    let names = caffe.parameterTensors(naming: caffe.spec.naming).map(\.name)
    #expect(names.count == reference.tensors.count && Set(names).count == names.count)
    #expect(
      Set(names).isSuperset(of: [
        "conv1_1.weight", "conv1_1.bias", "fc6.weight", "conv9_2.bias", "conv4_3_norm.weight",
        "conv4_3_norm_mbox_loc.weight", "fc7_mbox_conf.bias", "conv9_2_mbox_conf.weight",
      ]))
  }
}
