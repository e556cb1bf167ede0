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
  /// What the command line says of the search: `--reduce 3% --steps 5`.
  private let options: String
  /// Where the weights are from; nothing for seeded ones.
  private let weightsName: String?
  private let images: [String]

  init(
    _ search: NetAdaptSearch, of base: ArchitectureSpec, name: String, library: TableLibrary,
    options: String, weights: String?, images: [String]
  ) {
    (self.search, self.base, reference, self.library) = (search, base, name, library)
    (self.options, weightsName, self.images) = (options, weights, images)
  }

  private static let ending = " of NetAdapt"

  /// What the proxy saw, in a line of the figure.
  var note: String {
    weightsName == nil
      ? "seeded weights: says nothing about a trained network"
      : images.count == 1 ? "proxy on one picture" : "proxy on \(images.count) pictures"
  }

  /// How a table is called: as its file.
  static func name(of path: String) -> String {
    let file = path.split(separator: "/").last ?? path[...]
    return String(file.lastIndex(of: ".").map { file[..<$0] } ?? file)
  }

  /// The table.
  func table(path: String) throws -> TableFile {
    let name = Self.name(of: path)
    let steps = search.trace.steps.count
    let text = VariantText(search.trace.graph.spec, of: base)?.text(
      name: name,
      title: base.title.contains(Self.ending)
        ? "\(base.title) and \(steps) more"
        : "\(base.title) after \(steps) step\(steps == 1 ? "" : "s")\(Self.ending)",
      reference: Folders.path(of: reference, from: Link.folder(of: path)),
      comments: [
        "mobilenet netadapt \(reference.shellQuoted) \(options)",
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
    let found = search.trace.graph
    let graph = try Graph(
      expanding: try library.opening(table).architecture(named: table.name),
      scaling: found.scaling)
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
