import Architecture
import KernelInterface
import Kernels

/// What an activation costs, in nanoseconds for one element.
package struct ActivationTiming: Hashable, Sendable {
  /// The activation; nothing for a layer without one.
  package var activation: Activation?
  /// Alone: over 4096 elements in the first-level cache.
  package var alone: Double
  /// What it adds to a pointwise convolution of 32 channels into 64 over 784 places.
  package var asEpilogue: Double

  /// Measures every activation on one core, all in turns, so that a disturbance meets them alike.
  package static func all(_ kernels: KernelTable, rounds: Int = 200) -> [ActivationTiming] {
    let wanted = [nil] + Activation.allCases.map(Optional.some)
    let bench = ActivationBench(kernels)
    var alone = wanted.map { _ in [Double]() }
    var epilogue = alone
    for _ in 0..<rounds {
      for (index, activation) in wanted.enumerated() {
        alone[index].append(Timing(runs: 1) { bench.activate(activation) }.minimum)
        epilogue[index].append(Timing(runs: 1) { bench.convolve(activation) }.minimum)
      }
    }
    // Copying the elements is part of each time, and a layer without activation of each sum.
    let copying = Timing(alone[0]).median
    let summing = Timing(epilogue[0]).median
    return wanted.indices.map { index in
      ActivationTiming(
        activation: wanted[index],
        alone: (Timing(alone[index]).median - copying) * 1e9
          / Double(ActivationBench.count * ActivationBench.repeats),
        asEpilogue: (Timing(epilogue[index]).median - summing) * 1e9
          / Double(ActivationBench.places * ActivationBench.outputs))
    }
  }
}

/// The work that activations are timed with.
private struct ActivationBench {
  static let count = 4096
  static let repeats = 16
  static let places = 784
  static let inputs = 32
  static let outputs = 64
  let kernels: KernelTable
  private let source = FloatMemory(count: count)
  private let target = FloatMemory(count: count)
  private let input = FloatMemory(count: places * inputs)
  private let output = FloatMemory(count: places * outputs)
  private let matrix: PackedMatrix

  init(_ kernels: KernelTable) {
    self.kernels = kernels
    for (index, value) in SeededNumbers.uniform("activation", count: Self.count).enumerated() {
      source.start[index] = 8 * value
    }
    for (index, value) in SeededNumbers.uniform("input", count: input.count).enumerated() {
      input.start[index] = value
    }
    matrix = PackedMatrix(
      weights: SeededNumbers.uniform("weight", count: Self.inputs * Self.outputs),
      filters: Self.outputs, inputChannels: Self.inputs, taps: 1, scale: nil, bias: nil,
      for: kernels)
  }

  func activate(_ activation: Activation?) {
    for _ in 0..<Self.repeats {
      target.start.update(from: source.start, count: Self.count)
      if let activation { kernels.activate(target.start, Self.count, activation) }
    }
  }

  func convolve(_ activation: Activation?) {
    withUnsafePointer(to: UnsafePointer(input.start)) { segments in
      kernels.multiplyMatrix(
        MatrixTask(
          rows: Self.places, columns: matrix.columns, range: 0..<matrix.columns,
          segments: segments, segmentCount: 1, segmentLength: Self.inputs, rowStride: Self.inputs,
          weights: matrix.weights, bias: matrix.bias, output: output.start,
          outputStride: Self.outputs, epilogue: Epilogue(activation: activation)))
    }
  }
}
