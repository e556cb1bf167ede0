import Architecture
import Drawing

/// The legend of an architecture figure: what occurs in it, and the scale of its glyphs.
struct ArchitectureKey {
  let key: FigureKey
  private let unit: Double
  private let samples: [Int]
  private let texts: [String]

  private static let gap = 40.0

  /// The legend of an outline whose glyphs are so many points wide for the square root of one
  /// channel.
  init(_ outline: ArchitectureOutline, unit: Double) {
    self.unit = unit
    let most = outline.stops.dropFirst().map { $0.output.channels }.max() ?? 0
    texts = [
      "glyph width: √channels",
      outline.stops.first?.output.resolution.isSquare ?? true
        ? "glyph height: √size" : "glyph height: √height",
    ]
    samples = [4, 16, 64, 256, 1024].filter { $0 <= most }.suffix(4)
    key = FigureKey(entries: Self.entries(outline))
  }

  private static func entries(_ outline: ArchitectureOutline) -> [FigureKey.Entry] {
    var entries = outline.categories.filter { $0 != .input && $0 != .weightless }
      .map { FigureKey.Entry($0) }
    if outline.stops.contains(where: { $0.hasSqueezeExcite }) {
      entries.append(
        FigureKey.Entry(
          width: 12, swatch: SqueezeMark.primitives(at: Point(6, 0)),
          text: FigureCategory.squeezeExcite.legendText))
    }
    let symbols = Set(outline.stops.compactMap { $0.symbol })
    entries += GlyphSymbol.allCases.filter { symbols.contains($0) }.map { FigureKey.Entry($0) }
    if !outline.residuals.isEmpty {
      entries.append(
        FigureKey.Entry(
          .arc(from: Point(0, 6), to: Point(28, 6), height: 13), FigureStyle.residual,
          text: "residual connection"))
    }
    let line = Path.line(from: Point(0, 0), to: Point(28, 0))
    if outline.links.contains(where: { $0.purpose == .tensor }) || !outline.heads.isEmpty {
      entries.append(FigureKey.Entry(line, FigureStyle.link, text: "tensor that is used again"))
    }
    if outline.links.contains(where: { $0.purpose == .size }) {
      entries.append(FigureKey.Entry(line, FigureStyle.sizeLink, text: "only the size of a tensor"))
    }
    return entries
  }

  /// The room that the legend needs below the figure.
  func height(width: Double, measuring: some TextMeasuring) -> Double {
    max(
      key.layout(width: width - scaleWidth(measuring) - Self.gap, measuring: measuring).size.height,
      scaleHeight(measuring))
  }

  /// The legend at the lower left of a canvas and the scale at its lower right.
  func primitives(on canvas: Size, measuring: some TextMeasuring) -> [Primitive] {
    let left = FigureStyle.margin
    let width = canvas.width - 2 * left
    let room = height(width: width, measuring: measuring)
    let legend = key.layout(
      width: width - scaleWidth(measuring) - Self.gap, measuring: measuring)
    let top = canvas.height - FigureStyle.bottomMargin - room
    let scaleTop = top + (room - scaleHeight(measuring)) / 2
    return legend.primitives.map {
      $0.translated(x: left, y: top + (room - legend.size.height) / 2)
    }
      + scale(measuring).map {
        $0.translated(x: canvas.width - left - scaleWidth(measuring), y: scaleTop)
      }
  }

  // MARK: - The scale

  private static let barHeight = 14.0
  private static let barGap = 10.0

  private func scaleHeight(_ measuring: some TextMeasuring) -> Double {
    2 * measuring.height(FigureStyle.small) + 4
  }

  private func textWidth(_ measuring: some TextMeasuring) -> Double {
    texts.reduce(0) { max($0, measuring.width($1, FigureStyle.small)) }
  }

  /// The widths of the columns of the sample glyphs.
  private func columns(_ measuring: some TextMeasuring) -> [Double] {
    samples.map {
      max(
        SlotPlan.glyphWidth(channels: $0, unit: unit),
        measuring.width("\($0)", FigureStyle.small))
    }
  }

  private func scaleWidth(_ measuring: some TextMeasuring) -> Double {
    textWidth(measuring) + columns(measuring).reduce(0) { $0 + $1 + Self.barGap }
  }

  private func scale(_ measuring: some TextMeasuring) -> [Primitive] {
    let lineHeight = measuring.height(FigureStyle.small)
    var marks: [Primitive] = texts.enumerated().map { index, text in
      .label(
        text, at: Point(0, (Double(index) + 0.5) * (lineHeight + 4) - 2), FigureStyle.small,
        anchor: .start)
    }
    var left = textWidth(measuring) + Self.barGap
    for (channels, column) in zip(samples, columns(measuring)) {
      let width = SlotPlan.glyphWidth(channels: channels, unit: unit)
      let box = Rect(
        x: left + (column - width) / 2, y: 0, width: width, height: Self.barHeight)
      marks.append(
        .path(.rectangle(box), fill: FigureStyle.band, stroke: Stroke(.mutedInk, width: 1)))
      marks.append(
        .label(
          "\(channels)", at: Point(left + column / 2, Self.barHeight + 2), FigureStyle.small,
          baseline: .top))
      left += column + Self.barGap
    }
    return marks
  }
}
