import Architecture
import CostAnalysis
import EmbeddedTables
import Inference
import KernelInterface
import Models
import NetworkGraph
import TableReading

/// What must hold of any text in the place of a table: an error with its place, or networks with
/// shapes, costs and plans.
struct TableJudge {
  /// What became of a text.
  enum Verdict {
    /// It was refused, as it should be.
    case refused
    /// It gave networks, of which the first is here.
    case read(Graph?)
    /// Something does not hold.
    case wrong(String)
  }

  /// The files of tables.
  let files: [TableFile]
  /// For each file the networks that are read with it: its own, or some of those that it has a part in.
  private let networks: [[String]]

  init() throws {
    files = EmbeddedFiles.all.filter { $0.name.hasSuffix(".yaml") }.map {
      TableFile(name: $0.name, text: $0.text)
    }
    let library = TableLibrary.builtIn
    let specs = try library.architectureNames.map { try library.architecture(named: $0) }
    let dialects = specs.flatMap { spec in
      library.dialects(of: spec.family).map { "\(spec.name)@\($0)" }
    }
    networks = files.map { file in
      if let name = file.architectureName { return [name] }
      let dialect = dialects.filter { name in
        file.text.contains(text: "dialect: " + name.drop { $0 != "@" }.dropFirst() + "\n")
      }
      let family = specs.filter { file.text.contains(text: "blocks-for: \($0.family)\n") }
      return Array((dialect + family.map { $0.name }).prefix(2))
    }
  }

  /// Plans are made of networks with no more parameters, for their weights must be packed.
  private static let planned = 600_000

  /// Reads a text in the place of a file.
  func verdict(on text: String, insteadOf number: Int) -> Verdict {
    let mutant = TableFile(name: files[number].name, text: text)
    do throws(TableError) { try mutant.requireKind() } catch { return refusal(error) }
    let library = TableLibrary.builtIn.adding([mutant])
    do throws(LibraryError) {
      let graphs = try graphs(number, mutant, in: library)
      for graph in graphs {
        if let problem = problem(of: graph) { return .wrong(problem) }
      }
      return .read(graphs.first)
    } catch {
      switch error {
      case .lookup: return .refused
      case .table(let error): return refusal(error)
      }
    }
  }

  private func refusal(_ error: TableError) -> Verdict {
    let isPlaced =
      !error.problems.isEmpty
      && error.problems.allSatisfy { problem in
        let place = problem.location
        return place.line >= 1 && place.column >= 1 && files.contains { $0.name == place.file }
      }
    return isPlaced ? .refused : .wrong("an error without its place: \(error)")
  }

  /// The networks of a file; other files are only read.
  private func graphs(
    _ number: Int, _ file: TableFile, in library: TableLibrary
  ) throws(LibraryError) -> [Graph] {
    switch file.name.split(separator: "/").first {
    case "Conventions": _ = try library.conventions()
    case "Devices": for name in library.deviceNames { _ = try library.device(named: name) }
    case "Glossary": _ = try library.glossary()
    case "Published":
      do throws(TableError) {
        // The figures of other files are read with theirs.
        let library = TableLibrary(files: [file])
        _ = try library.published()
        _ = try library.claims()
      } catch { throw .table(error) }
    default: break
    }
    // A table that has another name now stands beside the one that it was.
    let names = file.architectureName.map { [$0] } ?? networks[number]
    return try names.map { name throws(LibraryError) in try graph(name, in: library) }
  }

  private func graph(_ name: String, in library: TableLibrary) throws(LibraryError) -> Graph {
    let spec = try library.architecture(named: name)
    do { return try Graph(expanding: spec) } catch {
      switch error {
      case .table(let error): throw .table(error)
      case .scaling(let error):
        throw .table(TableError("\(error)", at: spec.location))
      }
    }
  }

  /// What does not hold of a network; nothing if all does.
  private func problem(of graph: Graph) -> String? {
    for (index, node) in graph.nodes.enumerated() {
      let shape = node.shape
      if shape.height < 1 || shape.width < 1 || shape.channels < 1 {
        return "node \(index) is \(shape)"
      }
      if node.inputs.contains(where: { $0 >= index }) { return "node \(index) takes a later one" }
    }
    let total = graph.totalCost()
    for grain in CostGrain.allCases {
      let sum = graph.costEntries(by: grain).reduce(WideCount(0)) { $0 + $1.cost.macs }
      if sum != total.macs { return "by \(grain) are \(sum) of \(total.macs) MACs" }
    }
    if graph.liveSet().peak.bytes < WideCount(0) { return "less memory than none" }
    for output in graph.outputs { _ = graph.receptiveSide(of: output.node) }
    return plan(of: graph, total)
  }

  private func plan(of graph: Graph, _ total: Cost) -> String? {
    guard total.parameters.total <= Self.planned else { return nil }
    do {
      let plan = try Plan(
        graph, weights: SeededWeights(for: graph, naming: nil), kernels: .reference)
      return plan.outputs.count == graph.outputs.count ? nil : "a plan with other outputs"
    } catch { return "no plan: \(error)" }
  }
}
