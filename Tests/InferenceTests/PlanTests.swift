import Architecture
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import Testing

/// Plans of random networks against the interpreter, which knows no fusion, no stride and no thread.
@Suite("Plans of random networks")
struct PlanTests {
  @Test(
    "compute what the interpreter computes, with the same bits on any number of threads",
    arguments: 1...60)
  func small(seed: UInt64) throws {
    let random = try RandomNetwork(seed: seed)
    try check(random.network, random.picture)
  }

  @Test("and so when some maps are large", arguments: 1...4)
  func large(seed: UInt64) throws {
    let random = try RandomNetwork(seed: seed, isLarge: true)
    try check(random.network, random.picture)
  }

  @Test(
    "inverted residuals of large maps go in bands", arguments: [3, 5], [1, 2])
  func bands(kernel: Int, stride: Int) throws {
    // Widths that fill no tile, heights that fill no band.
    let sizes = [(90, 61, Padding.symmetric), (61, 95, .same), (71, 80, .valid)]
    for (size, (expands, adds, dilation)) in [
      (true, true, 1), (true, false, 2), (false, true, 1), (false, false, 1), (true, false, 1),
    ].enumerated() {
      let (height, width, padding) = sizes[(size + kernel + stride) % sizes.count]
      var builder = NetworkBuilder(
        picture: Shape(
          height: height * (stride + 1) / 2, width: width * (stride + 1) / 2, channels: 3))
      builder.append(.convolution(Convolution(kernel: 1, inputChannels: 3, outputChannels: 28)))
      builder.append(.activation(.hardSwish))
      let wide = expands ? 36 : 28
      if expands {
        builder.append(
          .convolution(
            Convolution(kernel: 1, inputChannels: 28, outputChannels: wide, hasBias: true)))
        builder.append(.activation(.relu6))
      }
      builder.append(
        .convolution(
          Convolution(
            kernel: PerAxis(kernel), inputChannels: wide, outputChannels: wide,
            stride: PerAxis(stride),
            dilation: dilation, padding: padding, groups: wide, hasBias: true)))
      builder.append(.activation(.hardSwish))
      builder.append(
        .convolution(Convolution(kernel: 1, inputChannels: wide, outputChannels: 28)))
      // Where the shapes differ there is no sum.
      if adds { builder.add(.add, [2, builder.nodes.count - 1]) }
      builder.outputs = [builder.nodes.count - 1]
      builder.blockResults = [2] + builder.outputs
      let network = try builder.network()
      try check(network, .seededPicture(network.graph.input))
      let isFused = try Plan(network, .reference).steps.contains { step in
        if case .inverted(let expand, _, _) = step.work {
          (expand != nil) == expands
        } else {
          false
        }
      }
      #expect(isFused, "otherwise this tests nothing")
    }
  }

  @Test("the result of a depthwise or pointwise block is kept where it could be handed on")
  func keptBlocks() throws {
    var builder = NetworkBuilder(picture: Shape(height: 96, width: 96, channels: 3))
    builder.append(.convolution(Convolution(kernel: 1, inputChannels: 3, outputChannels: 24)))
    builder.append(
      .convolution(Convolution(kernel: 3, inputChannels: 24, outputChannels: 24, groups: 24)))
    builder.append(.convolution(Convolution(kernel: 1, inputChannels: 24, outputChannels: 8)))
    builder.outputs = [3]
    for blocks in [[1], [2], [1, 2, 3], []] {
      var builder = builder
      builder.blockResults = blocks
      let network = try builder.network()
      try check(network, .seededPicture(network.graph.input))
    }
  }

  @Test("a gate before a pointwise convolution that pads is a product of its own")
  func gateBeforePadding() throws {
    var builder = NetworkBuilder(picture: Shape(height: 7, width: 6, channels: 3))
    builder.append(.convolution(Convolution(kernel: 3, inputChannels: 3, outputChannels: 40)))
    builder.append(.globalPool)
    builder.append(.activation(.sigmoid))
    builder.add(.multiply, [1, 3])
    for padding in [Padding.explicit(1), .explicit(0), .valid, .same] {
      var builder = builder
      builder.append(
        .convolution(
          Convolution(kernel: 1, inputChannels: 40, outputChannels: 24, padding: padding)))
      builder.outputs = [5]
      let network = try builder.network()
      try check(network, .seededPicture(network.graph.input))
      let plan = try Plan(network, .reference)
      #expect(plan.steps.contains { $0.nodes == [4] } == (padding == .explicit(1)))
    }
  }

  @Test("a gate leaves its map as it is for what reads it later", arguments: [3, 12])
  func gateOfMapThatIsReadLater(extent: Int) throws {
    // Of 9 places the input is multiplied, of 144 the weights.
    var builder = NetworkBuilder(picture: Shape(height: extent, width: extent, channels: 3))
    builder.append(.convolution(Convolution(kernel: 3, inputChannels: 3, outputChannels: 40)))
    builder.append(.globalPool)
    builder.append(.activation(.sigmoid))
    builder.add(.multiply, [1, 3])
    builder.append(.convolution(Convolution(kernel: 1, inputChannels: 40, outputChannels: 24)))
    for isRead in [false, true] {
      var builder = builder
      if isRead { builder.add(.concatenate, [5, 1]) }
      builder.outputs = [builder.nodes.count - 1]
      let network = try builder.network()
      try check(network, .seededPicture(network.graph.input))
    }
  }

  private func check(_ network: Network<Float>, _ picture: Tensor<Float>) throws {
    let expected = try network.results(picture)
    let answers = network.graph.outputs.map(\.node)
    for set in runnableSets {
      let plan = try Plan(network, set)
      var single: [Int: Tensor<Float>] = [:]
      for threads in 1...3 {
        let runner = try PlanRunner(plan, threads: threads)
        let kept = try runner.kept(picture)
        if threads == 1 {
          single = kept
          // What blocks give stays a tensor of its own.
          for node in network.graph.blocks.map(\.result) + answers {
            #expect(kept[node] != nil, "\(set): node \(node) was not kept")
          }
          for (node, tensor) in kept {
            let share = tensor.share(of: expected[node])
            #expect(
              share <= 1e-4,
              "\(set): node \(node), \(network.graph.nodes[node].operation)")
          }
        }
        #expect(kept.count == single.count)
        for (node, tensor) in kept {
          #expect(
            single[node].map(tensor.hasBits) ?? false, "\(set): node \(node), \(threads) threads")
        }
        // The second run finds the memory as the first one left it.
        let outputs = try runner.run(picture)
        #expect(zip(answers, outputs).allSatisfy { kept[$0].map($1.hasBits) ?? false })
      }
    }
  }
}
