import Architecture
import Inference
import NetworkGraph

/// What the kernels of depthwise layers are like.
package struct InspectionReport {
  private let inspection: DepthwiseInspection
  private let graph: Graph
  private let facts: [String: JSONValue]
  private let isSeeded: Bool
  private let names: [Int: String]

  /// A report on a network's depthwise layers.
  package init(
    _ inspection: DepthwiseInspection, of graph: Graph, weights: String, images: [String],
    isSeeded: Bool
  ) {
    self.inspection = inspection
    self.graph = graph
    self.isSeeded = isSeeded
    names = graph.layerNames
    facts = [
      "name": .text(graph.spec.name), "weights": .text(weights),
      "images": .array(images.map { .text($0) }), "seeded": .flag(isSeeded),
      "limit": .single(DepthwiseInspection.limit), "share": .single(DepthwiseInspection.share),
      "nearlyZero": .integer(inspection.layers.reduce(0) { $0 + $1.nearlyZero }),
      "kernels": .integer(inspection.kernelCount),
    ]
  }

  /// One line a layer, and the histogram of all kernels.
  package func tables(heading: [String]) -> [ReportTable] {
    var layers = layerTable()
    layers.heading = heading
    return [layers, histogramTable()]
  }

  private func layerTable() -> ReportTable {
    let layers = inspection.layers
    return ReportTable(key: "layers", facts: facts, of: layers, footer: notes) {
      Column("layer", .left, key: "layer", total: "all") { .text(names[$0.node] ?? "") }
      Column("kernels", key: "kernels", total: .count(inspection.kernelCount)) {
        .count($0.kernels.sorted.count)
      }
      Column(
        "< 0.001", key: "nearlyZero", total: .amount(layers.reduce(0) { $0 + $1.nearlyZero })
      ) { .amount($0.nearlyZero) }
      Column(
        "< 1 % of median", key: "relativelySmall",
        total: .amount(layers.reduce(0) { $0 + $1.relativelySmall })
      ) { .amount($0.relativelySmall) }
      Column("least", key: "least") { Self.magnitude($0.kernels.least) }
      Column("median", key: "median") { Self.magnitude($0.kernels.median) }
      Column("largest", key: "largest") { Self.magnitude($0.kernels.largest) }
      Column("largest/least", priority: 2, key: "largestToLeast") {
        QuantizationReport.ratio($0.kernels.largest, $0.kernels.least)
      }
      if layers.contains(where: { $0.norm != nil }) {
        Column("median gamma", priority: 3, key: ["norm", "medianFactor"]) {
          $0.norm.map { .single($0.medianFactor, decimals: 3) } ?? .absent
        }
        Column("gamma < 0.001", priority: 1, key: ["norm", "smallFactors"]) {
          $0.norm.map { .amount($0.smallFactors) } ?? .absent
        }
        Column("var < epsilon", priority: 1, key: ["norm", "smallVariances"]) {
          $0.norm.map { .amount($0.smallVariances) } ?? .absent
        }
      }
      if layers.contains(where: { $0.still != nil }) {
        Column("still", key: "still", total: .amount(layers.reduce(0) { $0 + ($1.still ?? 0) })) {
          $0.still.map { .amount($0) } ?? .absent
        }
      }
    }
  }

  private func histogramTable() -> ReportTable {
    let counts = inspection.histogram
    let most = Double(max(counts.max() ?? 0, 1))
    return ReportTable(
      key: "histogram", heading: ["Largest magnitudes of all depthwise kernels:"],
      of: Array(counts.indices)
    ) {
      Column("from", key: "from") {
        $0 == 0 ? .written("0", value: .integer(0)) : Self.edge(DepthwiseInspection.edges[$0 - 1])
      }
      Column("below", key: "below") {
        $0 < DepthwiseInspection.edges.count
          ? Self.edge(DepthwiseInspection.edges[$0]) : .absent
      }
      Column("kernels", key: "kernels") { .amount(counts[$0]) }
      Column("", .left, uniqueTitle: "bar", key: "share") {
        .bar(Double(counts[$0]) / most, places: 40)
      }
    }
  }

  private static func edge(_ edge: Float) -> ReportTable.Cell {
    .written(edge < 1 ? Numbers.scientific(Double(edge)) : "\(Int(edge))", value: .single(edge))
  }

  /// A magnitude with four decimals; a small one by its power of ten.
  private static func magnitude(_ value: Float) -> ReportTable.Cell {
    value < 0.001 && value > 0
      ? .written(Numbers.scientific(Double(value)), value: .single(value))
      : .single(value, decimals: 4)
  }

  private var notes: [String] {
    let rule =
      "Largest magnitude of each kernel with its batch norm folded. Below 0.001, nine weights on inputs"
      + " from 0 to 6 (ReLU6) add up to less than 0.054, under 1 % of 6: nearly zero. The share of the"
      + " layer's median is the same without regard to scale."
    let still = "Still: the channel's activated map changes by less than 0.001 over the pictures."
    return [rule] + (inspection.layers.contains { $0.still != nil } ? [still] : []) + [verdict]
  }

  /// Whether kernels die, in one sentence.
  private var verdict: String {
    guard !isSeeded else {
      return "Seeded weights were never trained, so no kernel died of training."
    }
    let layers = inspection.layers
    let (dead, all) = (layers.reduce(0) { $0 + $1.nearlyZero }, inspection.kernelCount)
    guard dead > 0,
      let worst = layers.max(by: {
        $0.nearlyZero * $1.kernels.sorted.count < $1.nearlyZero * $0.kernels.sorted.count
      })
    else {
      return "Do depthwise kernels die? Not here: none of \(Numbers.grouped(all)) is nearly zero."
    }
    let touched = layers.count { $0.nearlyZero > 0 }
    return "Do depthwise kernels die? Here \(Numbers.grouped(dead)) of \(Numbers.grouped(all))"
      + " (\(Numbers.percent(dead, of: all)) %) \(dead == 1 ? "is" : "are") nearly zero, in \(touched) of"
      + " \(layers.count) layers, most in \(names[worst.node] ?? ""): \(worst.nearlyZero) of"
      + " \(worst.kernels.sorted.count)."
  }
}

extension DepthwiseInspection {
  /// Kernels of all layers.
  fileprivate var kernelCount: Int { layers.reduce(0) { $0 + $1.kernels.sorted.count } }
}

extension Graph {
  /// The names of the layers that have weights, by node, as the framework calls their modules.
  package var layerNames: [Int: String] {
    var names: [Int: String] = [:]
    for tensor in parameterTensors(naming: spec.naming) where tensor.role == .weight {
      names[tensor.node] =
        tensor.name.hasSuffix(".weight")
        ? String(tensor.name.dropLast(".weight".count)) : tensor.name
    }
    return names
  }
}
