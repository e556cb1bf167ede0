import CostAnalysis
import Foundation
import Inference
import NetworkGraph

/// Whether a run fits the machine and a person's patience.
enum Limits {
  /// What the reference kernels do in some minutes.
  private static let macs = 100_000_000_000

  /// What the reference kernels do in some seconds.
  static let patientMACs = 6_000_000_000

  /// Throws if the activations at their peak, with what vectors add, and the weights would not fit
  /// the memory.
  static func require(_ graph: Graph) throws {
    try require(graph, bytes: 2 * graph.liveSet().peak.bytes + 2 * graph.totalCost().weightBytes)
  }

  /// The same for the reference, which computes in double precision with a copy on the way; throws
  /// as well if it would take too long.
  static func requireReference(_ graph: Graph) throws {
    let cost = graph.totalCost()
    try require(graph, bytes: 4 * graph.liveSet().peak.bytes + 4 * cost.weightBytes)
    guard cost.macs <= macs else {
      throw Failure.usage(
        "the run would take \(cost.macs / 1_000_000_000) billion multiply-accumulates; the reference"
          + " kernels are for at most \(macs / 1_000_000_000) billion: choose a smaller width or"
          + " resolution")
    }
  }

  private static func require(_ graph: Graph, bytes needed: Int) throws {
    let available = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    guard needed < available else {
      throw NetworkError.memory(needed: needed, available: available)
    }
  }
}
