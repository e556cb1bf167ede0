import KernelInterface

/// What one core does at this moment, by which times can be judged.
package struct MachineSpeed: Hashable, Sendable {
  /// A kind of memory, by the size of what is worked on.
  package enum Level: String, CaseIterable, Hashable, Sendable {
    /// 24 KiB: the first-level cache of most processors.
    case kibibytes24 = "24 KiB"
    /// 384 KiB: the second.
    case kibibytes384 = "384 KiB"
    /// 6 MiB: the third.
    case mebibytes6 = "6 MiB"
    /// 96 MiB: main memory, where the third is smaller.
    case mebibytes96 = "96 MiB"

    /// Floats of each of the three arrays.
    var count: Int {
      switch self {
      case .kibibytes24: 2 << 10
      case .kibibytes384: 32 << 10
      case .mebibytes6: 512 << 10
      case .mebibytes96: 8 << 20
      }
    }
  }

  /// The most floating-point operations in a nanosecond: multiply-adds in registers.
  package var gigaflops: Double
  /// Gigabytes in a second for c = a + b, reads and writes together, by level.
  package var bandwidth: [Level: Double]

  /// Measures with one set of kernels; about a tenth of a second.
  package init(_ kernels: KernelTable) {
    gigaflops = 0
    bandwidth = [:]
    for _ in 0..<20 { probePeak(kernels) }
    for level in Level.allCases {
      let count = level.count
      let memory = FloatMemory(count: 3 * count)
      let (left, right) = (memory.start, memory.start + count)
      let repeats = max((1 << 20) / count, 1)
      let timing = Timing(runs: 5, warmUp: 1) {
        for _ in 0..<repeats { kernels.add(left, right, memory.start + 2 * count, count) }
      }
      bandwidth[level] = Double(3 * count * 4 * repeats) / timing.minimum * 1e-9
    }
  }

  /// Measures the most operations once more, and keeps the best. Between the runs of what is compared with
  /// it, so that no run meets a faster processor than the peak did.
  package mutating func probePeak(_ kernels: KernelTable) {
    var operations = 0
    let time = Timing(runs: 1) { operations = kernels.peak(20_000) }.minimum
    if time > 0 { gigaflops = max(gigaflops, Double(operations) / time * 1e-9) }
  }
}
