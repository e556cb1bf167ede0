import Inference
import KernelInterface
import Kernels
import Testing

/// Levels of a map with others behind it, which kernels may read but not use.
private func levels(_ count: Int, _ random: inout SeededBytes) -> [UInt8] {
  (0..<count + 64).map { _ in random.next() }
}

/// Bytes by a formula.
private struct SeededBytes {
  private var state: UInt64
  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt8 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 40)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + (Int(next()) << 8 | Int(next())) % range.count
  }
}

@Suite("Kernels for integers")
struct IntegerKernelTests {
  static let sets = KernelTable.all.filter { $0.isSupported && $0.table.name != .reference }
    .map { $0.table }

  /// The finish of random multipliers, with a table or without.
  private struct End {
    let multipliers: [Float]
    let requantizer: Requantizer
    let table: [UInt8]?

    init(_ channels: Int, depth: Int, _ random: inout SeededBytes) {
      let scale = 1 / Float(depth * 40 + 1)
      multipliers = (0..<channels).map { _ in scale * Float(random.number(1...400)) / 100 }
      let levels =
        Levels(scale: 0.05, zero: random.number(0...255)) ?? Levels(range: 0...1)
      requantizer = Requantizer(levels, clip: [nil, .relu, .relu6][random.number(0...2)])
      table = random.number(0...2) == 0 ? (0...255).map { _ in random.next() } : nil
    }

    func with<Result>(_ body: (IntegerFinish) -> Result) -> Result {
      multipliers.withUnsafeBufferPointer { multipliers in
        (table ?? [0]).withUnsafeBufferPointer { levels in
          guard let start = multipliers.baseAddress, let table = levels.baseAddress else {
            fatalError("arrays have elements")
          }
          return body(
            IntegerFinish(
              multipliers: start, requantizer: requantizer,
              table: self.table == nil ? nil : table))
        }
      }
    }
  }

  private static func channels(_ count: Int, _ random: inout SeededBytes) -> IntegerChannels {
    IntegerChannels(
      bias: (0..<count).map { _ in Int32(random.number(0...20000)) - 10000 },
      multipliers: [Float](repeating: 0, count: count))
  }

  private static func weights(_ count: Int, _ random: inout SeededBytes) -> [Int8] {
    (0..<count).map { index in
      // The ends, at which products of two could overflow 16 bits.
      if index % 7 == 0 { return random.next() < 128 ? 127 : -127 }
      return max(Int8(bitPattern: random.next()), -127)
    }
  }

  @Test("matrices: every shape around the edges of tiles, in parts", arguments: 0..<150)
  func matrices(seed: Int) throws {
    var random = SeededBytes(seed + 1)
    let segments = [1, 1, 1, 3, 9][random.number(0...4)]
    let length = seed % 5 == 0 ? random.number(1...8) : random.number(1...70)
    let (rows, filters) = (random.number(1...29), random.number(1...70))
    let depth = segments * length
    let weights = Self.weights(filters * depth, &random)
    let channels = Self.channels(filters, &random)
    // Segments and places overlap, as those of a convolution do.
    let step = random.number(1...length)
    let numbers = levels(rows * step + segments * 5 + length, &random).map { Int16($0) }
    let offsets = (0..<rows).map { Int32(($0 * 7 % rows) * step) }
    let end = End(filters, depth: depth, &random)
    let gap = seed % 2 == 0 ? 0 : random.number(0...9)

    func run(_ kernels: IntegerKernels, cut: Int, columnCut: Int) throws -> [UInt8] {
      var arena = FloatArena(count: 0)
      let packed = PackedIntegerMatrix(
        weights: weights[...], inputChannels: length, taps: segments, segments: segments,
        channels, for: kernels, in: &arena)
      var output = [UInt8](repeating: 77, count: rows * (filters + gap))
      let stride = filters + gap
      let split = packed.panels[columnCut % packed.panels.count].lowerBound
      try numbers.withUnsafeBufferPointer { numbers in
        try offsets.withUnsafeBufferPointer { offsets in
          try output.withUnsafeMutableBufferPointer { output in
            let (first, target) = (
              try #require(numbers.baseAddress), try #require(output.baseAddress)
            )
            let places = try #require(offsets.baseAddress)
            let runs = (0..<segments).map { first + 5 * $0 }
            try runs.withUnsafeBufferPointer { runs in
              let runs = try #require(runs.baseAddress)
              for range in [0..<cut, cut..<rows] {
                for columns in [split..<filters, 0..<split] where !range.isEmpty {
                  end.with { finish in
                    kernels.multiplyMatrix(
                      IntegerMatrixTask(
                        rows: range.count, columns: filters, range: columns, segments: runs,
                        segmentCount: segments, segmentLength: length,
                        offsets: places + range.lowerBound, weights: packed.weights,
                        bias: packed.bias, output: target + range.lowerBound * stride,
                        outputStride: stride, finish: finish))
                  }
                }
              }
            }
          }
        }
      }
      return output
    }
    let expected = try run(.reference, cut: 0, columnCut: 0)
    for table in Self.sets {
      #expect(try run(table.integers, cut: 0, columnCut: 0) == expected, "\(table.name)")
      let parts = try run(table.integers, cut: rows / 2, columnCut: seed)
      #expect(parts == expected, "\(table.name) in parts")
    }
  }

