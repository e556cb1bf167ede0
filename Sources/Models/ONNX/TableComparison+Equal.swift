import Architecture
import NetworkGraph
import ONNXImport
import TableReading

extension TableLibrary {
  /// A table that computes what a graph does.
  package struct Equal: Sendable {
    /// The graph of the table, at the same size.
    package var graph: Graph
    /// The width multiplier, if it is not the table's own.
    package var width: Double?
    /// Whether the graph lacks biases that the table has.
    package var lacksBiases = false

    /// What one calls it: `mobilenet-v2 (torchvision), width 0.5`.
    package var name: String {
      let spec = graph.spec
      let dialect = spec.name.contains("@") ? nil : spec.naming.map { " (\($0.dialect))" }
      return spec.name + (dialect ?? "") + (width.map { ", width \($0)" } ?? "")
        + (lacksBiases ? ", some biases left out" : "")
    }
  }

  /// The widths that networks are published with.
  private static let widths = [0.25, 0.35, 0.5, 0.75, 1.0, 1.3, 1.4]

  /// The table that computes what a graph does, at its resolution, for as many classes, and with folded
  /// norms or without; nothing if none does.
  package func equal(to graph: Graph) -> Equal? {
    let (skeleton, likeness) = (graph.skeleton, graph.likeness)
    let unbiased = graph.likenessWithoutBiases
    func expanded(_ spec: ArchitectureSpec, width: Double? = nil) -> Graph? {
      guard spec.input.channels == graph.input.channels else { return nil }
      let resolution = graph.input.resolution
      return try? Graph(
        expanding: spec,
        scaling: Scaling(
          width: width, resolution: spec.input.resolution == resolution ? nil : resolution,
          classes: spec.variables["classes"] == nil ? nil : graph.classes))
    }
    let layers = graph.layerCount
    var nearly: Equal?
    for name in architectureNames {
      // A vector of classes is no head's, and what has as few layers is soon told apart.
      guard let spec = try? architecture(named: name),
        graph.classes == nil || spec.heads.isEmpty, let own = expanded(spec),
        own.layerCount == layers
      else { continue }
      if own.likeness == likeness { return Equal(graph: own) }
      guard own.skeleton == skeleton else { continue }
      var specs = [spec]
      specs += dialects(of: spec.family).compactMap { try? architecture(named: "\(name)@\($0)") }
      for spec in specs {
        for width in [spec.nominalWidth] + Self.widths {
          let own = width == spec.nominalWidth ? nil : width
          guard let other = expanded(spec, width: own) else { continue }
          if other.likeness == likeness { return Equal(graph: other, width: own) }
          if nearly == nil, other.likenessWithoutBiases == unbiased {
            nearly = Equal(graph: other, width: own, lacksBiases: true)
          }
        }
      }
    }
    return nearly
  }
}

extension Graph {
  /// Layers that multiply by weights.
  fileprivate var layerCount: Int { nodes.count { $0.operation.isWeighted } }
}

extension ONNXNetwork {
  /// The network with what is known of the table that computes the same, if one does: its title, how it
  /// prepares pictures, and what its classes are called.
  package func named(by library: TableLibrary) -> ONNXNetwork {
    var copy = self
    guard leftOut.isEmpty, let equal = library.equal(to: graph) else {
      copy.graph.spec.preprocessing = Self.plainPreprocessing(channels: graph.input.channels)
      return copy
    }
    let spec = equal.graph.spec
    let isFolded = graph.foldableNorms.isEmpty && !equal.graph.foldableNorms.isEmpty
    let scales = graph.nodes.indices.contains { graph.scalesPicture($0) }
    copy.graph.spec.imported?.equal =
      equal.name + (isFolded ? ", norms folded" : "")
      + (scales ? ", with scaling of the picture before it" : "")
    copy.graph.spec.title = spec.title
    copy.graph.spec.preprocessing =
      scales ? Self.unscaledPreprocessing(spec.preprocessing) : spec.preprocessing
    copy.graph.spec.labels = spec.labels
    copy.graph.spec.rules.implementation = spec.rules.implementation
    return copy
  }

  /// A table's fit and filter, but values from 0 to 255 as they are: the model scales them itself.
  private static func unscaledPreprocessing(_ spec: PreprocessingSpec?) -> PreprocessingSpec? {
    spec.map {
      PreprocessingSpec(
        fit: $0.fit, filter: $0.filter, channels: $0.channels, range: 255,
        mean: $0.mean.map { _ in 0 }, standardDeviation: $0.mean.map { _ in 1 })
    }
  }

  /// Values from 0 to 1 of a stretched picture, for a model that does not say how it wants them.
  private static func plainPreprocessing(channels: Int) -> PreprocessingSpec? {
    guard PreprocessingSpec.channelCounts.contains(channels) else { return nil }
    return PreprocessingSpec(
      fit: .stretch, mean: Array(repeating: 0, count: channels),
      standardDeviation: Array(repeating: 1, count: channels))
  }
}
