import Architecture
import Inference
import Kernels
import NetworkGraph

extension QuantizationReport {
  /// A layer with its name.
  struct NamedLayer {
    var name: String
    var layer: QuantizationTrial.Layer

    /// The ratio in dB of the layer alone, with one way to round.
    func own(_ index: Int) -> Double { layer.noise[index].own.decibels }
  }

  /// The layers, form by form.
  var namedLayers: [NamedLayer] {
    let names = trial.graph.layerNames
    return trial.layers.map { NamedLayer(name: names[$0.node] ?? "\($0.node)", layer: $0) }
  }

  /// One line a layer: noise of the layer alone and of all up to it, and how its filters differ.
  func layerTable() -> ReportTable {
    let bits = trial.bits[0]
    return ReportTable(
      key: "layers",
      heading: [
        "Layers at \(bits) bits, signal to noise in dB: of the layer alone, of all up to it."
      ],
      of: namedLayers, groupedBy: Grouping("network", saysSingle: false) { $0.layer.form.rawValue },
      footer: layerNotes
    ) {
      Column("layer", .left, key: "layer") { .text($0.name) }
      Column("kind", .left, priority: 3, key: "kind") {
        .text(trial.graph.nodes[$0.layer.node].operation.kind.rawValue)
      }
      for (index, granularity) in trial.granularities.enumerated() {
        let keys: (own: JSONKey, all: JSONKey) =
          granularity == .tensor
          ? ("tensorOwnDecibels", "tensorDecibels") : ("channelOwnDecibels", "channelDecibels")
        Column("\(granularity.rawValue): alone", key: keys.own) {
          Self.decibels($0.layer.noise[index].own)
        }
        Column(
          "all", uniqueTitle: "\(granularity.rawValue): all", key: keys.all
        ) { Self.decibels($0.layer.noise[index].accumulated) }
      }
      Column("largest/median", key: "largestToMedian") {
        Self.ratio($0.layer.ranges.largest, $0.layer.ranges.median)
      }
      Column("largest/least", priority: 2, key: "largestToLeast") {
        Self.ratio($0.layer.ranges.largest, $0.layer.ranges.least)
      }
      Column("lost", key: "lost") { .amount($0.layer.ranges.lost(bits: bits)) }
      Column("filters", priority: 4, key: "filters") { .plain($0.layer.ranges.sorted.count) }
    }
  }

  /// A ratio of two ranges; of large ones only the power of ten.
  static func ratio(_ large: Float, _ small: Float) -> ReportTable.Cell {
    guard small > 0 else { return .absent }
    let ratio = Double(large) / Double(small)
    return ratio < 1000
      ? .number(ratio, decimals: 1) : .written(Numbers.scientific(ratio), value: .number(ratio))
  }

  private var layerNotes: [String] {
    [
      "Largest, median and least of the filters' largest magnitudes; lost: filters of which one step for"
        + " the tensor leaves nothing."
    ] + trialNotes
  }

  /// Which layers lose most by one step for all filters.
  private var trialNotes: [String] {
    guard let tensor = trial.granularities.firstIndex(of: .tensor),
      let channel = trial.granularities.firstIndex(of: .channel)
    else { return [] }
    let bits = trial.bits[0]
    return QuantizationTrial.Form.allCases.compactMap { form in
      let layers = namedLayers.filter { $0.layer.form == form }
      guard layers.count > 2 else { return nil }
      let worst = layers.filter { $0.own(tensor).isFinite && $0.own(channel).isFinite }
        .sorted { $0.own(channel) - $0.own(tensor) > $1.own(channel) - $1.own(tensor) }.prefix(3)
      let words = worst.map { entry in
        let (ranges, own) = (entry.layer.ranges, entry.own(tensor))
        return "\(entry.name) (\(Numbers.fixed(entry.own(channel) - own, 1)) dB; largest/median"
          + " \(Self.ratio(ranges.largest, ranges.median).text), \(ranges.lost(bits: bits)) of"
          + " \(ranges.sorted.count) filters lost)"
      }
      return
        "\(form.rawValue): one step for all filters costs most in \(words.joined(separator: ", "))."
    }
  }
}
