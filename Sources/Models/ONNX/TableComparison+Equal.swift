import Architecture
import NetworkGraph
import ONNXImport
import TableReading

extension TableComparison {
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

  /// The table that computes what a graph does, at its resolution, for as many classes, and with folded
  /// norms or without; nothing if none does.
  ///
  /// Only tables with the graph's windows and its kind of answer, a vector or a map, are looked at more closely,
  /// at the widths that may fit.
  package mutating func equal(to graph: Graph) -> Equal? {
    let (windows, resolution) = (graph.windows, graph.input.resolution)
    let (likeness, unbiased) = (graph.likeness, graph.likenessWithoutBiases)
    var nearly: Equal?
    for name in library.architectureNames {
      // A vector of classes is no head's.
      guard let spec = try? library.architecture(named: name),
        spec.input.channels == graph.input.channels, graph.classes == nil || spec.heads.isEmpty,
        let table = self.graph(name), table.windows == windows,
        table.givesVector == graph.givesVector
      else { continue }
      let nominal = spec.nominalWidth
      let widths = [nominal] + Self.widths(of: table, for: graph).filter { $0 != nominal }
      for form in forms(of: table) {
        let spec = form.spec
        for width in widths {
          let own = width == nominal ? nil : width
          let scaling = Scaling(
            width: own, resolution: spec.input.resolution == resolution ? nil : resolution,
            classes: spec.variables["classes"] == nil ? nil : graph.classes)
          guard let other = scaling == form.scaling ? form : try? form.rescaled(to: scaling) else {
            continue
          }
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

extension ONNXNetwork {
  /// The network with what is known of the table that computes the same, if one does: its title, how it
  /// prepares pictures, and what its classes are called.
  package func named(by tables: inout TableComparison) -> ONNXNetwork {
    var copy = self
    guard leftOut.isEmpty, let equal = tables.equal(to: graph) else {
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
