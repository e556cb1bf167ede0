import CostAnalysis
import Foundation
import Inference
import NetworkGraph

/// Whether a run fits the machine and a person's patience.
enum Limits {
  /// What the reference kernels do in some minutes.
  private static let macs = 100_000_000_000

  /// Throws if the activations at their peak and the weights, in double precision with a copy on the
  /// way, would not fit the memory, or if there is more to multiply than the reference kernels can do in time.
  static func require(_ graph: ShapedGraph) throws {
    let cost = graph.totalCost()
    let needed = 4 * graph.liveSet().peak.bytes + 4 * cost.weightBytes
    let available = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    guard needed < available else {
      throw NetworkError.memory(needed: needed, available: available)
    }
    guard cost.macs <= macs else {
      throw Failure.usage(
        "the run would take \(cost.macs / 1_000_000_000) billion multiply-accumulates; the reference"
          + " kernels are for at most \(macs / 1_000_000_000) billion: choose a smaller width or"
          + " resolution")
    }
  }
}
