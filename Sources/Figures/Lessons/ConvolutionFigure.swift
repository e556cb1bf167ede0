import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// A standard convolution beside the depthwise and the pointwise one that replace it, as filters and
/// maps, with the multiplications of the given sizes (MobileNetV1, figure 2).
public enum ConvolutionFigure {
  /// The figure of a comparison.
  package static func scene(
    _ comparison: SeparableComparison, on canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) -> Scene {
    let panels = panels(comparison)
    let (standard, separable) = (
      comparison.count(comparison.standard), comparison.separable
    )
    let times = comparison.ratio > 0 ? 1 / comparison.ratio : 0
    let kernel = comparison.standard.kernel.text(separator: "×")
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "Standard and depthwise separable convolution",
        facts: [
          "Dk = \(kernel), M = \(comparison.input.channels), N = \(comparison.output.channels)",
          "stride \(comparison.standard.stride.figureText)",
          "\(comparison.input.spaced) to \(comparison.output.spaced)",
        ], source: "arXiv 1704.04861, section 3.1"),
      notes: [
        "Separable over standard: \(FigureNumber.fixed(comparison.ratio, decimals: 4)) of the multiplications, 1/N + 1/Dk² = \(FigureNumber.fixed(comparison.theoreticalRatio, decimals: 4)); weights \(FigureNumber.grouped(separable.weights)) instead of \(FigureNumber.grouped(standard.weights))."
      ])
    let columns = canvas == .slide ? 3 : 1
    let bars = 96.0
    return frame.scene(
      height: { _ in bars + (columns == 1 ? 3 * 270.0 : 300) }, measuring: measuring
    ) { room in
      let size = Size(
        room.width / Double(columns),
        (room.height - bars) / Double((panels.count + columns - 1) / columns))
      var marks = panels.enumerated().flatMap { index, panel in
        panel.primitives(
          in: Rect(
            x: room.minX + Double(index % columns) * size.width,
            y: room.minY + Double(index / columns) * size.height, width: size.width,
            height: size.height))
      }
      marks += self.bars(
        comparison, times: times,
        in: Rect(x: room.minX, y: room.maxY - bars, width: room.width, height: bars), measuring)
      return marks
    }
  }

  private static func panels(_ comparison: SeparableComparison) -> [ConvolutionPanel] {
    let (input, output) = (comparison.input, comparison.output)
    let middle = Shape(height: output.height, width: output.width, channels: input.channels)
    return [
      ConvolutionPanel(
        kind: .convolution, title: "standard convolution", input: input, output: output,
        convolution: comparison.standard, formula: "Dk·Dk·M·N·DF·DF",
        count: comparison.count(comparison.standard)),
      ConvolutionPanel(
        kind: .depthwise, title: "depthwise convolution", input: input, output: middle,
        convolution: comparison.depthwise, formula: "Dk·Dk·M·DF·DF",
        count: comparison.count(comparison.depthwise)),
      ConvolutionPanel(
        kind: .pointwise, title: "pointwise convolution, 1×1", input: middle, output: output,
        convolution: comparison.pointwise, formula: "M·N·DF·DF",
        count: comparison.count(comparison.pointwise)),
    ]
  }

  /// The multiplications of both ways as bars of one scale; the weights have the same proportion.
  private static func bars(
    _ comparison: SeparableComparison, times: Double, in room: Rect,
    _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let standard = comparison.count(comparison.standard).macs
    let (depthwise, pointwise) = (
      comparison.count(comparison.depthwise).macs, comparison.count(comparison.pointwise).macs
    )
    func text(_ macs: WideCount, _ weights: Int) -> String {
      "\(FigureNumber.short(macs)) · \(FigureNumber.grouped(weights)) weights"
    }
    let least = FigureNumber.fixed(times, decimals: 2)
    let verdict =
      times >= 1
      ? "\(least) times fewer" : "more than the standard convolution"
    let table = BarTable(
      names: ["standard", "separable"],
      columns: [
        BarTable.Column(
          headings: ["multiplications, and weights", "multiplications"],
          bars: [
            BarTable.Bar(
              pieces: [(.orange, Double(standard))],
              text: text(standard, comparison.count(comparison.standard).weights)),
            BarTable.Bar(
              pieces: [(.skyBlue, Double(depthwise)), (.yellow, Double(pointwise))],
              text: text(depthwise + pointwise, comparison.separable.weights), share: verdict),
          ])
      ])
    return table.primitives(in: room, measuring: measuring)
  }
}

/// One of the three convolutions: what it takes, its filters, what it gives.
struct ConvolutionPanel {
  var kind: FigureCategory
  var title: String
  var input: Shape
  var output: Shape
  var convolution: Convolution
  var formula: String
  var count: SeparableComparison.Count

