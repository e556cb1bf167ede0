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
    var best = graph
    // A dialect given by hand wins; otherwise the one whose names the checkpoint has.
    if !network.name.contains("@") {
      var matches = spec.naming.map {
        CheckpointWeights.matches(checkpoint, graph.graph, naming: $0)
      }
      for dialect in library.dialects(of: spec.family) {
        let other = try library.architecture(named: "\(network.name)@\(dialect)")
        guard let naming = other.naming, naming.dialect == dialect else { continue }
        let candidate = try ShapedGraph(expanding: other, scaling: scaling)
        let found = CheckpointWeights.matches(checkpoint, candidate.graph, naming: naming)
        if found > matches ?? 0 { (best, matches) = (candidate, found) }
      }
    }
    let naming = best.graph.spec.naming
    do {
      return Model(
        graph: best, weights: try CheckpointWeights(checkpoint, for: best.graph, naming: naming),
        source: weights + (naming.map { " (names of \($0.dialect))" } ?? ""))
    } catch {
      throw Failure.file("'\(weights)': \(error)")
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
  func plan(_ kernels: KernelTable) throws -> Plan {
    try Limits.require(graph)
    return try Plan(graph, weights: weights, kernels: kernels)
  }

  /// The network with all its weights in memory.
  func network() throws -> Network<Float> {
    Network(graph: graph, weights: try NetworkWeights(weights, for: graph.graph))
  }
}
