import Architecture
import Drawing
import Kernels

/// A network's swishes or h-swishes in eight bits: what they get, and what is lost in each, with the other
/// function in its place for comparison.
struct GatedUnits {
  private let inputs: [LevelCounts]
  private let activation: Activation
  private let hard: [ActivationRounding]
  private let soft: [ActivationRounding]

  /// Nothing if the network has none.
  init?(_ content: NetworkQuantizationFigure.Content) {
    guard let activation = content.activation else { return nil }
    inputs = content.inputs.filter { $0.total > 0 && $0.quantizer.step > 0 }
    guard !inputs.isEmpty else { return nil }
    self.activation = activation
    hard = inputs.compactMap { ActivationRounding(.hardSwish, inputs: $0) }
    soft = inputs.compactMap { ActivationRounding(.swish, inputs: $0) }
  }

  private static let (hardPalette, softPalette) = (Palette.blue, Palette.vermilion)
  private static let (hardMarker, softMarker) = (LayerPanel.Marker.circle, LayerPanel.Marker.square)
  /// Where the gate of h-swish is neither closed nor open.
  private static let bend = -3.0...3.0
  private var name: String { activation.rawValue }

  /// What they get, and what is lost.
  var panels: [LayerPanel] { [ranges, ratios] }

  private var ranges: LayerPanel {
    let extents = inputs.enumerated().map { index, counts in
      let last = counts.counts.count - 1
      let low = counts.quantile(0.01)
      return LayerPanel.Extent(
        x: Double(index + 1), whole: counts.value(0)...counts.value(last),
        middle: low...max(counts.quantile(0.99), low),
        palette: activation == .hardSwish ? Self.hardPalette : Self.softPalette)
    }
    let low = extents.reduce(-4) { min($0, $1.whole.lowerBound) }
    let high = extents.reduce(4) { max($0, $1.whole.upperBound) }
    let room = 0.05 * (high - low)
    return LayerPanel(
      heading: "What each \(name) gets",
      key: [
        FigureKey.Entry(
          width: 8,
          swatch: [
            .path(.line(from: Point(4, -10), to: Point(4, 10)), stroke: Stroke(.mutedInk, width: 1))
          ], text: "all"),
        FigureKey.Entry(
          activation == .hardSwish ? Self.hardPalette : Self.softPalette, text: "98 %"),
        FigureKey.Entry(
          width: 20,
          swatch: [
            .path(.rectangle(Rect(x: 0, y: -7, width: 20, height: 14)), fill: LayerPanel.tint)
          ], text: "−3 to 3, where h-swish bends"),
      ],
      axes: NetworkQuantizationFigure.axes(
        name, count: inputs.count,
        Axis(title: "input", domain: Interval(low - room, high + room), tickLimit: 6)),
      band: Self.bend, extents: extents)
  }

  private var ratios: LayerPanel {
    let pairs = zip(hard, soft).enumerated().flatMap { index, units in
      [
        (units.0, -0.2, Self.hardPalette, Self.hardMarker),
        (units.1, 0.2, Self.softPalette, Self.softMarker),
      ].map { unit, shift, palette, marker in
        LayerPanel.Pair(
          x: Double(index + 1) + shift, ring: unit.decibels { $0.whole },
          dot: unit.decibels { $0.once }, palette: palette, marker: marker)
      }
    }
    return LayerPanel(
      heading: "Signal to noise of the results",
      key: [
        .dot(text: "a table: rounded once"), .ring(text: "no table"),
        .kind(Self.hardPalette, Self.hardMarker, text: "h-swish"),
        .kind(Self.softPalette, Self.softMarker, text: "swish"),
      ],
      axes: NetworkQuantizationFigure.axes(
        name, count: inputs.count,
        NetworkQuantizationFigure.decibels(
          over: pairs.flatMap { [$0.ring, $0.dot] }.filter { $0.isFinite })),
      pairs: pairs)
  }

  /// What they say together.
  var notes: [String] {
    let low = inputs.reduce(0) { min($0, $1.value(0)) }
    let high = inputs.reduce(0) { max($0, $1.value($1.counts.count - 1)) }
    let bent = median(inputs.map { 100 * $0.share(in: Self.bend) })
    let lobes = (hard.map { Double($0.levelsBelowZero) }, soft.map { Double($0.levelsBelowZero) })
    return [
      "Inputs lie between \(FigureNumber.brief(low)) and \(FigureNumber.brief(high)), \(FigureNumber.fixed(bent, decimals: 0)) % of them from −3 to 3; of the 256 levels of the results \(FigureNumber.fixed(median(lobes.0), decimals: 0)) are below zero with h-swish, \(FigureNumber.fixed(median(lobes.1), decimals: 0)) with swish.",
      "\(comparison(hard, "h-swish", "in whole numbers, q clip(q + z, 0, 2 z) with 3 rounded to z steps")); \(comparison(soft, "swish on the same inputs", "with its gate rounded to 1/256")). All but the range are medians of the \(inputs.count).",
    ]
  }

  private func comparison(_ units: [ActivationRounding], _ name: String, _ way: String) -> String {
    let once = median(units.map { $0.decibels { $0.once } })
    let whole = median(units.map { $0.decibels { $0.whole } })
    return
      "\(name): \(FigureNumber.fixed(max(once, 0), decimals: 1)) dB rounded once, \(FigureNumber.fixed(max(whole, 0), decimals: 1)) dB \(way)"
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }
}
