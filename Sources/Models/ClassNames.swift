import Architecture
import Detection
import EmbeddedTables
import NetworkGraph

/// The names of a network's classes, from the list that its table names.
public struct ClassNames {
  /// What lists call the background class.
  public static let background = "__background__"

  /// Gives the text of the user's own list; nothing if there is no list of that name.
  private let ownList: (String) throws -> String?

  /// The built-in lists, before which go those that `ownList` has: names, one a line.
  public init(ownList: @escaping (String) throws -> String? = { _ in nil }) {
    self.ownList = ownList
  }

  /// The names of a network's classes, in the order of its scores; none if its table gives no list,
  /// or the network has other classes than the list.
  ///
  /// Throws `ModelError.unknownClassNames` and `.classNameCount`, and what the own lists throw.
  public func names(of graph: Graph) throws -> [String] {
    guard let names = try list(of: graph) else { return [] }
    let count = graph.outputs.first.map { graph.nodes[$0.node].shape.channels }
    guard names.count != count, let count else { return names }
    // The numbers of a head's first answer are not its classes, nor are those of a backbone; and a model's
    // file says of its classes only how many there are.
    guard graph.spec.heads.isEmpty, graph.scaling.part == nil, graph.spec.imported == nil else {
      return []
    }
    throw wrongCount(names, of: graph, classes: count)
  }

  /// The same for a network that answers with boxes: the background stands where its head has it, or
  /// nowhere, whatever the list says of it.
  package func names(of graph: Graph, for detector: Detector) throws -> [String] {
    guard let list = try list(of: graph) else { return [] }
    var names = list.first == Self.background ? Array(list.dropFirst()) : list
    if let place = detector.background {
      names.insert(Self.background, at: min(place, names.count))
    }
    guard names.count == detector.classCount else {
      throw wrongCount(list, of: graph, classes: detector.classCount)
    }
    return names
  }

  private func wrongCount(_ names: [String], of graph: Graph, classes: Int) -> ModelError {
    .classNameCount(
      list: graph.spec.labels ?? "", names: names.count, network: graph.spec.name, classes: classes)
  }

  /// The list that a network's table names; none for another number of classes than the table's own,
  /// for what those are the list does not say.
  func list(of graph: Graph) throws -> [String]? {
    let spec = graph.spec
    guard let list = spec.labels else { return nil }
    guard let text = try ownList(list) ?? EmbeddedFiles.text("Labels/\(list).txt") else {
      let known = EmbeddedFiles.all.map { $0.name }.filter { $0.hasPrefix("Labels/") }
        .map { String($0.dropFirst("Labels/".count).dropLast(".txt".count)) }
      throw ModelError.unknownClassNames(list, known: known)
    }
    let isOwn = [nil, spec.variables["classes"]].contains(graph.scaling.classes)
    return isOwn ? text.split { $0.isNewline }.map(String.init) : nil
  }
}
