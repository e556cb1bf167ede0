import CostAnalysis
import Inference
import NetworkGraph

/// What a run may take of a machine's memory and of a person's patience.
package enum RunLimit {
  /// The multiply-accumulates that the reference kernels do in some minutes.
  static let referenceCount = 100_000_000_000

  /// Those that they do in some seconds.
  static let patientCount = 4_000_000_000

  /// Throws `NetworkError.memory` if the activations at their peak, with what vectors add, and the
  /// weights would not fit so many bytes of memory.
  package static func require(_ graph: Graph, memory: Int) throws(NetworkError) {
    let needed = 2 * graph.liveSet().peak.bytes + 2 * graph.totalCost().weightBytes
    try require(needed, memory)
  }

  /// The same for the reference, which computes in double precision with a copy on the way; throws
  /// `ModelError.tooManyOperations` as well.
  package static func requireReference(_ graph: Graph, memory: Int) throws {
    let cost = graph.totalCost()
    try require(4 * graph.liveSet().peak.bytes + 4 * cost.weightBytes, memory)
    guard cost.macs <= referenceCount else {
      throw ModelError.tooManyOperations(multiplyAccumulates: cost.macs, most: referenceCount)
    }
  }

  private static func require(_ needed: Int, _ memory: Int) throws(NetworkError) {
    guard needed < memory else { throw .memory(needed: needed, available: memory) }
  }
}
