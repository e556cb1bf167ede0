import CostAnalysis
import Foundation
import Inference
import NetworkGraph

/// Whether a run fits the machine.
enum Memory {
  /// Throws if the activations at their peak, with a copy on the way, and the weights would not
  /// fit the memory.
  static func require(for graph: ShapedGraph) throws {
    let needed = 2 * graph.liveSet().peak.bytes + 2 * graph.totalCost().weightBytes
    let available = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    guard needed < available else {
      throw NetworkError.memory(needed: needed, available: available)
    }
  }
}
