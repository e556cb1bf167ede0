import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// The layers of a network under the two roofs of a device (Williams, Waterman, Patterson 2009): what
/// each could reach by the operations it does for a byte of memory traffic.
public enum RooflineFigure {
  /// The figure of a network on a device.
  package static func scene(
    graph: Graph, on device: Device, canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    let roofline = Roofline(graph, on: device)
    let layers = roofline.layers.filter { $0.layer.cost.macs > 0 }
    let categories = layers.map { FigureCategory(graph.nodes[$0.layer.nodes[0]].kind) }
    let key = FigureCategory.allCases.filter { categories.contains($0) }.map { category in
      FigureKey.Entry(
        width: 12, swatch: mark(category, at: Point(6, 0)), text: category.legendText)
    }
    let bound = FigureNumber.fixed(100 * roofline.memoryBoundShare, decimals: 0)
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "\(FigureTitle.title(of: graph.spec)) under the roofs of \(device.title)",
        facts: [
          "at least \(FigureNumber.fixed(1000 * roofline.seconds, decimals: 2)) ms a picture",
          "\(bound) % of it in layers that wait for memory",
          "input \(graph.input.spaced)",
        ], source: FigureTitle.source(of: graph.spec.reference)),
      notes: [
        "\(device.title): \(device.source)",
        "A layer at the left of the ridge waits for memory: more arithmetic would cost it no time. Bytes are its inputs, weights and outputs, each moved once.",
      ], key: FigureKey(entries: key))
    return frame.scene(height: { $0 * 0.62 }, measuring: measuring) { room in
      plot(layers, categories, device, in: room, measuring)
    }
  }

  private static func plot(
    _ layers: [RooflineLayer], _ categories: [FigureCategory], _ device: Device, in room: Rect,
    _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let intensities = layers.map { $0.layer.cost.arithmeticIntensity } + [device.ridge]
    let speeds = layers.map { reach($0) } + [device.gigaflops]
    let horizontal = (intensities.min() ?? 1) / 1.6...(intensities.max() ?? 1) * 2.5
    let vertical = (speeds.min() ?? 1) / 1.8...device.gigaflops * 1.7
    let axes = Axes(
      horizontal: .logarithmic("operations for each byte", over: horizontal),
      vertical: .logarithmic("GFLOP/s at most", over: vertical))
    let area = axes.plotArea(in: room, measuring: measuring)
    func place(_ intensity: Double, _ speed: Double) -> Point {
      axes.position(of: Point(logarithm(intensity), logarithm(speed)), in: area)
    }
    let roof = [
      (vertical.lowerBound / device.gigabytesPerSecond, vertical.lowerBound),
      (device.ridge, device.gigaflops), (horizontal.upperBound, device.gigaflops),
    ].map { place($0.0, $0.1) }
    var marks = axes.primitives(around: area, measuring: measuring)
    marks += area.clipping(roof).map { .path(.polyline($0), stroke: Stroke(.ink, width: 2.5)) }
    let ridge = place(device.ridge, device.gigaflops)
    marks.append(
      .path(
        .line(from: ridge, to: Point(ridge.x, area.maxY)),
        stroke: Stroke(.mutedInk, width: 1, dash: [4, 4])))
    for (layer, category) in zip(layers, categories) {
      marks += mark(category, at: place(layer.layer.cost.arithmeticIntensity, reach(layer)))
    }
    marks.append(
      .label(
        "\(FigureNumber.rounded(device.gigaflops)) GFLOP/s", at: Point(area.maxX - 6, ridge.y - 5),
        FigureStyle.strong, anchor: .end, baseline: .bottom))
    let slope = place(device.ridge / 6, device.gigaflops / 6)
    if area.minX + 130 < slope.x {
      marks.append(
        .label(
          "\(FigureNumber.rounded(device.gigabytesPerSecond)) GB/s",
          at: Point(slope.x - 12, slope.y - 6), FigureStyle.strong, anchor: .end,
          baseline: .bottom))
    }
    return marks
  }

  /// What a layer can reach, in GFLOP/s.
  private static func reach(_ layer: RooflineLayer) -> Double {
    layer.seconds > 0 ? Double(layer.layer.cost.flops) / layer.seconds / 1e9 : 1
  }

  private static func mark(_ category: FigureCategory, at center: Point) -> [Primitive] {
    let palette = category.chartPalette
    return [
      .path(
        .circle(center: center, radius: 5), fill: palette.fill,
        stroke: Stroke(palette.stroke, width: 1.2))
    ]
  }
}
