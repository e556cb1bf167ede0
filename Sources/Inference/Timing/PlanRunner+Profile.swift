import KernelInterface
import Kernels

extension PlanRunner {
  /// Times every step of the plan in so many runs on one picture, after one that is not timed, and does
  /// `between` after each. Throws as `run` does.
  package func profile(
    _ picture: Tensor<Float>, runs: Int, between: () throws(NetworkError) -> Void = {}
  ) throws(NetworkError) -> [Timing] {
    try require(picture)
    return try memory(0).profile(picture, runs: runs, between: between)
  }
}

extension RunMemory {
  /// Times every step in so many runs on a picture, after one that is not timed.
  fileprivate func profile(
    _ picture: Tensor<Float>, runs: Int, between: () throws(NetworkError) -> Void
  ) throws(NetworkError) -> [Timing] {
    let clock = ContinuousClock()
    var samples = [[Double]](repeating: [], count: steps.count)
    for number in 0...max(runs, 0) {
      picture.values.withUnsafeBufferPointer { values in
        if let start = values.baseAddress { take(start) }
        for (index, step) in steps.enumerated() {
          let time = clock.measure { step.run() }
          if number > 0 { samples[index].append(time / .seconds(1)) }
        }
      }
      if number > 0 { try between() }
    }
    return samples.map(Timing.init)
  }
}
