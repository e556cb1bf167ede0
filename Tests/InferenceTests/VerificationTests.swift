import Architecture
import CostAnalysis
import Inference
import Kernels
import TestSupport
import NetworkGraph
import Testing

@Suite("Verification by execution")
struct VerificationTests {
  private func verification(
    _ graph: Graph, counting: Graph? = nil,
    _ kernels: some KernelSet = ReferenceKernelSet()
  ) throws -> Verification {
    try Verification(graph, countingGraph: counting, kernels: kernels) { graph, node in
      graph.nodes[node].operation.multiplyAccumulates(output: graph.nodes[node].shape)
    }
  }

  @Test("every built-in table holds", arguments: library.architectureNames)
  func holds(network: String) throws {
    let spec = try library.architecture(named: network)
    let own = try Graph.expanded(spec)
    let divided = own.strideProduct
    // The smallest picture that is halved without remainder; SSD's extra maps are not. Few classes,
    // for SSD's head costs most of it.
    let resolution = divided <= 64 ? divided : own.smallestResolution
    let graph =
      try (try? graph(network, resolution: Resolution(resolution), classes: 2))
      ?? thinGraph(network, width: 1 / 16)
    let verification = try verification(graph)
    #expect(verification.holds)
    #expect(verification.failures.isEmpty)
    #expect(verification.checks.map(\.node) == Array(graph.nodes.indices))
    #expect(verification.checks.map(\.executedShape) == graph.nodes.map(\.shape))
    #expect(verification.checks.reduce(0) { $0 + $1.executedCount } == graph.totalCost().macs)
  }

  @Test("counting may happen at another resolution")
  func otherResolution() throws {
    let (large, small) = (
      try graph("mobilenet-v3-small", resolution: 64),
      try graph("mobilenet-v3-small", resolution: 32)
    )
    let verification = try verification(large, counting: small)
    #expect(verification.holds)
    #expect(verification.countedInput == Shape(height: 32, width: 32, channels: 3))
    #expect(verification.checks.map(\.inferredShape) == large.nodes.map(\.shape))
    #expect(verification.checks.reduce(0) { $0 + $1.executedCount } == 3_183_552)
  }

  @Test("a kernel that forgets a channel in one convolution is found at that node")
  func oneChannel() throws {
    let graph = try graph("mobilenet-v3-small", resolution: 32)
    let convolutions = self.convolutions(graph)
    let single = convolutions.filter { node in
      node.convolution.groups == 1
        && convolutions.count { $0.convolution == node.convolution } == 1
    }
    #expect(single.count == 14)
    for (node, convolution) in single {
      let verification = try verification(
        graph, ChannelForgettingKernels(victim: .only(convolution)))
      let failures = verification.failures
      #expect(!verification.holds)
      #expect(failures.map(\.node) == [node])
      let failure = try #require(failures.first)
      #expect(failure.inferredShape == failure.executedShape)
      #expect(failure.ruleCount == graph.nodes[node].shape.count * convolution.operationsOfScalar)
      #expect(
        failure.executedCount * convolution.inputChannels
          == failure.ruleCount * (convolution.inputChannels - 1))
    }
  }

  @Test("the failing node says its row, role and counts")
  func place() throws {
    let graph = try graph("mobilenet-v3-small", resolution: 32)
    // Row 5 of the paper's table: bneck 5x5, 24 channels expanded to 96.
    let expand = Convolution(kernel: 1, inputChannels: 24, outputChannels: 96)
    let failures = try verification(
      graph, ChannelForgettingKernels(victim: .only(expand))
    ).failures
    let failure = try #require(failures.first)
    let origin = graph.nodes[failure.node].origin
    #expect(failures.count == 1)
    #expect(graph.rows[origin.row].number == 5)
    #expect(graph.blocks[origin.block].name == "bneck4")
    #expect(origin.role == .expand)
    // 4x4 places.
    #expect((failure.ruleCount, failure.executedCount) == (36_864, 35_328))
  }

  @Test("a kernel that forgets a channel everywhere is found everywhere")
  func everyChannel() throws {
    let graph = try graph("mobilenet-v2", resolution: 32)
    let verification = try verification(graph, ChannelForgettingKernels(victim: .every))
    let expected = convolutions(graph).filter { $0.convolution.groups == 1 }.map(\.node)
    #expect(expected.count == 35)
    #expect(verification.failures.map(\.node) == expected)
  }

  @Test("a kernel that leaves out the padding is found where there is padding")
  func padding() throws {
    let graph = try graph("mobilenet-v3-small", resolution: 32)
    let failures = try verification(graph, PaddingSkippingKernels()).failures
    #expect(
      failures.map(\.node)
        == convolutions(graph).filter { $0.convolution.kernel != 1 }.map(\.node))
    // The stem, 32x32 to 16x16: of 48 rows of windows one lies in the padding; columns likewise.
    #expect(failures.first?.ruleCount == 48 * 48 * 3 * 16)
    #expect(failures.first?.executedCount == 47 * 47 * 3 * 16)
  }

  @Test("a kernel that makes another shape is found", arguments: MisshapingKernels.Fault.allCases)
  func shape(fault: MisshapingKernels.Fault) throws {
    let graph = try graph("mobilenet-v3-small", resolution: 64)
    // Row 4's projection, whose result is added to the block's input.
    let project = Convolution(kernel: 1, inputChannels: 88, outputChannels: 24)
    let kernels = MisshapingKernels(victim: .only(project), fault: fault)
    let node = try #require(convolutions(graph).first { $0.convolution == project }?.node)
    let verification = try verification(graph, kernels)
    #expect(verification.failures.map(\.node) == [node])
    let failure = try #require(verification.failures.first)
    #expect(failure.inferredShape == graph.nodes[node].shape)
    #expect(failure.executedShape == kernels.misshapen(graph.nodes[node].shape))
    #expect(failure.executedCount == 0)
    #expect(
      throws: NetworkError.shape(
        node: node, expected: graph.nodes[node].shape,
        got: kernels.misshapen(graph.nodes[node].shape))
    ) {
      _ = try seeded(graph).recordedRun(
        .seededPicture(graph.input), naming: nil, kernels: kernels)
    }
  }

  @Test("a kernel that gives too few scalars is refused")
  func size() throws {
    let graph = try graph("mobilenet-v3-small", resolution: 32)
    #expect(throws: NetworkError.size(expected: 8, got: 7)) {
      _ = try verification(graph, TruncatingKernels())
    }
  }

  @Test("a wrong rule is found")
  func rule() throws {
    let graph = try graph("mobilenet-v1", resolution: 32)
    let wrong = try #require(convolutions(graph).last?.node)
    let verification = try Verification(graph) { graph, node in
      graph.nodes[node].operation.multiplyAccumulates(output: graph.nodes[node].shape)
        + (node == wrong ? 1 : 0)
    }
    #expect(verification.failures.map(\.node) == [wrong])
  }

  private func convolutions(
    _ graph: Graph
  ) -> [(node: Int, convolution: Convolution)] {
    graph.nodes.enumerated().compactMap { index, node in
      if case .convolution(let convolution) = node.operation { (index, convolution) } else { nil }
    }
  }
}

extension Convolution {
  /// Multiply-accumulates of one output scalar.
  fileprivate var operationsOfScalar: Int { kernel.area * inputChannels / groups }
}
