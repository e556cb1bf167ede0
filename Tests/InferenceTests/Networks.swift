import Architecture
import EmbeddedTables
import Inference
import Kernels
import TestSupport
import NetworkGraph
import TableReading
import Testing

/// The built-in tables.
let library = TableLibrary(
  files: EmbeddedFiles.all.filter { $0.name.hasSuffix(".yaml") }
    .map { TableFile(name: $0.name, text: $0.text) })

/// The classifiers.
let classifiers = [
  "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small",
]

/// The graph of a table.
func graph(
  _ name: String, width: Double? = nil, resolution: Resolution? = nil, classes: Int? = nil
) throws -> Graph {
  try Graph.expanded(
    try library.architecture(named: name),
    scaling: Scaling(width: width, resolution: resolution, classes: classes))
}

/// The graph of a table at its own size with a share of its channels, whether or not its source
/// defines a width: for windows without padding, which fit no small picture.
func thinGraph(_ name: String, width: Double) throws -> Graph {
  var spec = try library.architecture(named: name)
  spec.rules.width = ChannelScaling(rounding: .truncate(minimum: 1))
  return try Graph.expanded(spec, scaling: Scaling(width: width))
}

/// A network with weights by formula.
func seeded(_ graph: Graph) -> Network<Float> {
  Network(graph: graph, weights: .seeded(for: graph, naming: graph.spec.naming))
}

/// Records an issue wherever two tensors' statistics differ by more than 1e-4 of the expected
/// standard deviation: any sound implementation in 32 bits comes that near, and a wrong padding,
/// gate, rounding or epsilon does not.
func expectClose(
  _ name: String, _ found: TensorStatistics, _ expected: TensorStatistics,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let tolerance = 1e-4 * expected.standardDeviation
  #expect(found.shape == expected.shape, "\(name)", sourceLocation: sourceLocation)
  func compare(_ what: String, _ found: Double, _ expected: Double) {
    // Written so that what is not a number fails.
    guard !(abs(found - expected) <= tolerance) else { return }
    Issue.record(
      "\(name): \(what) is \(found), not \(expected) (within \(tolerance))",
      sourceLocation: sourceLocation)
  }
  func compare(_ what: String, _ found: [Float], _ expected: [Float]) {
    #expect(found.count == expected.count, "\(name) \(what)", sourceLocation: sourceLocation)
    for (index, pair) in zip(found, expected).enumerated() {
      compare("\(what)[\(index)]", Double(pair.0), Double(pair.1))
    }
  }
  compare("mean", found.mean, expected.mean)
  compare("standard deviation", found.standardDeviation, expected.standardDeviation)
  compare("minimum", Double(found.minimum), Double(expected.minimum))
  compare("maximum", Double(found.maximum), Double(expected.maximum))
  compare("first", found.first, expected.first)
  compare("last", found.last, expected.last)
  compare("sample", found.sample, expected.sample)
}
