import Architecture
import CostAnalysis
import Inference
import Models
import NetworkGraph
import TableReading
import WeightFiles

/// A search's result as files.
struct NetAdaptResult {
  let search: NetAdaptSearch
  private let base: ArchitectureSpec
  private let reference: String
  private let library: TableLibrary
  private let reduction: String
  /// Where the weights are from; nothing for seeded ones.
  private let weightsName: String?
  private let images: [String]

  init(
    _ search: NetAdaptSearch, of base: ArchitectureSpec, name: String, library: TableLibrary,
    reduction: String, weights: String?, images: [String]
  ) {
    (self.search, self.base, reference, self.library) = (search, base, name, library)
    (self.reduction, weightsName, self.images) = (reduction, weights, images)
  }

  private static let ending = " of NetAdapt"

  /// What the proxy saw, in a line of the figure.
  var note: String {
    weightsName == nil
      ? "seeded weights: says nothing about a trained network"
      : images.count == 1 ? "proxy on one picture" : "proxy on \(images.count) pictures"
  }

  /// The table, called as its file.
  func table(path: String) throws -> TableFile {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let name = file.split(separator: ".").dropLast().joined(separator: ".")
    let steps = search.trace.steps.count
    let text = VariantText(search.trace.graph.spec, of: base)?.text(
      name: name,
      title: base.title.hasSuffix(Self.ending)
        ? "\(base.title) and \(steps) more"
        : "\(base.title) after \(steps) step\(steps == 1 ? "" : "s")\(Self.ending)",
      reference: reference,
      comments: [
        "mobilenet netadapt \(reference) --reduce \(reduction) --steps \(steps)",
        "Weights: \(weightsName ?? "seeded, so this says nothing about a trained network").",
      ])
    guard let text else {
      throw Failure.usage(
        "'\(base.name)' has widths in lists of arguments, so its result cannot be written as a table"
      )
    }
    let table = TableFile(name: path, text: text)
    _ = try graph(of: table)
    return table
  }

  /// The network of the table as every command reads it, which must be the one that was found.
  private func graph(of table: TableFile) throws -> Graph {
    guard let name = table.architectureName else {
      throw Failure.file("'\(table.name)' has no name")
    }
    let found = search.trace.graph
    let graph = try Graph(
      expanding: try library.adding([table]).architecture(named: name), scaling: found.scaling)
    guard graph.nodes.map(\.operation) == found.nodes.map(\.operation) else {
      throw Failure.file("'\(base.name)' has rows that a variant cannot say; no table is written")
    }
    return graph
  }

  /// The weights under the names that the table's network has for them.
  func weights(for table: TableFile) throws -> [UInt8] {
    let graph = try graph(of: table)
    return try SafetensorsWriter.file(
      graph.parameterTensors(naming: graph.spec.naming).map { tensor in
        let values = search.network.weights[tensor.node, tensor.role] ?? []
        return (tensor.name, tensor.storedShape, tensor.stored(values))
      })
  }
}
