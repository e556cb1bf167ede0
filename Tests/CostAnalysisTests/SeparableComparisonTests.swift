import Architecture
import CostAnalysis
import NetworkGraph
import TestSupport
import Testing

/// A standard convolution beside the separable one.
@Suite struct SeparableComparisonTests {
  /// Weights and multiply-accumulates.
  func numbers(_ count: SeparableComparison.Count) -> [Int] { [count.weights, count.macs] }

  @Test("The note's example: 12x12x3, 5x5 without padding, 256 filters")
  func example() throws {
    let comparison = try SeparableComparison(
      kernel: 5, outputChannels: 256, padding: .valid,
      input: Shape(height: 12, width: 12, channels: 3))
    #expect(comparison.output == Shape(height: 8, width: 8, channels: 256))
    #expect(numbers(comparison.count(comparison.standard)) == [19_200, 1_228_800])
    #expect(numbers(comparison.count(comparison.depthwise)) == [75, 4_800])
    #expect(numbers(comparison.count(comparison.pointwise)) == [768, 49_152])
    #expect(numbers(comparison.separable) == [843, 53_952])
    #expect(abs(1 / comparison.ratio - 22.776) < 0.001)
  }

  @Test("MobileNetV1, Table 3: one layer of 14x14x512, thinned, and at a smaller picture")
  func table3() throws {
    func comparison(_ side: Int, _ channels: Int) throws -> SeparableComparison {
      try SeparableComparison(
        kernel: 3, outputChannels: channels,
        input: Shape(height: side, width: side, channels: channels))
    }
    let full = try comparison(14, 512)
    #expect(numbers(full.count(full.standard)) == [2_359_296, 462_422_016])
    #expect(numbers(full.separable) == [266_752, 52_283_392])
    #expect(try numbers(comparison(14, 384).separable) == [150_912, 29_578_752])
    #expect(try numbers(comparison(10, 384).separable) == [150_912, 15_091_200])
  }

  @Test("The ratio is 1/N + 1/Dk^2 to the unit, for weights and for multiply-accumulates")
  func ratio() throws {
    for kernel in 1...7 {
      for outputs in [1, 2, 3, 8, 31, 256] {
        for inputs in [2, 3, 16, 29] {
          for (side, stride, padding) in [
            (14, 1, Padding.symmetric), (13, 2, .same), (9, 1, .valid), (15, 3, .explicit(2)),
          ] {
            let comparison = try SeparableComparison(
              kernel: PerAxis(kernel), outputChannels: outputs, stride: PerAxis(stride),
              padding: padding,
              input: Shape(height: side, width: side, channels: inputs))
            let standard = comparison.count(comparison.standard)
            let separable = comparison.separable
            let square = kernel * kernel
            #expect(separable.weights * outputs * square == standard.weights * (square + outputs))
            #expect(separable.macs * outputs * square == standard.macs * (square + outputs))
            let theory = 1 / Double(outputs) + 1 / Double(square)
            #expect(comparison.theoreticalRatio == theory)
            #expect(abs(comparison.ratio - theory) <= 1e-15 * 4)
          }
        }
      }
    }
  }

  @Test("Both halves give what the standard convolution gives")
  func shapes() throws {
    let comparison = try SeparableComparison(
      kernel: 3, outputChannels: 24, stride: 2, padding: .same,
      input: Shape(height: 15, width: 9, channels: 8))
    let middle = try NetworkGraph.Operation.convolution(comparison.depthwise)
      .outputShape([comparison.input])
    #expect(middle == Shape(height: 8, width: 5, channels: 8))
    let end = try NetworkGraph.Operation.convolution(comparison.pointwise).outputShape([middle])
    #expect(end == comparison.output)
    #expect(end == Shape(height: 8, width: 5, channels: 24))
  }

  @Test("A window that does not fit is refused")
  func refused() {
    let input = Shape(height: 4, width: 4, channels: 3)
    for kernel in [0, -1, 5] {
      #expect(throws: ShapeError.self) {
        try SeparableComparison(
          kernel: PerAxis(kernel), outputChannels: 8, padding: .valid, input: input)
      }
    }
    #expect(throws: ShapeError.self) {
      try SeparableComparison(kernel: 3, outputChannels: 8, stride: 0, input: input)
    }
  }

  @Test("No channels are refused, and no trap", arguments: [0, -3])
  func noChannels(channels: Int) async {
    await #expect(processExitsWith: .success) { [channels = channels as Int] in
      #expect(throws: ShapeError.self) {
        try SeparableComparison(
          kernel: 3, outputChannels: 8, input: Shape(height: 4, width: 4, channels: channels)
        ).separable
      }
      #expect(throws: ShapeError.self) {
        try SeparableComparison(
          kernel: 3, outputChannels: channels, input: Shape(height: 4, width: 4, channels: 3)
        ).separable
      }
    }
  }

  @Test(
    "Every separable pair of a network, at what the network itself pays for it",
    arguments: [
      ("mobilenet-v1", 13), ("mobilenet-v2", 17), ("mobilenet-v3-large", 15),
      ("mobilenet-v3-small", 11),
    ])
  func networks(name: String, count: Int) throws {
    let graph = try Graph(named: name)
    let comparisons = graph.separableLedger().entries
    #expect(comparisons.count == count)
    let layers = graph.layers()
    for entry in comparisons {
      let (block, comparison) = (entry.block, entry.comparison)
      let own = layers.filter { layer in
        let isHalf = [.depthwise, .pointwise, .project].contains(layer.role)
        return isHalf && graph.blocks[graph.nodes[layer.nodes[0]].origin.block] == block
      }
      #expect(own.count == 2)
      let weights = own.reduce(0) { $0 + $1.cost.parameters.weights }
      let macs = own.reduce(0) { $0 + $1.cost.macs }
      #expect(numbers(comparison.separable) == [weights, macs], "\(block.name)")
      #expect(comparison.output == own.last?.output)
      #expect(comparison.input == own.first?.input)
    }
  }
}
