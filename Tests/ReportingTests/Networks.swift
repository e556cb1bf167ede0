import Architecture
import EmbeddedTables
import TestSupport
import NetworkGraph
import TableReading

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
  _ name: String, width: Double? = nil, resolution: Resolution? = nil
) throws -> Graph {
  try Graph.expanded(
    try library.architecture(named: name),
    scaling: Scaling(width: width, resolution: resolution))
}
