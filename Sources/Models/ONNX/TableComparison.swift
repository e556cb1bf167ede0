import Architecture
import NetworkGraph
import TableReading

/// The tables of a library beside a graph from elsewhere. Each is read and expanded once, when it is first
/// needed, however many graphs and sizes it is compared with.
package struct TableComparison {
  /// The tables.
  package let library: TableLibrary
  private var graphs: [String: Graph] = [:]
  private var forms: [String: [Graph]] = [:]

  /// Nothing is compared yet.
  package init(_ library: TableLibrary) { self.library = library }

  /// A table or a dialect at its own size; nothing if it is wrong.
  mutating func graph(_ name: String) -> Graph? {
    if let known = graphs[name] { return known }
    guard let spec = try? library.architecture(named: name) else { return nil }
    graphs[name] = try? Graph(expanding: spec)
    return graphs[name]
  }

  /// A table and those of its dialects that compute something else at some width, at their own sizes.
  mutating func forms(of table: Graph) -> [Graph] {
    if let known = forms[table.spec.name] { return known }
    var forms = [table]
    for dialect in library.dialectsThatComputeOtherwise(than: table.spec) {
      guard let form = graph("\(table.spec.name)@\(dialect)"),
        !forms.contains(where: { $0.computesAtEveryWidth(as: form) })
      else { continue }
      forms.append(form)
    }
    self.forms[table.spec.name] = forms
    return forms
  }

  /// Published widths near the one that makes a table's layers as wide as those of a graph: so that it does,
  /// if one does. The widest layers with windows are compared: both have them at every width, and rounding
  /// changes them the least.
  static func widths(of table: Graph, for graph: Graph) -> [Double] {
    func widest(_ graph: Graph) -> Int? {
      graph.nodes.compactMap { node in
        node.operation.layer.flatMap { $0.kernel.area > 1 ? $0.outputChannels : nil }
      }.max()
    }
    guard let theirs = widest(graph), let ours = widest(table) else { return [] }
    let ratio = Double(theirs) / Double(ours) * table.spec.nominalWidth
    return TensorMatch.publishedWidths.filter { abs($0 - ratio) <= 0.3 * ratio }
  }
}

extension Graph {
  /// The windows of its layers, in order of their sizes: the same at every width and resolution, while
  /// expansions and shortcuts may come and go where numbers of channels coincide.
  var windows: [Int] {
    nodes.compactMap { node in
      node.operation.layer.flatMap { layer in
        layer.kernel.area > 1 ? layer.kernel.height << 16 | layer.kernel.width : nil
      }
    }.sorted()
  }

  /// Whether its first answer is a vector, as a classifier's is, and no map or list.
  var givesVector: Bool { outputs.first.map { nodes[$0.node].shape.isVector } ?? false }

  /// Whether two forms of a table compute the same at every width, that is, whether they differ in names, in
  /// preprocessing, or in the epsilons of norms.
  fileprivate func computesAtEveryWidth(as other: Graph) -> Bool {
    var rules = spec.rules
    (rules.normEpsilon, rules.implementation) = (
      other.spec.rules.normEpsilon, other.spec.rules.implementation
    )
    return rules == other.spec.rules && spec.input == other.spec.input
      && spec.rows.elementsEqual(other.spec.rows) { row, other in
        row.cells.elementsEqual(other.cells) { $0.column == $1.column && $0.text == $1.text }
      } && likeness == other.likeness
  }
}
