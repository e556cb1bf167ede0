import Architecture
import Inference
import KernelInterface
import Kernels
import Testing

/// Kernels that touch every scalar once. What is one operation a scalar has the reference's bits.
@Suite("Map kernels")
struct MapTests {
  @Test("a map is multiplied by its gate, place by place", arguments: runnableSets)
  func scaleChannels(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    for channels in [8, 16, 24, 72, 96] {
      for gap in [0, 5, 16] {
        for places in [0, 1, 2, 49] {
          let map = try FencedMemory(numbers("map", max(places * (channels + gap) - gap, 0)))
          let gate = try FencedMemory(numbers("gate", channels))
          func run(_ table: KernelTable, _ ranges: [Range<Int>]) -> Output {
            var output = Output(count: max(places * (channels + gap) - gap, 0))
            output.write { start in
              for range in ranges {
                let first = range.lowerBound * (channels + gap)
                table.scaleChannels(
                  map.start + first, range.count, channels + gap, channels, gate.start,
                  start + first)
              }
            }
            return output
          }
          let output = run(table, [0..<places])
          #expect(output.hasBits(of: run(.reference, [0..<places])))
          #expect(output.hasBits(of: run(table, [places / 3..<places, 0..<places / 3])))
        }
      }
    }
  }

  @Test("rows of weights are multiplied by their factors", arguments: runnableSets)
  func scaleRows(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    for width in [8, 16, 24, 32] {
      for rows in [0, 1, 3, 40] {
        let matrix = try FencedMemory(numbers("matrix", rows * width))
        let factors = try FencedMemory(numbers("factors", rows))
        func run(_ table: KernelTable) -> Output {
          var output = Output(count: rows * width)
          output.write { table.scaleRows(matrix.start, rows, width, factors.start, $0) }
          return output
        }
        #expect(run(table).hasBits(of: run(.reference)), "\(rows) x \(width)")
      }
    }
  }

  @Test("the mean over all places, for any range of channels", arguments: runnableSets)
  func meanOfPlaces(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    for channels in [8, 16, 40, 72, 96] {
      for (places, gap) in [(1, 0), (2, 8), (49, 0), (196, 5)] {
        let stride = channels + gap
        let map = numbers("map", places * stride - gap).enumerated()
          .map { $0.offset % stride < channels ? $0.element : .nan }
        let memory = try FencedMemory(map)
        func run(_ table: KernelTable, _ range: Range<Int>) -> Output {
          var output = Output(count: channels)
          output.write { table.meanOfPlaces(memory.start, places, stride, range, $0) }
          return output
        }
        let whole = run(table, 0..<channels)
        let difference = whole.firstDifference(
          from: run(.reference, 0..<channels), absolute: 1e-5, relative: 0)
        #expect(difference == nil, "\(places) places of \(channels)")
        for start in Swift.stride(from: 0, through: channels, by: 8) {
          for end in Swift.stride(from: start, through: channels, by: 8) {
            var expected = Output(count: channels)
            expected.copy(whole, start..<end)
            #expect(run(table, start..<end).hasBits(of: expected), "channels \(start)..<\(end)")
          }
        }
      }
    }
  }

  @Test(
    "mean and maximum over a window", arguments: runnableSets,
    [PoolRow.Kind.average, PoolRow.Kind.maximum])
  func poolWindow(set: KernelSetName, kind: PoolRow.Kind) throws {
    let table = try KernelTable.named(set.rawValue)
    for channels in [8, 24, 40] {
      for (height, width, outside, gap) in [
        (1, 1, 0, 0), (1, 3, 2, 8), (3, 1, 0, 5), (2, 2, 5, 0), (3, 3, 1, 8), (7, 7, 0, 0),
      ] {
        let stride = channels + gap
        let rowStride = (width + outside) * stride
        let map = numbers("map", (height - 1) * rowStride + width * stride - gap).enumerated()
          .map { index, value in
            index % stride < channels && index % rowStride < width * stride ? value : .nan
          }
        let memory = try FencedMemory(map)
        func run(_ table: KernelTable) -> Output {
          var output = Output(count: channels)
          output.write {
            table.poolWindow(
              PoolTask(
                kind: kind, input: memory.start, height: height, width: width,
                rowStride: rowStride, stride: stride, channels: channels, output: $0))
          }
          return output
        }
        let difference = run(table).firstDifference(
          from: run(.reference), absolute: kind == .maximum ? 0 : 1e-6, relative: 0)
        #expect(difference == nil, "\(height)x\(width) of \(channels)")
      }
    }
  }

