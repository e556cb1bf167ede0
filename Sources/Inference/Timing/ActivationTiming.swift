import Architecture
import KernelInterface
import Kernels

/// What an activation costs, in nanoseconds for one element: differences of times that were measured in
/// turns, pair by pair, so that what is within their noise shows as such.
package struct ActivationTiming: Hashable, Sendable {
  /// The activation.
  package var activation: Activation
  /// Alone: over 4096 elements in the first-level cache, less the time of copying them there.
  package var alone: MedianInterval
  /// What it adds to a pointwise convolution of 32 channels into 64 over 784 places.
  package var asEpilogue: MedianInterval
}

/// The times of all activations.
package struct ActivationTimings: Sendable {
  /// Copying alone first, then every activation.
  private let alone: InterleavedTiming
  /// A convolution without activation first, then with each.
  private let epilogue: InterleavedTiming

  /// Measures every activation on one core, all in turns.
  package init(_ kernels: KernelTable, rounds: Int = 200) {
    let wanted = [nil] + Activation.allCases.map(Optional.some)
    let bench = ActivationBench(kernels)
    alone = InterleavedTiming(
      wanted.map { activation in { bench.activate(activation) } }, rounds: rounds, warmUp: 1)
    epilogue = InterleavedTiming(
      wanted.map { activation in { bench.convolve(activation) } }, rounds: rounds, warmUp: 1)
  }

  /// What each costs.
  package var all: [ActivationTiming] {
    Activation.allCases.enumerated().map { index, activation in
      ActivationTiming(
        activation: activation,
        alone: Self.difference(
          alone, index + 1, elements: ActivationBench.count * ActivationBench.repeats),
        asEpilogue: Self.difference(
          epilogue, index + 1, elements: ActivationBench.places * ActivationBench.outputs))
    }
  }

  /// The convolution with one activation compared with the same with another.
  package func comparison(
    of second: Activation, with first: Activation
  ) -> PairedComparison {
    func index(_ activation: Activation) -> Int {
      1 + (Activation.allCases.firstIndex(of: activation) ?? 0)
    }
    return epilogue.comparison(of: index(second), with: index(first))
  }

  private static func difference(
    _ timing: InterleavedTiming, _ index: Int, elements: Int
  ) -> MedianInterval {
    MedianInterval(
      zip(timing.samples[index], timing.samples[0]).map { ($0 - $1) * 1e9 / Double(elements) })
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
