import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// What width and resolution multipliers make of a network: a grid whose cells are the darker the more
/// multiply-accumulates they cost.
public enum SweepFigure {
  /// One cell.
  package struct Cell: Sendable {
    package var cost: ScaledCost
    /// Published top-1 accuracy in percent.
    package var accuracy: Double?

    package init(_ cost: ScaledCost, accuracy: Double?) {
      (self.cost, self.accuracy) = (cost, accuracy)
    }
  }

  /// The figure of a network's costs, width by width.
  package static func scene(
    spec: ArchitectureSpec, cells: [Cell], canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) -> Scene {
    var (widths, resolutions): ([Double], [Resolution]) = ([], [])
    for cell in cells {
      if !widths.contains(cell.cost.width) { widths.append(cell.cost.width) }
      if !resolutions.contains(cell.cost.resolution) { resolutions.append(cell.cost.resolution) }
    }
    let known = cells.contains { $0.accuracy != nil }
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "\(FigureTitle.title(of: spec)): width α and resolution",
        facts: [
          "multiply-accumulates", "parameters below each width",
          known ? "published top-1 in brackets, where there is one" : "no published accuracy",
        ], source: FigureTitle.source(of: spec.reference)),
      notes: [
        "Width scales nearly all layers on both sides, so costs grow with about α²; resolution scales their places, so costs grow with its square and parameters stay."
      ])
    let rowHeight = canvas == .slide ? 58.0 : 44.0
    return frame.scene(
      height: { _ in 70 + Double(resolutions.count) * rowHeight }, measuring: measuring
    ) { room in
      grid(cells, widths, resolutions, in: room, canvas, measuring)
    }
  }

  private static func grid(
    _ cells: [Cell], _ widths: [Double], _ resolutions: [Resolution], in room: Rect,
    _ canvas: FigureCanvas, _ measuring: some TextMeasuring
  ) -> [Primitive] {
    let sides = resolutions.map { resolution in
      resolution.isSquare ? "\(resolution.height)" : "\(resolution.height)×\(resolution.width)"
    }
    let names = sides.reduce(0) { max($0, measuring.width($1, FigureStyle.strong)) } + 14
    let size = Size(
      (room.width - names) / Double(widths.count),
      min((room.height - 60) / Double(resolutions.count), 90))
    let most = cells.reduce(0.0) { max($0, Double($1.cost.macs)) }
    let small = TextStyle(size: canvas == .column ? 10 : 12)
    var marks: [Primitive] = []
    for (column, width) in widths.enumerated() {
      let x = room.minX + names + (Double(column) + 0.5) * size.width
      let parameters = cells.first { $0.cost.width == width }?.cost.parameters ?? 0
      marks.append(
        .label(
          "α = \(FigureNumber.trimmed(width))", at: Point(x, room.minY + 10), FigureStyle.strong))
      marks.append(
        .label(FigureNumber.short(parameters), at: Point(x, room.minY + 30), small))
    }
    for cell in cells {
      guard let column = widths.firstIndex(of: cell.cost.width),
        let row = resolutions.firstIndex(of: cell.cost.resolution)
      else { continue }
      let box = Rect(
        x: room.minX + names + Double(column) * size.width,
        y: room.minY + 44 + Double(row) * size.height, width: size.width, height: size.height
      ).inset(by: 1.5)
      let share = most > 0 ? (Double(cell.cost.macs) / most).squareRoot() : 0
      marks.append(
        .path(
          .rectangle(box), fill: Color.white.mixed(with: Palette.orange.fill, share: share)))
      let lines =
        [FigureNumber.short(cell.cost.macs)]
        + (cell.accuracy.map {
          ["(\(FigureNumber.fixed($0, decimals: 1)) %)"]
        } ?? [])
      for (line, text) in lines.enumerated() {
        let offset = (Double(line) - Double(lines.count - 1) / 2) * (small.size + 4)
        marks.append(.label(text, at: Point(box.midX, box.midY + offset), small))
      }
    }
    for (row, side) in sides.enumerated() {
      marks.append(
        .label(
          side,
          at: Point(room.minX + names - 10, room.minY + 44 + (Double(row) + 0.5) * size.height),
          FigureStyle.strong, anchor: .end))
    }
    return marks
  }
}
