import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// The steps of a NetAdapt search from top to bottom: which width shrank, what was left of the cost, and how
/// much the proxy had lost.
public enum NetAdaptFigure {
  /// The figure of a search; `note` says with which weights and pictures.
  package static func scene(
    _ trace: NetAdaptTrace, note: String, on canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) -> Scene {
    let macs = trace.start.totalCost().macs
    var columns = [
      BarTable.Column(
        headings: ["multiply-accumulates", "MACs"],
        bars: [bar(macs, of: macs)] + trace.steps.map { bar($0.proposal.macs, of: macs) })
    ]
    if trace.budget != .macs {
      let seconds = [trace.startCost] + trace.steps.map { $0.proposal.cost }
      columns.append(
        BarTable.Column(
          headings: [trace.budget == .measured ? "measured time" : "predicted time", "time"],
          bars: seconds.map { seconds in
            BarTable.Bar(
              pieces: [(.orange, seconds)],
              text: FigureNumber.fixed(seconds * 1e3, decimals: 2) + " ms")
          }))
    }
    let most = trace.steps.map { 1 - $0.proxy }.max() ?? 0
    columns.append(
      BarTable.Column(
        headings: ["proxy lost (1 − cosine)", "proxy lost", "lost"],
        bars: ([1] + trace.steps.map { $0.proxy }).map { proxy in
          BarTable.Bar(
            pieces: [(.purple, max(1 - proxy, 0))],
            text: FigureNumber.fixed(max(1 - proxy, 0), decimals: most < 0.01 ? 5 : 3))
        }))
    let table = BarTable(
      names: ["full network"] + trace.steps.enumerated().map { name($1.proposal, step: $0 + 1) },
      columns: columns)
    let share = FigureNumber.trimmed(100 * trace.reduction)
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "NetAdapt on \(FigureTitle.title(of: trace.start.spec))",
        facts: ["\(share) % less in every step", note], source: ""),
      notes: [
        "Each step shrinks one width; its bars are what the network is after it. The proxy compares answers with those of the full network; it is no accuracy, and nothing is trained."
      ])
    return frame.scene(height: { _ in table.leastHeight }, measuring: measuring) { room in
      let left = room.height - table.greatestHeight - 24
      guard left >= leastCurve else { return table.primitives(in: room, measuring: measuring) }
      let lower = Rect(x: room.minX, y: room.maxY - left, width: room.width, height: left)
      let upper = Rect(
        x: room.minX, y: room.minY, width: room.width, height: table.greatestHeight)
      return table.primitives(in: upper, measuring: measuring)
        + curve(trace, in: lower, measuring: measuring)
    }
  }

  /// The room below the bars from which on a curve is drawn in it.
  private static let leastCurve = 190.0

  /// The proxy over what is left of the cost, with the numbers of the steps.
  private static func curve(
    _ trace: NetAdaptTrace, in frame: Rect, measuring: some TextMeasuring
  ) -> [Primitive] {
    let steps = trace.steps.map { step in
      Point(100 * step.proposal.cost / trace.startCost, step.proxy)
    }
    let points = [Point(100, 1)] + steps
    let (least, lowest) = points.reduce((100.0, 1.0)) { (min($0.0, $1.x), min($0.1, $1.y)) }
    let style = PlotStyle()
    let axes = Axes(
      horizontal: Axis(
        title: trace.budget == .macs ? "multiply-accumulates left, %" : "time left, %",
        domain: Interval(least - 1, 101)),
      vertical: Axis(
        title: "proxy",
        domain: Interval(lowest - 0.15 * (1 - lowest) - 0.001, 1 + 0.2 * (1 - lowest) + 0.001),
        tickLimit: 5),
      style: style)
    let area = axes.plotArea(in: frame, measuring: measuring)
    let color = Palette.purple.stroke
    let line = CurvePanel.Curve(
      series: Series(name: "proxy", color: color, points: points), width: style.curveWidth)
    let marks = CurvePanel(axes: axes, curves: [line]).primitives(
      around: area, measuring: measuring)
    return marks
      + points.enumerated().flatMap { number, point -> [Primitive] in
        let place = axes.position(of: point, in: area)
        return [
          .path(.circle(center: place, radius: 5), fill: color),
          .label("\(number)", at: place.translated(y: -16), FigureStyle.small),
        ]
      }
  }

  private static func bar(_ macs: WideCount, of total: WideCount) -> BarTable.Bar {
    BarTable.Bar(
      pieces: [(.blue, Double(macs))], text: FigureNumber.short(macs),
      share: "\(FigureNumber.percent(macs, of: total)) %")
  }

  private static func name(_ proposal: NetAdaptProposal, step: Int) -> String {
    let ends = [proposal.rows.first, proposal.rows.last].compactMap { $0 }
    let rows = ends.first == ends.last ? ends.first ?? "" : ends.joined(separator: "–")
    return "\(step)  \(rows)  \(proposal.before) → \(proposal.after)"
  }
}