  /// The marks in a cell.
  func primitives(in cell: Rect) -> [Primitive] {
    let palette = kind.palette
    let map = min(cell.height * 0.32, cell.width * 0.2, 110)
    let axis = cell.minY + 40 + (cell.height - 130) / 2
    let places = [0.17, 0.5, 0.83].map { cell.minX + $0 * cell.width }
    var marks: [Primitive] = [
      .label(title, at: Point(cell.midX, cell.minY + 12), TextStyle(size: 16, weight: .bold))
    ]
    let isSliced = kind == .depthwise
    marks += volume(input.channels, side: map, at: Point(places[0], axis), sliced: isSliced, .gray)
    marks += filters(side: map, height: cell.height - 156, at: Point(places[1], axis), palette)
    marks += volume(
      output.channels, side: map * (output.height < input.height ? 0.72 : 1),
      at: Point(places[2], axis), sliced: isSliced, palette)
    for (from, to) in [(0, 1), (1, 2)] {
      let (start, end) = (places[from], places[to])
      let (left, right) = (start + (end - start) * 0.41, start + (end - start) * 0.56)
      marks += Primitive.arrow(
        along: .line(from: Point(left, axis), to: Point(right, axis)), stroke: FigureStyle.flow,
        headLength: 7)
    }
    let filterCount = isSliced ? input.channels : output.channels
    let depth = isSliced ? 1 : input.channels
    let kernel = convolution.kernel.text(separator: "×")
    let captions = [
      ("input", input.brief),
      (
        "\(FigureNumber.grouped(filterCount)) filters",
        depth < 100_000 ? "\(kernel)×\(depth)" : "\(kernel)×\(FigureNumber.short(depth))"
      ),
      ("output", output.brief),
    ]
    let foot = cell.maxY - 84
    for (place, caption) in zip(places, captions) {
      marks.append(.label(caption.0, at: Point(place, foot), FigureStyle.heading))
      let style = caption.1.count > 12 ? FigureStyle.small : FigureStyle.strong
      marks.append(.label(caption.1, at: Point(place, foot + 17), style))
    }
    marks.append(
      .label(
        "\(formula) = \(FigureNumber.grouped(count.macs))", at: Point(cell.midX, foot + 46),
        TextStyle(size: 14)))
    marks.append(
      .label(
        "\(FigureNumber.grouped(count.weights)) weights", at: Point(cell.midX, foot + 65),
        FigureStyle.small))
    return marks
  }

  /// A box of channels, or its channels apart, around a middle.
  private func volume(
    _ channels: Int, side: Double, at middle: Point, sliced: Bool, _ palette: Palette
  ) -> [Primitive] {
    let depth = Self.depth(channels)
    guard sliced else {
      let box = Cuboid(origin: .zero, width: side, height: side, depth: depth)
      return moved(box.primitives(palette), box.bounds, to: middle)
    }
    let count = min(channels, 4)
    let step = max(depth, 44) / Double(count)
    let slices = (0..<count).reversed().flatMap { slice in
      Cuboid(
        origin: Point(
          Double(slice) * step * Cuboid.slant * 1.3, -Double(slice) * step * Cuboid.slant * 1.3),
        width: side, height: side, depth: 5
      ).primitives(palette)
    }
    let reach = Double(count - 1) * step * Cuboid.slant * 1.3 + 5 * Cuboid.slant
    return moved(
      slices, Rect(x: 0, y: -reach, width: side + reach, height: side + reach), to: middle)
  }

  /// Some of the filters, below each other where they are deep, aslant where they are flat.
  private func filters(
    side: Double, height: Double, at middle: Point, _ palette: Palette
  ) -> [Primitive] {
    let isSliced = kind == .depthwise
    let count = min(isSliced ? input.channels : output.channels, 3)
    let kernel = Double(max(convolution.kernel.height, convolution.kernel.width))
    let wish = min(7 + 6 * kernel, side * 0.5)
    let length = isSliced ? 4 : Self.depth(input.channels)
    // Three filters with the room between them, and the dots below.
    let need = 3 * (wish + length * Cuboid.slant) + 12 + 28
    let scale = min(1, height / need)
    let (own, depth) = (wish * scale, length * scale)
    let pitch = own + (isSliced ? 9 : depth * Cuboid.slant + 6)
    var marks: [Primitive] = []
    for filter in 0..<count {
      marks += Cuboid(
        origin: Point(0, Double(filter) * pitch), width: own, height: own, depth: depth
      ).primitives(palette)
      if kernel > 1, kernel <= 5 {
        marks += grid(
          in: Rect(x: 0, y: Double(filter) * pitch, width: own, height: own),
          cells: Int(kernel), palette)
      }
    }
    let total = isSliced ? input.channels : output.channels
    if total > count {
      for dot in 0..<3 {
        marks.append(
          .path(
            .circle(
              center: Point(
                own / 2, Double(count - 1) * pitch + own + 10 + Double(dot) * 7), radius: 1.6),
            fill: .mutedInk))
      }
    }
    let bounds = Rect(
      x: 0, y: -depth * Cuboid.slant, width: own + depth * Cuboid.slant,
      height: Double(count - 1) * pitch + own + depth * Cuboid.slant + (total > count ? 28 : 0))
    return moved(marks, bounds, to: middle)
  }

  private func grid(in box: Rect, cells: Int, _ palette: Palette) -> [Primitive] {
    (1..<cells).flatMap { line -> [Primitive] in
      let offset = box.width * Double(line) / Double(cells)
      let stroke = Stroke(palette.stroke, width: 0.6)
      return [
        .path(
          .line(
            from: Point(box.minX + offset, box.minY), to: Point(box.minX + offset, box.maxY)),
          stroke: stroke),
        .path(
          .line(
            from: Point(box.minX, box.minY + offset), to: Point(box.maxX, box.minY + offset)),
          stroke: stroke),
      ]
    }
  }

  private func moved(_ marks: [Primitive], _ bounds: Rect, to middle: Point) -> [Primitive] {
    marks.map { $0.translated(x: middle.x - bounds.midX, y: middle.y - bounds.midY) }
  }

  /// The length of so many channels, in points: more for more, never too long.
  private static func depth(_ channels: Int) -> Double {
    min(10 + 4 * Double(channels).squareRoot(), 90)
  }
}
