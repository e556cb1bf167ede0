import Architecture
import KernelInterface
import Kernels
import NetworkGraph
import Testing

@testable import Inference

/// Convolutions whose windows are copied, against the interpreter and against those that go row by row.
@Suite("Window matrix")
struct WindowMatrixTests {
  @Test(
    "narrow maps, around every batch's and tile's edge: the interpreter's numbers, and the same bits on any number of threads",
    arguments: [1, 2, 3, 5], [1, 2])
  func narrow(kernel: Int, stride: Int) throws {
    for (number, (height, width)) in [(1, 1), (2, 2), (3, 5), (5, 3), (10, 10), (19, 7), (9, 33)]
      .enumerated()
    {
      for (dilation, padding) in [
        (1, Padding.symmetric), (1, .same), (2, .symmetric), (1, .explicit(kernel)),
      ] {
        // Of 256 channels, places are further apart than their channels.
        let channels = [24, 40, 256][number % 3]
        var builder = NetworkBuilder(picture: Shape(height: height, width: width, channels: 3))
        builder.append(
          .convolution(Convolution(kernel: 1, inputChannels: 3, outputChannels: channels)))
        let convolution = Convolution(
          kernel: PerAxis(kernel), inputChannels: channels, outputChannels: channels,
          stride: PerAxis(stride), dilation: dilation, padding: padding, hasBias: true)
        // Not every window fits into every map.
        guard builder.add(.convolution(convolution), [1]) != nil else { continue }
        builder.append(.activation(.hardSwish))
        if stride == 1, dilation == 1, padding == .same { builder.add(.add, [1, 3]) }
        builder.outputs = [builder.nodes.count - 1]
        let network = try builder.network()
        let picture = Tensor<Float>.seededPicture(network.graph.input)
        let expected = try #require(network.results(picture).last)
        for set in runnableSets {
          let plan = try Plan(network, set)
          let single = try PlanRunner(plan, threads: 1).run(picture)[0]
          #expect(single.share(of: expected) <= 1e-4, "\(set): \(height)x\(width)")
          for threads in 2...3 {
            let shared = try PlanRunner(plan, threads: threads).run(picture)[0]
            #expect(shared.hasBits(of: single), "\(set): \(height)x\(width), \(threads) threads")
          }
        }
      }
    }
  }

  @Test("windows are copied where there are more filters than places in a row")
  func choice() throws {
    let input = Shape(height: 40, width: 40, channels: 8)
    func windows(_ filters: Int, kernel: Int = 3, groups: Int = 1) -> WindowMatrix? {
      let convolution = Convolution(
        kernel: PerAxis(kernel), inputChannels: 8, outputChannels: filters, groups: groups)
      let matrix = PackedMatrix(
        weights: [Float](repeating: 0, count: convolution.weightCount / groups),
        filters: filters / groups, inputChannels: 8 / groups, taps: kernel * kernel, scale: nil,
        bias: nil, for: .best)
      return WindowMatrix(
        Plan.Dense(
          convolution: convolution, groups: Array(repeating: matrix, count: groups)),
        input: input, output: Shape(height: 40, width: 40, channels: filters), .best)
    }
    #expect(windows(40) != nil)
    #expect(windows(32) == nil)
    #expect(windows(64, kernel: 1) == nil)
    #expect(windows(64, groups: 2) == nil)
  }
}