  @Test("depthwise: rows of any length, of any number of channels", arguments: 0..<160)
  func depthwise(seed: Int) throws {
    var random = SeededBytes(seed + 500)
    let sides = [(3, 3), (5, 5), (3, 3), (5, 5), (1, 1), (2, 2), (7, 7), (3, 1), (1, 4)]
    let (height, width) = sides[seed % sides.count]
    let stride = random.number(1...2)
    let dilation = seed % 4 == 0 ? 2 : 1
    // Tiles have up to seven places.
    let (places, channels) = (random.number(1...24), random.number(1...40))
    let weights = Self.weights(channels * height * width, &random)
    let numbers = Self.channels(channels, &random)
    let perRow = (places - 1) * stride + (width - 1) * dilation + 1
    let maps = levels(perRow * height * channels, &random)
    let end = End(channels, depth: height * width, &random)
    let gap = seed % 2 == 0 ? 0 : random.number(0...9)

    func run(_ kernels: IntegerKernels) throws -> [UInt8] {
      var arena = FloatArena(count: 0)
      let packed = PackedIntegerDepthwise(
        weights: weights, height: height, width: width, numbers, in: &arena)
      var output = [UInt8](repeating: 77, count: places * (channels + gap))
      try maps.withUnsafeBufferPointer { maps in
        try output.withUnsafeMutableBufferPointer { output in
          let (map, target) = (try #require(maps.baseAddress), try #require(output.baseAddress))
          // In any order, as places in the padding stand elsewhere.
          let pointers = (0..<height * perRow).map {
            UnsafePointer(map + ($0 * 5 % (height * perRow)) * channels)
          }
          try pointers.withUnsafeBufferPointer { pointers in
            let inputs = try #require(pointers.baseAddress)
            end.with { finish in
              kernels.convolveDepthwise(
                IntegerDepthwiseTask(
                  places: places, channels: channels, kernelHeight: height, kernelWidth: width,
                  stride: stride, dilation: dilation, inputs: inputs, inputsPerRow: perRow,
                  weights: packed.weights, bias: packed.bias, output: target,
                  outputStride: channels + gap, finish: finish))
            }
          }
        }
      }
      return output
    }
    let expected = try run(.reference)
    for table in Self.sets { #expect(try run(table.integers) == expected, "\(table.name)") }
  }

  @Test("sums, products, means, tables, ways there: any number of levels", arguments: 1..<140)
  func runs(count: Int) throws {
    var random = SeededBytes(count + 900)
    let (left, right) = (levels(count * 3, &random), levels(count * 3, &random))
    let table = (0...255).map { _ in random.next() }
    let levels = Levels(scale: 0.5, zero: random.number(0...255)) ?? Levels(range: 0...1)
    let requantizer = Requantizer(levels, clip: count % 3 == 0 ? .relu6 : nil)
    let zeros = (Int32(random.next()), Int32(random.next()))
    // Half steps are frequent.
    let multipliers = count % 2 == 0 ? (Float(0.5), Float(0.25)) : (Float(0.0123), Float(1.7))

    // One run, or several that the right one serves.
    let runs = count % 3 == 0 ? (count: count / 3, runs: 3) : (count: count, runs: 1)

    func run(_ kernels: IntegerKernels) -> [[UInt8]] {
      var outputs = [[UInt8]](repeating: [UInt8](repeating: 77, count: count + 8), count: 3)
      var sums = [Int32](repeating: 5, count: count)
      left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
          guard let first = left.baseAddress, let second = right.baseAddress else { return }
          func pair(_ number: Int, _ kernel: (IntegerPairTask) -> Void) {
            outputs[number].withUnsafeMutableBufferPointer { output in
              guard let target = output.baseAddress else { return }
              kernel(
                IntegerPairTask(
                  left: first, right: second, leftZero: zeros.0, rightZero: zeros.1,
                  leftMultiplier: multipliers.0, rightMultiplier: multipliers.1,
                  requantizer: requantizer, output: target, count: runs.count, runs: runs.runs))
            }
          }
          pair(0, kernels.add)
          pair(1, kernels.multiply)
          outputs[2].withUnsafeMutableBufferPointer { output in
            table.withUnsafeBufferPointer { table in
              guard let target = output.baseAddress, let start = table.baseAddress else { return }
              kernels.lookUp(first, start, target, count)
            }
          }
          sums.withUnsafeMutableBufferPointer { sums in
            guard let start = sums.baseAddress else { return }
            kernels.addPlaces(first, 3, count, count, start)
          }
        }
      }
      let values = right.prefix(count).enumerated().map { index, level in
        switch index % 9 {
        case 0: Float.nan
        case 1: Float.infinity
        case 2: -Float.infinity
        case 3: Float(level) * 1e30
        default: (Float(level) - 128) * 0.25
        }
      }
      var quantized = [UInt8](repeating: 77, count: count + 8)
      quantized.withUnsafeMutableBufferPointer { output in
        values.withUnsafeBufferPointer { values in
          guard let target = output.baseAddress, let start = values.baseAddress else { return }
          kernels.quantize(start, 0.5, Requantizer(levels), target, count)
        }
      }
      var widened = [Int16](repeating: -1, count: count + 8)
      widened.withUnsafeMutableBufferPointer { output in
        left.withUnsafeBufferPointer { left in
          guard let target = output.baseAddress, let start = left.baseAddress else { return }
          kernels.widen(start, target, count)
        }
      }
      outputs.append(quantized)
      outputs.append(widened.map { UInt8(truncatingIfNeeded: $0) })
      return outputs + [sums.map { UInt8(truncatingIfNeeded: $0) }, sums.map { UInt8($0 >> 8) }]
    }
    let expected = run(.reference)
    for table in Self.sets { #expect(run(table.integers) == expected, "\(table.name)") }
  }
}
