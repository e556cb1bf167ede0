import Architecture
import Drawing

/// The kernels of depthwise layers as pictures: in each layer from the largest to the smallest, so that one
/// sees what they look for, and how many died.
package enum KernelsFigure {
  /// One kernel.
  package struct Kernel: Hashable, Sendable {
    /// Its channel.
    package var channel: Int
    /// Its weights, row by row.
    package var weights: [Float]
    /// The largest magnitude of them.
    package var magnitude: Float

    /// A kernel from its parts.
    package init(channel: Int, weights: [Float], magnitude: Float) {
      (self.channel, self.weights, self.magnitude) = (channel, weights, magnitude)
    }
  }

  /// A layer.
  package struct Layer: Sendable {
    /// Its name.
    package var name: String
    /// The sides of its window.
    package var window: PerAxis<Int>
    /// The kernels, the largest first.
    package var kernels: [Kernel]

    /// A layer from its parts.
    package init(name: String, window: PerAxis<Int>, kernels: [Kernel]) {
      (self.name, self.window, self.kernels) = (name, window, kernels)
    }

    /// So many of the kernels, at equal distances from the largest to the smallest.
    func spread(_ count: Int) -> [Kernel] {
      guard count < kernels.count else { return kernels }
      guard count > 1 else { return Array(kernels.prefix(count)) }
      return (0..<count).map { kernels[$0 * (kernels.count - 1) / (count - 1)] }
    }
  }

  /// What is drawn.
  package struct Content: Sendable {
    /// The layers, from the picture on.
    package var layers: [Layer]
    /// Below this magnitude a kernel is nearly zero.
    package var limit: Float
    /// What must be said of weights that were never trained.
    package var warning: String?

    /// A content from its parts.
    package init(layers: [Layer], limit: Float, warning: String?) {
      (self.layers, self.limit, self.warning) = (layers, limit, warning)
    }

    /// Kernels of a layer that are nearly zero.
    func nearlyZero(_ layer: Layer) -> Int { layer.kernels.count { isNearlyZero($0) } }

    func isNearlyZero(_ kernel: Kernel) -> Bool { kernel.magnitude < limit }
  }

  /// The most layers of a figure.
  package static let mostLayers = 51
  /// The figure on a canvas.
  package static func scene(
    _ spec: ArchitectureSpec, _ content: Content, on canvas: FigureCanvas = .slide,
    theme: Theme = .light, measuring: some TextMeasuring
  ) -> Scene {
    let layout = KernelsLayout(content: content, canvas: canvas, theme: theme)
    let all = content.layers.reduce(0) { $0 + $1.kernels.count }
    let dead = content.layers.reduce(0) { $0 + content.nearlyZero($1) }
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "\(FigureTitle.title(of: spec)): depthwise kernels",
        facts: FigureTitle.modelName(of: spec) + [
          content.layers.count == 1 ? "one layer" : "\(content.layers.count) layers",
          "\(FigureNumber.grouped(dead)) of \(FigureNumber.grouped(all)) kernels nearly zero",
          content.layers.count == 1
            ? "from the largest to the smallest"
            : "each layer from its largest kernel to its smallest",
        ],
        source: FigureTitle.source(of: spec.reference)),
      notes: [
        "Batch norms are folded into the kernels. Each is colored from minus to plus its own largest magnitude\(layout.rangesNote). Where there is no room for all, those shown stand at equal distances in the layer's order."
      ] + (content.warning.map { [$0] } ?? []),
      key: FigureKey(entries: key(content, theme)))
    return frame.scene(
      height: { layout.leastHeight(width: $0) }, measuring: measuring
    ) { layout.primitives(in: $0, measuring: measuring) }
  }

  private static func key(_ content: Content, _ theme: Theme) -> [FigureKey.Entry] {
    let strip = Rect(x: 0, y: -6, width: 60, height: 12)
    let box = Rect(x: 0, y: -8, width: 16, height: 16)
    return [
      FigureKey.Entry(
        width: strip.width, swatch: ColorRamp.diverging.strip(strip, theme),
        text: "weights: negative, zero, positive"),
      FigureKey.Entry(
        width: box.width, swatch: cross(box),
        text:
          "dead: nearly zero, no weight reaches \(FigureNumber.trimmed(Double(content.limit), decimals: 6))"
      ),
    ]
  }

  /// A kernel of which nothing is left.
  static func cross(_ box: Rect) -> [Primitive] {
    let inner = box.inset(by: box.width * 0.28)
    let stroke = Stroke(.mutedInk, width: 1)
    return [
      .path(
        .rectangle(box), fill: FigureStyle.band, stroke: Stroke(.hairline, width: 0.8)),
      .path(
        .line(from: Point(inner.minX, inner.minY), to: Point(inner.maxX, inner.maxY)),
        stroke: stroke),
      .path(
        .line(from: Point(inner.minX, inner.maxY), to: Point(inner.maxX, inner.minY)),
        stroke: stroke),
    ]
  }
}
