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
    let taps = [1, 1, 1, 2, 9][random.number(0...4)]
    let length = seed % 5 == 0 ? random.number(1...8) : random.number(1...70)
    let (rows, filters) = (random.number(1...29), random.number(1...70))
    let depth = taps * length
    let weights = Self.weights(filters * depth, &random)
    let channels = Self.channels(filters, &random)
    let maps = levels(rows * taps * length, &random)
    let end = End(filters, depth: depth, &random)
    let gap = random.number(0...9)

    func run(_ kernels: IntegerKernels, cut: Int, columnCut: Int) -> [UInt8] {
      var arena = FloatArena(count: 0)
      let packed = PackedIntegerMatrix(
        weights: weights[...], filters: filters, inputChannels: length, taps: taps, channels,
        for: kernels, in: &arena)
      var output = [UInt8](repeating: 77, count: rows * (filters + gap))
      let stride = filters + gap
      let split = packed.panels[columnCut % packed.panels.count].lowerBound
      var scratch = [Int16](
        repeating: -3, count: IntegerMatrixTask.scratchCount(rows: rows, depth: depth))
      maps.withUnsafeBufferPointer { maps in
        output.withUnsafeMutableBufferPointer { output in
          scratch.withUnsafeMutableBufferPointer { scratch in
            end.with { finish in
              guard let map = maps.baseAddress, let target = output.baseAddress,
                let numbers = scratch.baseAddress
              else { return }
              for range in [0..<cut, cut..<rows] {
                for columns in [split..<filters, 0..<split] where !range.isEmpty {
                  let pointers = range.flatMap { row in
                    (0..<taps).map { map + (row * taps + $0) * length }
                  }
                  pointers.withUnsafeBufferPointer { pointers in
                    guard let first = pointers.baseAddress else { return }
                    kernels.multiplyMatrix(
                      IntegerMatrixTask(
                        rows: range.count, columns: filters, range: columns, inputs: first,
                        segmentCount: taps,
                        segmentLength: length, weights: packed.weights, bias: packed.bias,
                        output: target + range.lowerBound * stride, outputStride: stride,
                        finish: finish, scratch: numbers))
                  }
                }
              }
            }
          }
        }
      }
      return output
    }
    let expected = run(.reference, cut: 0, columnCut: 0)
    for table in Self.sets {
      #expect(run(table.integers, cut: 0, columnCut: 0) == expected, "\(table.name)")
      let parts = run(table.integers, cut: rows / 2, columnCut: seed)
      #expect(parts == expected, "\(table.name) in parts")
    }
  }

  @Test("depthwise: any number of channels and taps", arguments: 0..<80)
  func depthwise(seed: Int) throws {
    var random = SeededBytes(seed + 500)
    let taps = [1, 2, 4, 9, 25, 49][random.number(0...5)]
    let (rows, channels) = (random.number(1...9), random.number(1...70))
    let weights = Self.weights(channels * taps, &random)
    let numbers = Self.channels(channels, &random)
    let maps = levels(rows * taps * channels, &random)
    let end = End(channels, depth: taps, &random)
    let gap = random.number(0...9)

    func run(_ kernels: IntegerKernels) -> [UInt8] {
      var arena = FloatArena(count: 0)
      let packed = PackedIntegerDepthwise(
        weights: weights, channels: channels, taps: taps, numbers, in: &arena)
      var output = [UInt8](repeating: 77, count: rows * (channels + gap))
      maps.withUnsafeBufferPointer { maps in
        output.withUnsafeMutableBufferPointer { output in
          end.with { finish in
            guard let map = maps.baseAddress, let target = output.baseAddress else { return }
            let pointers = (0..<rows * taps).map { map + ($0 * 5 % (rows * taps)) * channels }
            pointers.withUnsafeBufferPointer { pointers in
              guard let first = pointers.baseAddress else { return }
              kernels.convolveDepthwise(
                IntegerDepthwiseTask(
                  rows: rows, channels: channels, inputs: first, taps: taps,
                  weights: packed.weights, bias: packed.bias, output: target,
                  outputStride: channels + gap, finish: finish))
            }
          }
        }
      }
      return output
    }
    let expected = run(.reference)
    for table in Self.sets { #expect(run(table.integers) == expected, "\(table.name)") }
  }

  @Test("sums, products, means and tables: any number of levels", arguments: 1..<70)
  func runs(count: Int) throws {
    var random = SeededBytes(count + 900)
    let (left, right) = (levels(count * 3, &random), levels(count * 3, &random))
    let table = (0...255).map { _ in random.next() }
    let levels = Levels(scale: 0.5, zero: random.number(0...255)) ?? Levels(range: 0...1)
    let requantizer = Requantizer(levels, clip: count % 3 == 0 ? .relu6 : nil)
    let zeros = (Int32(random.next()), Int32(random.next()))
    // Half steps are frequent.
    let multipliers = count % 2 == 0 ? (Float(0.5), Float(0.25)) : (Float(0.0123), Float(1.7))

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
                  requantizer: requantizer, output: target, count: count))
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
      return outputs + [sums.map { UInt8(truncatingIfNeeded: $0) }, sums.map { UInt8($0 >> 8) }]
    }
    let expected = run(.reference)
    for table in Self.sets { #expect(run(table.integers) == expected, "\(table.name)") }
  }
}
