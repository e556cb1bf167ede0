import Architecture
import Drawing
import NetworkGraph

/// What a family's rounding makes of channels that a width multiplier scales: `make_divisible`.
public enum DivisibleFigure {
  /// The width multipliers that are shown.
  static let widths = Interval(0.1, 1.6)
  private static let palettes: [Palette] = [.blue, .vermilion, .green]

  /// The figure for some channels of a table, at most three; nothing if its rule defines no width
  /// multiplier.
  public static func scene(
    spec: ArchitectureSpec, channels: [Int], on canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) -> Scene? {
    let scaling = spec.rules.width
    guard scaling.scaled(8, by: 0.5) != nil else { return nil }
    let shown = Array(channels.prefix(palettes.count))
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "Width multipliers of \(FigureTitle.title(of: spec)): rounded channels",
        facts: [rule(scaling.rounding)], source: FigureTitle.source(of: spec.reference)),
      notes: [example(shown, scaling) ?? "", note(scaling.rounding)].filter { !$0.isEmpty })
    let columns = canvas == .slide ? 2 : 1
    return frame.scene(
      height: { _ in columns == 1 ? 560 : 0 }, measuring: measuring
    ) { room in
      let gap = 30.0
      let size = Size(
        (room.width - gap * Double(columns - 1)) / Double(columns),
        (room.height - gap * Double(2 - columns)) * Double(columns) / 2)
      let second =
        columns == 2
        ? Point(room.minX + size.width + gap, room.minY)
        : Point(room.minX, room.minY + size.height + gap)
      return channelsPanel(
        shown, scaling, in: Rect(origin: Point(room.minX, room.minY), size: size), measuring)
        + deviationPanel(shown, scaling, in: Rect(origin: second, size: size), measuring)
    }
  }

  /// Three numbers of channels that a network's rows print, from the least on.
  public static func channels(of graph: Graph) -> [Int] {
    let all = Set(graph.blocks.filter { $0.kind.isFeature }.map { $0.tableChannels }).sorted()
    guard let first = all.first else { return [] }
    // Beside very wide layers nothing would be seen of narrow ones.
    let near = all.filter { $0 <= 8 * first }
    return Set([first, near[near.count / 2], near[near.count - 1]]).sorted()
  }

  private static func rule(_ rounding: ChannelScaling.Rounding) -> String {
    switch rounding {
    case .nearestMultiple(let divisor, let floor):
      "to the nearest multiple of \(divisor), and one more where that is below \(FigureNumber.trimmed(floor)) of the exact value"
    case .truncate(let minimum): "to the whole number below, at least \(minimum)"
    case .upToMultiple(let divisor): "up to the next multiple of \(divisor)"
    case .undefined: ""
    }
  }

  /// Where the floor of the rounding shows: the first of some channels, at the first of some small
  /// widths, that it rounds up instead of down.
  private static func example(_ channels: [Int], _ scaling: ChannelScaling) -> String? {
    guard case .nearestMultiple(let divisor, let floor) = scaling.rounding else { return nil }
    for width in [0.35, 0.5, 0.75] {
      for count in channels {
        let exact = width * Double(count)
        let nearest = Int((exact / Double(divisor)).rounded()) * divisor
        guard nearest >= divisor, let rounded = scaling.scaled(count, by: width), rounded > nearest
        else { continue }
        let (wish, least) = (
          FigureNumber.trimmed(exact), FigureNumber.trimmed(floor * exact)
        )
        return
          "At α = \(FigureNumber.trimmed(width)), \(count) channels should be \(wish): the nearest multiple, \(nearest), is below \(FigureNumber.trimmed(floor)) × \(wish) = \(least), so they become \(rounded)."
      }
    }
    return nil
  }

  private static func note(_ rounding: ChannelScaling.Rounding) -> String {
    switch rounding {
    case .nearestMultiple(let divisor, _):
      "Multiples of \(divisor) fill the registers of a processor. At small α a step is a large part of the channels, so a thin network costs more than α² of the whole."
    case .truncate:
      "Without multiples the curve follows α closely, but widths such as 11 or 57 leave registers half empty."
    case .upToMultiple(let divisor):
      "Rounding goes up only, so a scaled network is never cheaper than α says; up to \(divisor - 1) channels are added."
    case .undefined: ""
    }
  }

  /// Values of α at which the curve is drawn: close enough for its steps to stand upright.
  private static var samples: [Double] {
    let steps = 1500
    return (0...steps).map {
      widths.start + (widths.end - widths.start) * Double($0) / Double(steps)
    }
  }

  private static func channelsPanel(
    _ channels: [Int], _ scaling: ChannelScaling, in room: Rect, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let exact = channels.enumerated().map { index, count in
      Series(
        name: index == 0 ? "α times channels" : "", color: .mutedInk, dash: [5, 4],
        points: [widths.start, widths.end].map { Point($0, $0 * Double(count)) })
    }
    let rounded = zip(channels, palettes).map { count, palette in
      Series(
        name: "\(count) channels", color: palette.stroke,
        points: samples.map { Point($0, Double(scaling.scaled(count, by: $0) ?? 0)) })
    }
    let most = Double(channels.max() ?? 8) * widths.end
    return PlotPanel(
      heading: "channels",
      axes: axes(Axis(title: "rounded channels", domain: Interval(0, most))),
      series: exact + rounded
    ).primitives(in: room, measuring: measuring)
  }

  private static func deviationPanel(
    _ channels: [Int], _ scaling: ChannelScaling, in room: Rect, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let series = zip(channels, palettes).map { count, palette in
      Series(
        name: "\(count) channels", color: palette.stroke,
        points: samples.map { width in
          let exact = width * Double(count)
          return Point(width, 100 * (Double(scaling.scaled(count, by: width) ?? 0) / exact - 1))
        })
    }
    var floors: [Series] = []
    if case .nearestMultiple(_, let floor) = scaling.rounding {
      floors = [
        Series(
          name: "never below \(FigureNumber.trimmed(floor))", color: .mutedInk, dash: [5, 4],
          points: [widths.start, widths.end].map { Point($0, 100 * (floor - 1)) })
      ]
    }
    return PlotPanel(
      heading: "what rounding adds",
      axes: axes(Axis(title: "percent above α times channels", domain: Interval(-20, 60))),
      series: floors + series
    ).primitives(in: room, measuring: measuring)
  }

  private static func axes(_ vertical: Drawing.Axis) -> Axes {
    var style = PlotStyle()
    style.curveWidth = 2
    return Axes(
      horizontal: Axis(title: "width multiplier α", domain: widths), vertical: vertical,
      style: style)
  }
}
