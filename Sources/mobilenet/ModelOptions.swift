import ArgumentParser
import Architecture
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import TableReading
import WeightFiles

/// A network with weights, from a checkpoint or by formula.
struct ModelOptions: ParsableArguments {
  @OptionGroup var network: NetworkOptions

  @Option(name: .long, help: ArgumentHelp("A checkpoint, or 'seeded'.", valueName: "file"))
  var weights: String = "seeded"

  /// The network and where its weights can be had. Throws if the checkpoint does not fit.
  func model() throws -> Model {
    let library = try network.tables.library()
    let spec = try library.architecture(named: network.name)
    let scaling = try network.scaling.scaling(of: spec)
    let graph = try ShapedGraph(expanding: spec, scaling: scaling)
    guard weights != "seeded" else {
      return Model(
        graph: graph, weights: SeededWeights(for: graph.graph, naming: spec.naming),
        source: "seeded")
    }
    let checkpoint = try Files.checkpoint(weights)
    do {
      let (fitting, source) = try fit(checkpoint, to: graph, of: library)
      let names = fitting.graph.spec.naming.map { " (names of \($0.dialect))" } ?? ""
      return Model(graph: fitting, weights: source, source: weights + names)
    } catch let error as WeightError {
      throw Failure.file("'\(weights)': \(error)")
    }
  }

  /// The weights of a checkpoint, and the graph whose names they have: the one that was asked for,
  /// or, unless a dialect was given by hand, that of the dialect of which most names are there.
  private func fit(
    _ checkpoint: Checkpoint, to graph: ShapedGraph, of library: TableLibrary
  ) throws -> (ShapedGraph, CheckpointWeights) {
    func weights(_ graph: ShapedGraph) throws -> CheckpointWeights {
      try CheckpointWeights(checkpoint, for: graph.graph, naming: graph.graph.spec.naming)
    }
    do {
      return (graph, try weights(graph))
    } catch  where !network.name.contains("@") {
      let spec = graph.graph.spec
      var best = graph
      var matches = spec.naming.map {
        CheckpointWeights.matches(checkpoint, graph.graph, naming: $0)
      }
      for dialect in library.dialects(of: spec.family) {
        let other = try library.architecture(named: "\(network.name)@\(dialect)")
        guard let naming = other.naming, naming.dialect == dialect else { continue }
        let candidate = try ShapedGraph(expanding: other, scaling: graph.graph.scaling)
        let found = CheckpointWeights.matches(checkpoint, candidate.graph, naming: naming)
        if found > matches ?? 0 { (best, matches) = (candidate, found) }
      }
      return (best, try weights(best))
    }
  }
}

/// A network and its weights, which are read when they are needed.
struct Model {
  var graph: ShapedGraph
  var weights: any WeightSource
  /// How a report names the weights.
  var source: String

  /// The network made ready for kernels. Throws if it is too large for this machine.
  func plan(_ kernels: KernelTable, keepingBlocks: Bool = false) throws -> Plan {
    try Limits.require(graph)
    do {
      return try Plan(
        graph, weights: weights, kernels: kernels, keepingBlocks: keepingBlocks)
    } catch let error as CheckpointError {
      throw Failure.file("'\(source)': \(error)")
    }
  }

  /// The network with all its weights in memory.
  func network() throws -> Network<Float> {
    Network(graph: graph, weights: try NetworkWeights(weights, for: graph.graph))
  }
}
