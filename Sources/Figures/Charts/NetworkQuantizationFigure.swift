import Architecture
import Drawing
import Kernels
import NetworkGraph

/// What eight bits do to a network: the signal-to-noise ratio of each layer with one step for its weights and
/// with one for each filter; below, what its swishes or h-swishes get and what is lost there or, in a
/// network without, how far the filters of each layer differ.
package enum NetworkQuantizationFigure {
  /// A layer with weights.
  package struct Layer: Sendable {
    /// The name.
    package var name: String
    /// The kind.
    package var category: FigureCategory
    /// The ratio of the layer alone in dB: one step for all weights, and one for each filter.
    package var ratios: (tensor: Double, channel: Double)
    /// The largest magnitudes of its filters: the least, the middle, the largest.
    package var magnitudes: (least: Double, median: Double, largest: Double)

    /// A layer from its parts.
    package init(
      name: String, category: FigureCategory, ratios: (tensor: Double, channel: Double),
      magnitudes: (least: Double, median: Double, largest: Double)
    ) {
      (self.name, self.category) = (name, category)
      (self.ratios, self.magnitudes) = (ratios, magnitudes)
    }

    /// What a step for each filter wins; nothing without finite ratios.
    var gain: Double? {
      let gain = ratios.channel - ratios.tensor
      return gain.isFinite ? gain : nil
    }
  }

  /// What is drawn.
  package struct Content: Sendable {
    /// The layers, from the picture on.
    package var layers: [Layer]
    /// The inputs of the swishes and h-swishes in eight bits, from the picture on.
    package var inputs: [LevelCounts]
    /// Which of the two the network has.
    package var activation: Activation?
    /// The pictures.
    package var pictures: String
    /// Why it means nothing, if so.
    package var warning: String?

    /// A content from its parts.
    package init(
      layers: [Layer], inputs: [LevelCounts], activation: Activation?, pictures: String,
      warning: String?
    ) {
      (self.layers, self.inputs, self.activation) = (layers, inputs, activation)
      (self.pictures, self.warning) = (pictures, warning)
    }
  }

  /// The figure on a canvas.
  package static func scene(
    _ spec: ArchitectureSpec, _ content: Content, on canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) -> Scene {
    let units = GatedUnits(content)
    let worst = worst(content.layers)
    let below = units.map { $0.panels } ?? [magnitudes(content.layers)]
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "\(FigureTitle.title(of: spec)) in eight bits",
        facts: (content.warning.map { [$0] } ?? []) + FigureTitle.modelName(of: spec) + [
          content.pictures, "\(content.layers.count) layers",
        ], source: FigureTitle.source(of: spec.reference)),
      notes: [note(worst, content.layers)].compactMap { $0 }
        + (units.map { $0.notes } ?? [magnitudeNote]) + [rule])
    let (gap, least) = (Size(30, 14), canvas == .slide ? 220.0 : 250.0)
    let columns = canvas == .column ? 1 : below.count
    let rows = 1 + below.count / columns
    return frame.scene(height: { _ in Double(rows) * least }, measuring: measuring) { room in
      let height = (room.height + gap.height) / Double(rows) - gap.height
      let width = (room.width + gap.width) / Double(columns) - gap.width
      let upper = Rect(x: room.minX, y: room.minY, width: room.width, height: height)
      let frames =
        [upper]
        + below.indices.map { index in
          Rect(
            origin: Point(
              room.minX + Double(index % columns) * (width + gap.width),
              upper.maxY + gap.height + Double(index / columns) * (height + gap.height)),
            size: Size(width, height))
        }
      let panels = Array(zip([ratios(content.layers, worst)] + below, frames))
      // One below the other, they start at the same place.
      let left = panels.reduce(0) { max($0, $1.0.plotArea(in: $1.1, measuring: measuring).minX) }
      return panels.flatMap {
        $0.primitives(in: $1, from: columns == 1 ? left : nil, measuring: measuring)
      }
    }
  }

  private static let rule =
    "Norms folded; weights in symmetric levels, results in asymmetric ones from the least to the greatest value on the pictures, ReLU and ReLU6 inside the layer before them; of each layer alone, with inputs in single precision. Layers and activations are numbered from the picture on."

  private static let magnitudeNote =
    "One step for the layer is as large as its largest filter needs: a filter below the dash has no weight left, one of a tenth of the largest three bits less."

  // MARK: Layers

  /// The layers that one step costs most, with their places.
  private static func worst(_ layers: [Layer]) -> [Int] {
    let finite = layers.indices.filter { layers[$0].gain ?? 0 > 0.05 }
    return Array(
      finite.sorted { (layers[$1].gain ?? 0, $0) < (layers[$0].gain ?? 0, $1) }.prefix(3))
  }

  private static func note(_ worst: [Int], _ layers: [Layer]) -> String? {
    guard !worst.isEmpty else { return nil }
    let words = worst.map { index in
      let layer = layers[index]
      let gain = FigureNumber.fixed(layer.gain ?? 0, decimals: 1)
      let kind = layer.category.legendText
      return "\(index + 1) (\(layer.name), \(kind): \(gain) dB)"
    }
    return "One step for all filters costs most in \(words.joined(separator: ", "))."
  }

  private static func ratios(_ layers: [Layer], _ worst: [Int]) -> LayerPanel {
    let values = layers.flatMap { [$0.ratios.tensor, $0.ratios.channel] }.filter { $0.isFinite }
    return LayerPanel(
      heading: "Signal to noise of each layer",
      key: [
        .ring(text: "one step for all weights of a layer"), .dot(text: "one step for each filter"),
      ] + categories(layers),
      axes: axes("layer", count: layers.count, decibels(over: values)),
      pairs: layers.enumerated().map { index, layer in
        LayerPanel.Pair(
          x: Double(index + 1), ring: layer.ratios.tensor, dot: layer.ratios.channel,
          palette: layer.category.chartPalette, marker: marker(layer.category),
          label: worst.contains(index) ? "\(index + 1)" : "")
      })
  }

  private static func categories(_ layers: [Layer]) -> [FigureKey.Entry] {
    FigureCategory.allCases.filter { category in layers.contains { $0.category == category } }
      .map { FigureKey.Entry.kind($0.chartPalette, marker($0), text: $0.legendText) }
  }

  private static func marker(_ category: FigureCategory) -> LayerPanel.Marker {
    switch category {
    case .depthwise: .square
    case .squeezeExcite: .diamond
    case .convolution: .triangle
    case .fullyConnected: .cross
    case .input, .pointwise, .separable, .invertedResidual, .composite, .weightless, .head: .circle
    }
  }

  private static func magnitudes(_ layers: [Layer]) -> LayerPanel {
    let largest = layers.reduce(0) { max($0, $1.magnitudes.largest) }
    let known = layers.map { $0.magnitudes.least }.filter { $0 > largest * 1e-6 }
    let least = known.reduce(largest > 0 ? largest / 10 : 0.1) { min($0, $1) }
    func place(_ value: Double) -> Double { logarithm(max(value, least / 10)) }
    return LayerPanel(
      heading: "Largest weight of each filter, norms folded",
      key: [
        FigureKey.Entry(
          width: 8,
          swatch: [
            .path(.line(from: Point(4, -10), to: Point(4, 10)), stroke: Stroke(.mutedInk, width: 1))
          ], text: "from the smallest filter to the largest"),
        FigureKey.Entry(.gray, text: "the upper half"),
        FigureKey.Entry(
          width: 16,
          swatch: [.path(.line(from: Point(0, 0), to: Point(16, 0)), stroke: LayerPanel.dash)],
          text: "half of one step for the layer"),
      ],
      axes: axes(
        "layer", count: layers.count,
        .logarithmic("largest weight", over: least / 2...max(largest, 2 * least) * 1.5)),
      extents: layers.enumerated().map { index, layer in
        let (low, middle, high) = layer.magnitudes
        return LayerPanel.Extent(
          x: Double(index + 1), whole: place(low)...max(place(high), place(low)),
          middle: place(middle)...max(place(high), place(middle)),
          dash: place(high / Double(2 * 127)), palette: layer.category.chartPalette)
      })
  }

  /// The axes of a panel over things that are numbered from 1 on.
  static func axes(_ title: String, count: Int, _ vertical: Drawing.Axis) -> Axes {
    let ticks =
      count > 12
      ? Interval(1, Double(count)).ticks(atMost: 12)
      : (1...max(count, 1)).map { Tick(Double($0), label: "\($0)") }
    return Axes(
      horizontal: Axis(
        title: title, domain: Interval(0.4, Double(max(count, 1)) + 0.6), ticks: ticks),
      vertical: vertical)
  }

  /// An axis of ratios, with room for a label below the lowest.
  static func decibels(over values: [Double]) -> Drawing.Axis {
    let (low, high) = (values.min() ?? 0, values.max() ?? 10)
    let room = max(high - low, 5)
    return Axis(title: "dB", domain: Interval(low - 0.26 * room, high + 0.08 * room), tickLimit: 6)
  }
}