  @Test(
    "a maximum and a mean keep what is not a number as the reference does", arguments: runnableSets)
  func poolSpecials(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    let specials: [Float] = [.nan, .infinity, -.infinity, 1, -0.0, 0, 2, -1]
    // Two places: every special beside every other.
    let map = specials.flatMap { Array(repeating: $0, count: 8) + specials }
    for kind in [PoolRow.Kind.average, .maximum] {
      for first in specials.indices {
        func run(_ table: KernelTable) -> [Float] {
          var output = Output(count: 8)
          map.withUnsafeBufferPointer { map in
            guard let start = map.baseAddress else { return }
            output.write {
              table.poolWindow(
                PoolTask(
                  kind: kind, input: start + first * 16, height: 1, width: 2, rowStride: 16,
                  stride: 8, channels: 8, output: $0))
            }
          }
          return Array(output[0..<8])
        }
        for (got, expected) in zip(run(table), run(.reference)) {
          #expect(isClose(got, expected), "\(kind) with \(specials[first])")
        }
      }
    }
  }

  @Test("sums and products, also into one of the inputs", arguments: runnableSets)
  func elementwise(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    let specials: [Float] = [.infinity, -.infinity, 0, -0.0, 0x1p-149, 3e38, -3e38, 1]
    for count in [0, 1, 7, 8, 9, 16, 40, 100] {
      let left = Array((specials + numbers("left", 100)).prefix(count))
      let right = Array((specials.reversed() + numbers("right", 100)).prefix(count))
      let fenced = (try FencedMemory(left), try FencedMemory(right))
      for (kernel, combine) in [
        (table.add, { $0 + $1 }), (table.multiply, { $0 * $1 }),
      ] as [(@Sendable (Constants, Constants, Values, Int) -> Void, (Float, Float) -> Float)] {
        let expected = Output(zip(left, right).map(combine))
        var (fresh, intoLeft, intoRight) = (Output(count: count), Output(left), Output(right))
        fresh.write { kernel(fenced.0.start, fenced.1.start, $0, count) }
        intoLeft.write { kernel($0, fenced.1.start, $0, count) }
        intoRight.write { kernel(fenced.0.start, $0, $0, count) }
        for output in [fresh, intoLeft, intoRight] {
          #expect(output.firstDifference(from: expected, absolute: 0, relative: 0) == nil)
        }
      }
    }
  }

  @Test("the places of two rows are mixed by their shares", arguments: runnableSets)
  func mix(set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    for (channels, gap, outputGap) in [(8, 0, 8), (24, 8, 0), (40, 5, 3)] {
      for (width, places) in [(1, 1), (1, 5), (3, 8), (5, 3), (7, 7), (4, 32)] {
        let stride = channels + gap
        let rows = try ["top", "bottom"].map {
          try FencedMemory(
            numbers($0, width * stride - gap).enumerated()
              .map { $0.offset % stride < channels ? $0.element : .nan })
        }
        let samples = (0..<places).map {
          ResizeSample($0, from: width, to: places, isBilinear: true)
        }
        for down in [0, 0.25, 0.625, 1] as [Float] {
          func run(_ table: KernelTable) -> Output {
            var output = Output(count: places * (channels + outputGap) - outputGap)
            samples.withUnsafeBufferPointer { samples in
              guard let first = samples.baseAddress else { return }
              output.write {
                table.mix(
                  MixTask(
                    top: rows[0].start, bottom: rows[1].start, down: down, samples: first,
                    places: places, channels: channels, inputStride: stride,
                    outputStride: channels + outputGap, output: $0))
              }
            }
            return output
          }
          let output = run(table)
          let difference = output.firstDifference(
            from: run(.reference), absolute: 1e-6, relative: 0)
          #expect(difference == nil, "\(width) to \(places) places of \(channels), \(down)")
          // Where nothing is mixed, the very numbers.
          guard width == places, down == 0 || down == 1 else { continue }
          #expect(
            Array(output[0..<channels])
              == Array(numbers(down == 0 ? "top" : "bottom", width * stride).prefix(channels)))
        }
      }
    }
  }
}

private typealias Constants = KernelTable.Constants
private typealias Values = KernelTable.Values
