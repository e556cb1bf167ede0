import Architecture
import Inference
import KernelInterface
import Testing

/// A depthwise row without its memory.
private struct Row {
  var kernel: Int
  var stride: Int
  var before: Int
  var inputWidth: Int
  var outputWidth: Int
  var channels: Int
  /// Scalars from one place's channels to the next one's.
  var gap = 0
  var activation: Activation?
  /// Rows of the window that are in the padding.
  var absent: Range<Int> = 0..<0

  var inputStride: Int { channels + gap }
  var outputStride: Int { channels + 2 * gap }
  var outputCount: Int { (outputWidth - 1) * outputStride + channels }
}

/// Runs a row with some sets; the input lies next to memory that nobody may read, and gaps hold what
/// is not a number.
private func run(
  _ row: Row, fence: FencedMemory.Edge, _ sets: [KernelSetName]
) throws -> [Output] {
  let present = (0..<row.kernel).filter { !row.absent.contains($0) }
  // The last place ends with its channels.
  var input = numbers("input", max(present.count * row.inputWidth * row.inputStride - row.gap, 0))
  for place in 0..<max(present.count * row.inputWidth - 1, 0) {
    for index in row.channels..<row.inputStride { input[place * row.inputStride + index] = .nan }
  }
  let memory = try FencedMemory(input, fence: fence)
  var rows = [UnsafePointer<Float>?](repeating: nil, count: row.kernel)
  for (index, number) in present.enumerated() {
    rows[number] = UnsafePointer(memory.start + index * row.inputWidth * row.inputStride)
  }
  let weights = numbers("weights", row.channels * row.kernel * row.kernel)
  return try sets.map { set in
    let table = try KernelTable.named(set.rawValue)
    let packed = PackedDepthwise(
      weights: weights, channels: row.channels, kernel: row.kernel, scale: nil,
      bias: numbers("bias", row.channels), for: table)
    var output = Output(count: row.outputCount)
    rows.withUnsafeBufferPointer { rows in
      guard let rows = rows.baseAddress else { return }
      output.write {
        table.convolveDepthwise(
          DepthwiseTask(
            rows: rows, kernel: row.kernel, stride: row.stride, before: row.before,
            inputWidth: row.inputWidth, outputWidth: row.outputWidth,
            channels: row.channels, inputStride: row.inputStride, outputStride: row.outputStride,
            weights: packed.weights, bias: packed.bias, output: $0, activation: row.activation))
      }
    }
    return output
  }
}

/// Compares every set with the reference.
private func check(_ row: Row, fence: FencedMemory.Edge) throws {
  let outputs = try run(row, fence: fence, runnableSets)
  guard let expected = outputs.last else { return }
  for (set, output) in zip(runnableSets, outputs) {
    // Sums of at most 49 products of numbers below 1.
    let difference = output.firstDifference(from: expected, absolute: 1e-5, relative: 0)
    if let difference { Issue.record("\(set), \(row): \(difference)") }
  }
}

@Suite("Depthwise kernel")
struct DepthwiseTests {
  private static let widths = Array(1...20) + [28, 56, 112]
  private static let channels = [8, 16, 24, 40, 96]

  @Test("every width, stride and padding", arguments: [1, 3, 5, 7], 1...3)
  func windows(kernel: Int, stride: Int) throws {
    var number = 0
    for width in Self.widths {
      for before in -3...min(3, kernel) {
        for after in 0...min(3, kernel) where width + before + after >= kernel {
          // Channels and gaps change from case to case; 5 and 3 share no factor with the rest.
          number += 1
          let row = Row(
            kernel: kernel, stride: stride, before: before, inputWidth: width,
            outputWidth: (width + before + after - kernel) / stride + 1,
            channels: Self.channels[number % 5], gap: [0, 3, 8][number % 3])
          try check(row, fence: .end)
        }
      }
    }
  }

  @Test(
    "the paddings of PyTorch and of TensorFlow, in every number of channels", arguments: [3, 5],
    1...2)
  func paddings(kernel: Int, stride: Int) throws {
    for width in Self.widths {
      for padding in [Padding.symmetric, .same] {
        let extent = try #require(
          WindowExtent(input: width, kernel: kernel, stride: stride, padding: padding))
        for channels in Self.channels {
          for fence in FencedMemory.Edge.allCases {
            let row = Row(
              kernel: kernel, stride: stride, before: extent.before, inputWidth: width,
              outputWidth: extent.output, channels: channels)
            try check(row, fence: fence)
          }
        }
      }
    }
  }

  @Test("rows in the padding are zero", arguments: [1, 3, 5, 7])
  func absentRows(kernel: Int) throws {
    for stride in 1...3 {
      for first in 0...kernel {
        for last in first...kernel {
          for width in [1, 7, 14] {
            let row = Row(
              kernel: kernel, stride: stride, before: kernel / 2, inputWidth: width,
              outputWidth: (width - 1) / stride + 1, channels: 24, absent: first..<last)
            try check(row, fence: .end)
          }
        }
      }
    }
  }

  @Test("every activation follows the sum", arguments: Activation.allCases)
  func activations(activation: Activation) throws {
    for kernel in [1, 3, 5] {
      for stride in 1...2 {
        for width in [3, 8, 14] {
          let row = Row(
            kernel: kernel, stride: stride, before: kernel / 2, inputWidth: width,
            outputWidth: (width - 1) / stride + 1, channels: 40, gap: 8, activation: activation)
          try check(row, fence: .end)
        }
      }
    }
  }

  @Test("no place has other bits in a tile than alone", arguments: runnableSets, [3, 5])
  func tiles(set: KernelSetName, kernel: Int) throws {
    for stride in 1...2 {
      for (width, channels) in [(14, 24), (28, 16), (31, 8)] {
        var row = Row(
          kernel: kernel, stride: stride, before: kernel / 2, inputWidth: width,
          outputWidth: (width - 1) / stride + 1, channels: channels)
        let tiled = try run(row, fence: .end, [set])[0]
        // The same places, one further on, under a padding that no tile has.
        row.before += stride
        row.outputWidth += 1
        let plain = try run(row, fence: .end, [set])[0]
        let count = row.outputCount - channels
        #expect(
          tiled[0..<count].elementsEqual(plain[channels..<count + channels]), "\(row)")
      }
    }
  }
}
