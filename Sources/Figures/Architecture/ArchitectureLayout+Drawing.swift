import Architecture
import Drawing

extension ArchitectureLayout {
  /// The marks of everything but the title and the legend, from the back to the front.
  func primitives() -> [Primitive] {
    var marks = lines.indices.flatMap { bands(line: $0) }
    marks += lines.indices.flatMap { stripMarks(line: $0) }
    marks += flows.flatMap { flow($0) }
    marks += links.flatMap { link($0.points, $0.link.purpose) }
    marks += cards.flatMap { link($0.route, .tensor) }
    marks += glyphs.flatMap { glyph($0) }
    marks += (links.map { ($0.points, $0.link.purpose) } + cards.map { ($0.route, .tensor) })
      .flatMap { tap($0.0, $0.1) }
    marks += arcs.flatMap { arc($0) }
    return marks + cards.flatMap { card($0) }
  }

  /// A band behind every other stage of a line: glyphs whose maps have the same size.
  private func bands(line index: Int) -> [Primitive] {
    let line = lines[index]
    return strip.cells(.resolution, over: line.stops).enumerated().compactMap { place, cell in
      guard place.isMultiple(of: 2) else { return nil }
      let slot = plan.slot(of: cell.stops)
      let band = Rect(
        x: slot.start, y: line.top - 4, width: slot.end - slot.start,
        height: line.laneBottom + 10 - line.top + 4)
      return .path(.rectangle(band), fill: FigureStyle.band)
    }
  }

  private func stripMarks(line index: Int) -> [Primitive] {
    let line = lines[index]
    var top = line.top
    var marks: [Primitive] = []
    for row in strip.rows {
      let textMiddle = top + row.height - 9.5
      marks.append(
        .label(
          row.heading, at: Point(edges.start, textMiddle), FigureStyle.heading, anchor: .start))
      for cell in strip.cells(row, over: line.stops) {
        let slot = plan.slot(of: cell.stops)
        marks += self.cell(cell, row, slot: slot, top: top)
      }
      top += row.height
    }
    return marks
  }

  private func cell(
    _ cell: ArchitectureStrip.Cell, _ row: ArchitectureStrip.Row, slot: Interval, top: Double
  ) -> [Primitive] {
    let middle = (slot.start + slot.end) / 2
    let bottom = top + row.height
    guard let share = cell.bar else {
      var marks: [Primitive] = [.label(cell.text, at: Point(middle, bottom - 9.5), row.style)]
      if cell.stops.count > 1, row != .resolution {
        marks.append(
          .path(
            .line(from: Point(slot.start + 5, bottom - 1), to: Point(slot.end - 5, bottom - 1)),
            stroke: Stroke(.mutedInk, width: 0.8)))
      }
      return marks
    }
    let height = max(0.75, share * ArchitectureStrip.Row.barHeight)
    let bar = Rect(x: middle - 7, y: bottom - 2 - height, width: 14, height: height)
    return [
      .path(.rectangle(bar), fill: .mutedInk),
      .label(cell.text, at: Point(middle, bar.minY - 1), row.style, baseline: .bottom),
    ]
  }

  private func flow(_ points: [Point]) -> [Primitive] {
    [.path(.polyline(points), stroke: FigureStyle.flow)]
  }

  private func link(
    _ points: [Point], _ purpose: ArchitectureOutline.Link.Purpose
  ) -> [Primitive] {
    Primitive.arrow(along: .polyline(points), stroke: stroke(purpose), headLength: 7)
  }

  /// The dot where a link leaves its source.
  private func tap(
    _ points: [Point], _ purpose: ArchitectureOutline.Link.Purpose
  ) -> [Primitive] {
    points.prefix(1).map {
      .path(.circle(center: $0, radius: 2.75), fill: stroke(purpose).color)
    }
  }

  private func stroke(_ purpose: ArchitectureOutline.Link.Purpose) -> Stroke {
    switch purpose {
    case .tensor: FigureStyle.link
    case .size: FigureStyle.sizeLink
    }
  }

  private func glyph(_ glyph: Glyph) -> [Primitive] {
    let stop = outline.stops[glyph.stop]
    if stop.category == .input {
      return PictureGlyph.primitives(stop.output, in: glyph.box)
    }
    var marks = BlockGlyph.primitives(stop.category, in: glyph.box)
    if stop.hasSqueezeExcite {
      marks += SqueezeMark.primitives(in: glyph.box)
    }
    if let symbol = stop.symbol {
      marks += symbol.primitives(at: glyph.box.center)
    }
    return marks
  }

  private func arc(_ arc: Arc) -> [Primitive] {
    let arrow = Primitive.arrow(along: arc.path, stroke: FigureStyle.residual, headLength: 7)
    guard arc.residual.count > 1 else { return arrow }
    return arrow + [
      .label(
        "×\(arc.residual.count)", at: arc.top.translated(y: -5), FigureStyle.small,
        baseline: .bottom)
    ]
  }

  private func card(_ card: Card) -> [Primitive] {
    let head = outline.heads[card.head]
    let category = FigureCategory.head
    let box = card.box
    let header = Rect(x: box.x, y: box.y, width: box.width, height: CardPlan.lineHeight + 5)
    let (left, right) = (box.minX + CardPlan.padding, box.maxX - CardPlan.padding)
    var marks: [Primitive] = [
      .path(.rectangle(box), fill: .white),
      .path(.rectangle(header), fill: category.palette.fill),
      .path(.rectangle(box), stroke: FigureStyle.outline(category)),
      .label(head.title, at: Point(left, header.midY), FigureStyle.strong, anchor: .start),
      .label(head.input.spaced, at: Point(right, header.midY), FigureStyle.text, anchor: .end),
    ]
    for (index, branch) in head.branches.enumerated() {
      let y = header.maxY + 4 + (Double(index) + 0.5) * CardPlan.lineHeight
      marks.append(.label(branch.name, at: Point(left, y), FigureStyle.text, anchor: .start))
      marks.append(
        .label(branch.output.spaced, at: Point(right, y), FigureStyle.text, anchor: .end))
    }
    marks.append(
      .label(
        strip.costs(of: head), at: Point(left, box.maxY - CardPlan.lineHeight / 2 - 4),
        FigureStyle.small, anchor: .start))
    return marks
  }
}
