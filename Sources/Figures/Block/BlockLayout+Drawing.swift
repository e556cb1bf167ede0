import Drawing

extension BlockLayout {
  /// The marks of the layers and of the table beside them.
  func primitives(measuring: some TextMeasuring) -> [Primitive] {
    var marks = shapes.indices.flatMap { band($0) }
    marks += edges.flatMap { edge($0) }
    marks += shapes.flatMap { shape($0, measuring) }
    marks += (inputs + [output]).map {
      .path(.rectangle($0), fill: Palette.gray.fill, stroke: Stroke(.ink, width: 1.2))
    }
    for (end, text) in inputs.map({ ($0, "input") }) + [(output, "output")] {
      marks.append(
        .label(text, at: Point(end.maxX + 8, end.midY), style.heading, anchor: .start))
    }
    marks += labels
    if tablePlace == .beside {
      marks += table.primitives(
        BlockTable.headings, at: tableMiddle(ofLine: -1), style.heading)
    }
    for (row, line) in table.lines.enumerated() {
      marks += table.primitives(line, at: tableMiddle(ofLine: row), style.text)
    }
    let foot = tableMiddle(ofLine: table.lines.count)
    let rule = foot - style.gap * (tablePlace == .beside ? 0.56 : 0.8)
    marks.append(
      .path(
        .line(from: Point(table.left, rule), to: Point(frame.maxX, rule)),
        stroke: Stroke(.mutedInk, width: 1)))
    return marks + table.primitives(table.total, at: foot, style.strong)
  }

  /// Every other row is shaded, to lead the eye from a layer to its costs.
  private func band(_ row: Int) -> [Primitive] {
    guard row.isMultiple(of: 2), tablePlace != .below else { return [] }
    let band = Rect(
      x: frame.minX + 24, y: middle(ofRow: row) - style.pitch / 2, width: frame.width - 24,
      height: style.pitch)
    return [.path(.rectangle(band), fill: FigureStyle.band)]
  }

  private func edge(_ edge: Edge) -> [Primitive] {
    let path: Path = edge.isShortcut ? rounded(edge.points, radius: 12) : .polyline(edge.points)
    return Primitive.arrow(
      along: path, stroke: edge.isShortcut ? FigureStyle.residual : FigureStyle.flow,
      headLength: 7)
  }

  /// A line whose corners are quarter curves.
  private func rounded(_ points: [Point], radius: Double) -> Path {
    guard let first = points.first, let last = points.last else { return Path() }
    var elements: [Path.Element] = [.move(first)]
    for (before, (corner, after)) in zip(points, zip(points.dropFirst(), points.dropFirst(2))) {
      let entry = corner.toward(before, radius)
      let exit = corner.toward(after, radius)
      elements += [.line(entry), .curve(control1: corner, control2: corner, to: exit)]
    }
    return Path(elements + [.line(last)])
  }

  private func shape(_ shape: Shape, _ measuring: some TextMeasuring) -> [Primitive] {
    let layer = outline.layers[shape.layer]
    if let symbol = layer.symbol {
      return symbol.primitives(at: shape.box.center, radius: shape.box.height / 2)
    }
    let box = shape.box
    let (above, below) = (shape.widths.above / 2, shape.widths.below / 2)
    let outline = Path.polygon([
      Point(box.midX - above, box.minY), Point(box.midX + above, box.minY),
      Point(box.midX + below, box.maxY), Point(box.midX - below, box.maxY),
    ])
    var marks: [Primitive] = [
      .path(
        outline, fill: layer.category.palette.fill, stroke: FigureStyle.outline(layer.category))
    ]
    let text = ([layer.caption.short] + layer.caption.shorter).first { text in
      let metrics = measuring.metrics(of: text, in: style.strong)
      return metrics.width + 10 < above + below && metrics.height <= box.height
    }
    if let text { marks.append(.label(text, at: box.center, style.strong)) }
    return marks
  }

  /// The shapes of the tensors that edges carry. Where two edges of one shape end at the same layer, it
  /// stands once.
  private var labels: [Primitive] {
    var places: [(text: String, at: Point)] = []
    for edge in edges {
      guard let label = label(edge) else { continue }
      let isThere = places.contains {
        $0.text == label.text && $0.at.x == label.at.x && abs($0.at.y - label.at.y) < style.gap
      }
      if !isThere { places.append(label) }
    }
    return places.map { .label($0.text, at: $0.at, style.text, anchor: .end) }
  }

  /// The shape of the tensor that an edge carries, at the left of its last stretch down.
  private func label(_ edge: Edge) -> (text: String, at: Point)? {
    guard !edge.isShortcut, let end = edge.points.last, let before = edge.points.dropLast().last,
      before.x == end.x, let shape = outline.tensor(edge.from)
    else { return nil }
    // Where the way is long, beside its last part.
    let start = max(before.y, end.y - style.gap)
    return (shape.spaced, Point(end.x - 7, (start + end.y) / 2 - 1))
  }
}

extension Point {
  /// The point so far on the way to another, at most half of it.
  fileprivate func toward(_ other: Point, _ length: Double) -> Point {
    let distance = distance(to: other)
    guard distance > 0 else { return self }
    let part = min(length, distance / 2) / distance
    return Point(x + (other.x - x) * part, y + (other.y - y) * part)
  }
}
