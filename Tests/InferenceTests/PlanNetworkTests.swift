import Architecture
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import Testing

/// Plans of the networks of the tables.
@Suite("Plans of networks")
struct PlanNetworkTests {
  /// Every width at several resolutions and every resolution at several widths, in all networks: sizes
  /// that no tile and no stride divides.
  private static let classifierCases: [(String, Double, Int)] = [
    ("mobilenet-v1", 1.4, 97), ("mobilenet-v1", 0.5, 200), ("mobilenet-v1", 0.35, 300),
    ("mobilenet-v2", 1.4, 97), ("mobilenet-v2", 0.75, 200), ("mobilenet-v2", 0.35, 300),
    ("mobilenet-v3-large", 1, 97), ("mobilenet-v3-large", 0.35, 200),
    ("mobilenet-v3-large", 0.5, 300), ("mobilenet-v3-small", 0.35, 97),
    ("mobilenet-v3-small", 1.4, 200), ("mobilenet-v3-small", 0.75, 300),
    // TensorFlow's padding, which is not the same on both sides.
    ("mobilenet-v1@paper", 0.25, 130), ("mobilenet-v2@paper", 0.5, 97),
    ("mobilenet-v3-large@paper", 0.75, 98), ("mobilenet-v3-small@timm", 0.5, 96),
  ]

  @Test("classifiers at odd sizes agree with the interpreter", arguments: classifierCases)
  func classifiers(name: String, width: Double, resolution: Int) throws {
    try check(seeded(graph(name, width: width, resolution: Resolution(resolution))))
  }

  private static let systemCases = [
    ("lraspp-mobilenet-v3-large", 97), ("ssdlite-mobilenet-v3-large", 257),
    ("ssdlite-mobilenet-v3-large@paddle", 257), ("yolov5-mobilenet-v3-small", 96),
    ("yolov5-mobilenet-v3-large", 96), ("ssd-mobilenet-v1", 257),
    ("yolov3-mobilenet-v3-large", 96),
  ]

  @Test("detectors and segmentation agree with the interpreter", arguments: systemCases)
  func systems(name: String, resolution: Int) throws {
    try check(seeded(graph(name, resolution: Resolution(resolution))))
  }

  @Test("VGG16-SSD with a sixteenth of its channels agrees with the interpreter")
  func thinVGG() throws {
    let (thin, own) = (try thinGraph("ssd-vgg16", width: 1 / 16), try graph("ssd-vgg16"))
    #expect(thin.nodes.map(\.shape.height) == own.nodes.map(\.shape.height))
    #expect(thin.nodes.count == own.nodes.count)
    try check(seeded(thin))
  }

  /// All networks that are not among the cases above.
  private static let others: [String] = {
    let tested = Set(classifierCases.map(\.0) + systemCases.map(\.0) + ["ssd-vgg16"])
    return library.architectureNames.filter { !tested.contains($0) }
  }()

