import Inference
import KernelInterface
import Testing

@Suite("Packed weights")
struct PackingTests {
  @Test("every weight of a matrix is found where the panels say", arguments: runnableSets)
  func matrix(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    for filters in [1, 7, 8, 12, 16, 24, 33, 40, 72, 100] {
      for (channels, kernel) in [(1, 1), (5, 1), (3, 3), (16, 3), (2, 5)] {
        for isScaled in [false, true] {
          let taps = kernel * kernel
          let weights = numbers("weights", filters * channels * taps)
          let scale = isScaled ? numbers("scale", filters) : nil
          let bias = isScaled ? numbers("bias", filters) : nil
          let packed = PackedMatrix(
            weights: weights, filters: filters, inputChannels: channels, taps: taps,
            scale: scale, bias: bias, for: table)
          #expect(packed.columns == (filters + 7) / 8 * 8)
          #expect(packed.depth == channels * taps)
          #expect(packed.byteCount == 4 * packed.columns * (packed.depth + 1))
          var isRight = true
          var panel = 0
          while panel < packed.columns {
            let width = table.panelWidth(packed.columns - panel)
            for k in 0..<packed.depth {
              let (tap, channel) = k.quotientAndRemainder(dividingBy: channels)
              for column in panel..<panel + width {
                let expected =
                  column < filters
                  ? weights[(column * channels + channel) * taps + tap] * (scale?[column] ?? 1) : 0
                let found = packed.weights[panel * packed.depth + k * width + column - panel]
                isRight = isRight && found == expected
              }
            }
            panel += width
          }
          #expect(isRight, "\(filters) filters of \(kernel)x\(kernel)x\(channels)")
          for column in 0..<packed.columns {
            let expected = column < filters ? bias?[column] ?? 0 : 0
            #expect(packed.bias[column] == expected)
          }
        }
      }
    }
  }

  @Test("every weight of a depthwise convolution is found in its block", arguments: runnableSets)
  func depthwise(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    for channels in [1, 8, 12, 16, 17, 24, 25, 40, 96] {
      for kernel in [1, 3, 5] {
        let taps = kernel * kernel
        let weights = numbers("weights", channels * taps)
        let (scale, bias) = (numbers("scale", channels), numbers("bias", channels))
        let packed = PackedDepthwise(
          weights: weights, channels: channels, kernel: kernel, scale: scale, bias: bias,
          for: table)
        let all = (channels + 7) / 8 * 8
        #expect(packed.channels == all && packed.kernel == kernel)
        #expect(packed.byteCount == 4 * all * (taps + 1))
        // Blocks as wide as the table's as long as channels are left for them, then 8.
        var block = 0
        while block < all {
          let lanes = all - block >= table.depthwiseLanes ? table.depthwiseLanes : 8
          for tap in 0..<taps {
            for channel in block..<block + lanes {
              let expected =
                channel < channels ? weights[channel * taps + tap] * scale[channel] : 0
              #expect(packed.weights[block * taps + tap * lanes + channel - block] == expected)
            }
          }
          block += lanes
        }
        for channel in 0..<all {
          #expect(packed.bias[channel] == (channel < channels ? bias[channel] : 0))
        }
      }
    }
  }

  @Test(
    "a split covers all columns with whole panels of nearly equal parts", arguments: runnableSets)
  func split(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    for columns in Array(stride(from: 8, through: 320, by: 8)) + [1000, 1280] {
      var ends: Set<Int> = []
      var (end, widest) = (0, 0)
      while end < columns {
        let width = table.panelWidth(columns - end)
        widest = max(widest, width)
        end += width
        ends.insert(end)
      }
      for parts in [-1, 0, 1, 2, 3, 4, 7, 8, 16, columns, 10_000] {
        let ranges = PackedMatrix.split(columns: columns, into: parts, for: table)
        #expect((1...max(parts, 1)).contains(ranges.count))
        #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == columns)
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        #expect(ranges.allSatisfy { !$0.isEmpty && ends.contains($0.upperBound) })
        let share = (columns + max(parts, 1) - 1) / max(parts, 1)
        #expect(ranges.allSatisfy { $0.count < share + widest }, "\(columns) into \(parts)")
      }
    }
    #expect(PackedMatrix.split(columns: 0, into: 3, for: table).isEmpty)
  }

  @Test("memory is zero, aligned to cache lines, and never negative")
  func memory() {
    for count in [-1, 0, 1, 16, 1000] {
      let memory = FloatMemory(count: count)
      #expect(memory.count == max(count, 0))
      #expect(Int(bitPattern: memory.start) % 64 == 0)
      #expect((0..<memory.count).allSatisfy { memory.start[$0] == 0 })
    }
  }
}
