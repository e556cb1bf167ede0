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
  @OptionGroup var weightOptions: WeightOptions

  /// The checkpoint's path, or 'seeded'.
  var weights: String { weightOptions.path }

  /// The network and where its weights can be had. Throws if the checkpoint does not fit.
  func model() throws -> Model {
    try weightOptions.model(
      network.name, scaling: network.scaling, of: network.tables.library())
  }
}

/// Where weights come from; wherever a network runs.
struct WeightOptions: ParsableArguments {
  @Option(
    name: .customLong("weights"),
    help: ArgumentHelp(
      "A checkpoint (PyTorch before 1.6, safetensors or Caffe), or 'seeded'.", valueName: "file"))
  var path: String = "seeded"

  var isSeeded: Bool { path == "seeded" }

  /// A network with these weights. Throws if the checkpoint does not fit.
  func model(_ name: String, scaling: ScalingOptions, of library: TableLibrary) throws -> Model {
    let spec = try library.architecture(named: name)
    let graph = try Graph(expanding: spec, scaling: scaling.scaling(of: spec))
    guard !isSeeded else {
      return Model(
        graph: graph, weights: SeededWeights(for: graph, naming: spec.naming),
        source: path)
    }
    let checkpoint = try Files.checkpoint(path)
    do {
      return try fit(checkpoint, to: graph, named: name, of: library)
    } catch let error as WeightError {
      if let other = CheckpointOrigin(
        of: checkpoint, notFitting: graph, scaling: scaling, library)
      {
        throw Failure.file("'\(path)' does not fit '\(name)': it looks like \(other)")
      }
      throw Failure.file("'\(path)': \(error)")
    }
  }

  /// The network with the weights of a checkpoint, under the names that it has: those of the graph that
  /// was asked for, or, unless a dialect was given by hand, those of the dialect of which most are
  /// there.
  private func fit(
    _ checkpoint: Checkpoint, to graph: Graph, named name: String, of library: TableLibrary
  ) throws -> Model {
    do {
      return try model(graph, checkpoint)
    } catch  where !name.contains("@") {
      let spec = graph.spec
      var best = graph
      var matches = spec.naming.map {
        CheckpointWeights.matches(checkpoint, graph, naming: $0)
      }
      for dialect in library.dialects(of: spec.family) {
        let other = try library.architecture(named: "\(name)@\(dialect)")
        guard let naming = other.naming, naming.dialect == dialect else { continue }
        let candidate = try Graph(expanding: other, scaling: graph.scaling)
        let found = CheckpointWeights.matches(checkpoint, candidate, naming: naming)
        if found > matches ?? 0 { (best, matches) = (candidate, found) }
      }
      return try model(best, checkpoint)
    }
  }

  /// A graph with the weights of a checkpoint; without the norms that the checkpoint has folded.
  private func model(_ graph: Graph, _ checkpoint: Checkpoint) throws -> Model {
    let naming = graph.spec.naming
    let isFolded = CheckpointWeights.isFolded(checkpoint, graph, naming: naming)
    let fitting = isFolded ? graph.folded().graph : graph
    let details = [naming.map { "names of \($0.dialect)" }, isFolded ? "norms folded" : nil]
      .compactMap { $0 }
    return Model(
      graph: fitting,
      weights: try CheckpointWeights(checkpoint, for: fitting, naming: naming),
      source: path + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"),
      isFolded: isFolded)
  }
}

/// A network and its weights, which are read when they are needed.
struct Model: Sendable {
  var graph: Graph
  var weights: any WeightSource
  /// How a report names the weights.
  var source: String
  /// Whether the weights have the batch norms folded, which the graph then lacks.
  var isFolded = false

  /// The network made ready for kernels. Throws if it is too large for this machine.
  func plan(_ kernels: KernelTable, keepingBlocks: Bool = false, fusing: Bool = true) throws
    -> Plan
  {
    try Limits.require(graph)
    do {
      return try Plan(
        graph, weights: weights, kernels: kernels, keepingBlocks: keepingBlocks, fusing: fusing)
    } catch let error as CheckpointError {
      throw Failure.file("'\(source)': \(error)")
    }
  }

  /// The network with all its weights in memory.
  func network() throws -> Network<Float> {
    Network(graph: graph, weights: try NetworkWeights(weights, for: graph))
  }
}