  @Test(
    "every other network, with a quarter of its channels, in a small picture", arguments: others)
  func small(name: String) throws {
    var spec = try library.architecture(named: name)
    if spec.rules.width.rounding == .undefined {
      spec.rules.width = ChannelScaling(rounding: .nearestMultiple(of: 4, floor: 0.9))
    }
    var fits: Graph?
    for resolution in stride(from: 32, through: 512, by: 32) {
      fits = try? Graph.expanded(
        spec, scaling: Scaling(width: 0.25, resolution: Resolution(resolution)))
      if fits != nil { break }
    }
    try check(seeded(#require(fits, "no small picture fits \(name)")))
  }

  /// A padded channel, a sum in another order, a norm in the weights: only rounding may differ.
  private func check(_ network: Network<Float>) throws {
    let picture = Tensor.seededPicture(network.graph.input)
    let expected = try network.results(picture)
    var exact: [Tensor<Float>] = []
    for set in runnableSets {
      let plan = try Plan(network, set)
      let kept = try PlanRunner(plan, threads: 1).kept(picture)
      let blocks = network.graph.blocks.filter { $0.kind.isFeature }.map(\.result)
      #expect(Set(kept.keys).isSuperset(of: blocks), "a block's result was not kept")
      for (node, tensor) in kept {
        // The interpreter rounds as well.
        var (share, limit) = (tensor.share(of: expected[node]), 2 * Agreement.tolerance)
        if share > limit {
          if exact.isEmpty { exact = try exactResults(network, picture) }
          share = tensor.share(of: exact[node])
          limit = 2 * expected[node].share(of: exact[node])
        }
        #expect(
          share <= limit,
          "\(set): node \(node), \(network.graph.nodes[node].operation)")
      }
      for threads in 2...3 where set == runnableSets.first {
        let other = try PlanRunner(plan, threads: threads).kept(picture)
        #expect(other.count == kept.count)
        for (node, tensor) in kept {
          #expect(other[node].map(tensor.hasBits) ?? false, "node \(node), \(threads) threads")
        }
      }
    }
  }

  /// Every node's result in a run in 64 bits.
  private func exactResults(
    _ network: Network<Float>, _ picture: Tensor<Float>
  ) throws -> [Tensor<Float>] {
    let double = Network<Double>(
      graph: network.graph,
      weights: NetworkWeights(
        values: network.weights.values.mapValues { $0.mapValues { $0.map(Double.init) } }))
    var exact: [Tensor<Float>] = []
    _ = try double.run(
      #require(Tensor(shape: picture.shape, values: picture.values.map(Double.init)))
    ) { _, result in
      var rounded = Tensor<Float>(shape: result.shape)
      rounded.values = result.values.map { Float($0) }
      exact.append(rounded)
    }
    return exact
  }

  @Test("a plan is as near to a run in 64 bits as the interpreter is")
  func precision() throws {
    let network = try seeded(graph("mobilenet-v2", width: 0.5, resolution: 97))
    let picture = Tensor.seededPicture(network.graph.input)
    let exact = try exactResults(network, picture)
    let single = try network.results(picture)
    for set in runnableSets {
      let kept = try PlanRunner(Plan(network, set), threads: 1).kept(picture)
      let interpreted = kept.keys.map { single[$0].share(of: exact[$0]) }.max() ?? 0
      let planned = kept.map { $1.share(of: exact[$0]) }.max() ?? 1
      #expect(interpreted > 0 && planned < 2 * interpreted, "\(set)")
      #expect(max(interpreted, planned) < Agreement.tolerance / 2, "\(set)")
    }
  }

  @Test(
    "every block and the output have the framework's numbers", arguments: runnableSets,
    ParityCase.names)
  func parity(set: KernelSetName, name: ParityCase.Name) throws {
    let reference = try ParityCase(name.file)
    let network = try seeded(name.graph(reference))
    let graph = network.graph
    let runner = try PlanRunner(Plan(network, set), threads: 2)
    let kept = try runner.kept(.seededPicture(network.graph.input))
    var taps = 0
    for (index, block) in graph.blocks.enumerated() where block.kind.isFeature {
      let module = graph.moduleName(ofBlock: index, naming: graph.spec.naming)
      let found = try #require(kept[block.result], "\(module) was not kept")
      guard let expected = reference.taps[module] else { continue }
      expectClose(module, TensorStatistics(found), expected.tensor)
      taps += 1
    }
    // What lies inside a block may never be in memory as a whole.
    #expect(taps == reference.taps.count - (try name.innerTaps(reference, graph)).count)
    for (framework, expected) in reference.outputs {
      let output = try #require(graph.outputs.first { $0.name == framework })
      let found = try #require(kept[output.node])
      let isList = graph.nodes[output.node].operation.isList
      expectClose(framework, TensorStatistics(found, isList: isList), expected.tensor)
    }
  }
}
