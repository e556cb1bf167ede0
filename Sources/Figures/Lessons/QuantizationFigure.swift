import Architecture
import Drawing
import Kernels

/// What eight bits do to swish and to h-swish: the results near zero, and their errors.
public enum QuantizationFigure {
  private static let roundings = [Activation.swish, .hardSwish].compactMap(ActivationRounding.init)

  /// The figure: a column each, results above errors.
  public static func scene(
    on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "swish and h-swish in eight bits",
        facts: ["256 inputs q / 16 from −8 to 8", "256 levels for the results"],
        source: "arXiv 1905.02244, section 5.2"),
      notes: roundings.map(note) + [reason])
    let columns = canvas == .column ? 1 : roundings.count
    let rows = roundings.count / columns
    return frame.scene(
      height: { _ in Double(rows) * 430 }, measuring: measuring
    ) { room in
      let gap = 30.0
      let size = Size(
        (room.width + gap) / Double(columns) - gap, (room.height + gap) / Double(rows) - gap)
      return roundings.enumerated().flatMap { index, rounding in
        let origin = Point(
          room.minX + Double(index % columns) * (size.width + gap),
          room.minY + Double(index / columns) * (size.height + gap))
        return column(rounding, in: Rect(origin: origin, size: size), measuring)
      }
    }
  }

  private static func column(
    _ rounding: ActivationRounding, in room: Rect, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let gap = 14.0
    let height = (room.height - gap) / 2
    let upper = Rect(x: room.minX, y: room.minY, width: room.width, height: height)
    let lower = Rect(x: room.minX, y: upper.maxY + gap, width: room.width, height: height)
    return results(rounding).primitives(in: upper, measuring: measuring)
      + errors(rounding).primitives(in: lower, measuring: measuring)
  }

  /// The curve where it is below zero, and the levels in which it comes out.
  private static func results(_ rounding: ActivationRounding) -> PlotPanel {
    let samples = rounding.samples.filter { $0.x >= -6 && $0.x <= 1 }
    // A result holds for the half step around its input.
    let half = 0.5 / Double(ActivationRounding.perUnit)
    return PlotPanel(
      heading: rounding.activation.rawValue,
      axes: axes(
        Axis(title: "result", domain: Interval(-0.45, 0.25), tickLimit: 6), from: -6, to: 1),
      series: [
        Series(
          name: "exact", color: .mutedInk, dash: [6, 4],
          points: samples.map { Point($0.x, $0.exact) }),
        Series(
          name: "eight bits", color: Palette.blue.stroke,
          points: samples.flatMap { [Point($0.x - half, $0.once), Point($0.x + half, $0.once)] }),
      ])
  }

  private static func errors(_ rounding: ActivationRounding) -> PlotPanel {
    func points(_ result: (ActivationRounding.Sample) -> Double) -> [Point] {
      rounding.samples.map { Point($0.x, (result($0) - $0.exact) / rounding.step) }
    }
    let isHard = rounding.activation == .hardSwish
    return PlotPanel(
      axes: axes(
        Axis(title: "error in levels", domain: Interval(-1.5, 1.5), tickLimit: 5), from: -8, to: 8),
      series: [
        Series(
          name: isHard ? "whole numbers: q clip(q + 48, 0, 96)" : "gate rounded to 1/256, times q",
          color: Palette.vermilion.stroke, points: points { $0.whole }),
        Series(
          name: isHard ? "rounded once" : "rounded once: a table",
          color: Palette.blue.stroke, dash: isHard ? [3, 5] : [], points: points { $0.once }),
      ])
  }

  private static func axes(_ vertical: Drawing.Axis, from: Double, to: Double) -> Axes {
    var style = PlotStyle()
    style.curveWidth = 1.6
    return Axes(
      horizontal: Axis(title: "x", domain: Interval(from, to)), vertical: vertical, style: style)
  }

  private static func note(_ rounding: ActivationRounding) -> String {
    func levels(_ error: Double) -> String { FigureNumber.fixed(error, decimals: 2) }
    let (whole, once) = (
      levels(rounding.largestError { $0.whole }), levels(rounding.largestError { $0.once })
    )
    let start =
      "\(rounding.activation.rawValue): \(rounding.levelsBelowZero) of 256 levels lie below zero; "
      + "rounded once, the error is at most \(once) levels; "
    return rounding.activation == .hardSwish
      ? start
        + "whole numbers without a table: \(whole), another level at \(rounding.differing) of 256 inputs."
      : start
        + "with a gate of eight bits instead of a table: \(whole), another level at \(rounding.differing) of 256 inputs."
  }

  private static let reason =
    "The gate of h-swish, ReLU6(x + 3) / 6, is piecewise linear and lies in a range known beforehand: where 3 is a whole number of input steps, it is a whole number from 0 to 96, so nothing is lost before the last rounding and nothing has to be calibrated. The sigmoid of swish is no polynomial: it needs a table of 256 results for each pair of scales (65,536 at 16 bits), or a gate that is rounded first."
}
