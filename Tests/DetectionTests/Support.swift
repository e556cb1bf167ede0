import Architecture
import Detection
import Foundation
import Images
import NetworkGraph
import TableReading
import TestSupport

/// The network of a table of this folder's `Tables`, or of the repository.
func system(_ name: String, resolution: Resolution? = nil) throws -> Graph {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(component: "Tables")
  let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    .filter { $0.hasSuffix(".yaml") }.sorted().map { file in
      TableFile(
        name: file, text: try String(contentsOf: folder.appending(path: file), encoding: .utf8))
    }
  return try Graph(named: name, resolution: resolution, adding: files)
}

/// Answers of one value everywhere, in the sizes of a network's outputs.
func answers(of graph: Graph, filledWith value: Float = 0) -> [[Float]] {
  graph.outputs.map { Array(repeating: value, count: graph.nodes[$0.node].shape.count) }
}

/// The placement of a picture that is the network's input as it stands.
let identity = Placement(scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0)

/// Whether two numbers differ by no more than rounding to the printed digits.
func near(_ first: Float, _ second: Float, _ tolerance: Float = 0.002) -> Bool {
  abs(first - second) <= tolerance
}

/// The most memory that the process has had so far, in bytes.
func peakMemory() -> Int {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
  #else
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
  #endif
}
