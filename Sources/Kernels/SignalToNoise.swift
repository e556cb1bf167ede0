#if canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#else
  import Darwin
#endif

/// The energy of numbers, and of the difference that rounding makes.
package struct SignalToNoise: Hashable, Sendable {
  /// The sum of the squares.
  package var signal = 0.0
  /// The sum of the squares of the differences.
  package var noise = 0.0

  /// Of nothing yet.
  package init() {}

  /// 10 log10(signal / noise); infinite without noise, and no number without signal.
  package var decibels: Double {
    if signal == 0 { return noise == 0 ? .infinity : -.infinity }
    return 10 / log(10) * log(signal / noise)
  }

  /// Adds numbers, and others in their place.
  package mutating func add(
    _ values: UnsafePointer<Float>, _ rounded: UnsafePointer<Float>, count: Int
  ) {
    var (signals, noises) = (SIMD8<Float>(), SIMD8<Float>())
    var index = 0
    while index + 8 <= count {
      let value = UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Float>.self)
      let other = UnsafeRawPointer(rounded + index).loadUnaligned(as: SIMD8<Float>.self)
      signals += value * value
      noises += (value - other) * (value - other)
      index += 8
    }
    var (signal, noise) = (Double(signals.sum()), Double(noises.sum()))
    while index < count {
      let (value, other) = (Double(values[index]), Double(rounded[index]))
      signal += value * value
      noise += (value - other) * (value - other)
      index += 1
    }
    self.signal += signal
    self.noise += noise
  }

  /// Adds a tensor, and another in its place.
  package mutating func add(_ values: [Float], _ rounded: [Float]) {
    values.withUnsafeBufferPointer { values in
      rounded.withUnsafeBufferPointer { rounded in
        guard let first = values.baseAddress, let second = rounded.baseAddress else { return }
        // Short runs, so that sums in single precision stay short.
        for start in stride(from: 0, to: values.count, by: 1024) {
          add(first + start, second + start, count: min(1024, values.count - start))
        }
      }
    }
  }
}
