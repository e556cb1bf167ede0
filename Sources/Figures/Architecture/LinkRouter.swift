import Drawing

/// Leads links below the glyphs of a line, short ones nearest to them, long ones around those.
struct LinkRouter {
  private let outline: ArchitectureOutline
  private let plan: SlotPlan
  /// The least x of the vertical stretches between lines.
  private let corridor: Double
  private let takes: Set<Int>
  private let gives: Set<Int>

  /// The room between two parallel stretches, in points.
  static let spacing = 10.0

  init(_ outline: ArchitectureOutline, _ plan: SlotPlan, corridor: Double) {
    self.outline = outline
    self.plan = plan
    self.corridor = corridor
    takes = Set(outline.links.map { $0.to })
    gives = Set(outline.links.map { $0.from } + outline.heads.map { $0.source })
  }

  /// The part of a link that runs below one line of glyphs.
  private struct Leg {
    var wire: Int
    var left: Double
    var right: Double
    var leaves: Bool
    var arrives: Bool

    var order: (Double, Int) { (right - left, wire) }
  }

  /// Leads on all links, and those to heads in other lines, below a line; returns where they and
  /// the glyphs end. There is a list of points for every link, then for every head.
  func route(
    line: Int, _ glyphs: [ArchitectureLayout.Glyph], _ own: ArchitectureLayout.Line,
    into wires: inout [[Point]]
  ) -> Double {
    var skyline = Skyline()
    for glyph in glyphs where glyph.line == line {
      skyline.add(Interval(glyph.box.minX, glyph.box.maxX), bottom: glyph.box.maxY)
    }
    for leg in legs(line: line, glyphs).sorted(by: { $0.order < $1.order }) {
      let y =
        skyline.bottom(over: Interval(leg.left - 5, leg.right + 5), top: own.axis) + Self.spacing
      skyline.add(Interval(leg.left, leg.right), bottom: y)
      if leg.leaves {
        wires[leg.wire] = [outgoing(glyphs[source(of: leg.wire)]), Point(leg.left, y)]
      }
      if !leg.leaves || !leg.arrives { wires[leg.wire].append(Point(leg.right, y)) }
      if leg.arrives {
        let target = glyphs[outline.links[leg.wire].to]
        let x = incoming(leg.wire, target)
        wires[leg.wire] += [Point(x, y), Point(x, foot(of: target))]
      }
    }
    return max(own.laneBottom, skyline.lowest(top: own.axis))
  }

  /// The x at which a link or, by numbers from those of links on, a head passes other lines.
  func passage(_ wire: Int) -> Double { corridor + 12 + 7 * Double(wire) }

  private func source(of wire: Int) -> Int {
    wire < outline.links.count
      ? outline.links[wire].from : outline.heads[wire - outline.links.count].source
  }

  /// Where links leave a glyph: at the right of those that come in.
  func outgoing(_ glyph: ArchitectureLayout.Glyph) -> Point {
    if glyph.stop == 0 { return PictureGlyph.foot(of: glyph.box) }
    let aside = takes.contains(glyph.stop) ? offset(glyph) : 0
    return Point(glyph.box.midX + aside, foot(of: glyph))
  }

  /// The lower edge of a glyph, or of its symbol where that reaches farther.
  private func foot(of glyph: ArchitectureLayout.Glyph) -> Double {
    let hasSymbol = outline.stops[glyph.stop].symbol != nil
    return max(glyph.box.maxY, glyph.box.midY + (hasSymbol ? GlyphSymbol.radius : 0))
  }

  /// Where a link comes in: the nearer its source, the farther left, so that links do not cross.
  private func incoming(_ link: Int, _ glyph: ArchitectureLayout.Glyph) -> Double {
    let rivals = outline.links.indices.filter { outline.links[$0].to == glyph.stop }
      .sorted { outline.links[$0].from > outline.links[$1].from }
    let place = Double(rivals.firstIndex(of: link) ?? 0) - Double(rivals.count - 1) / 2
    let middle =
      gives.contains(glyph.stop) ? glyph.box.midX - offset(glyph) : glyph.box.midX
    return middle + place * 6
  }

  private func offset(_ glyph: ArchitectureLayout.Glyph) -> Double {
    max(3, min(6, glyph.box.width / 4))
  }

  private func legs(
    line: Int, _ glyphs: [ArchitectureLayout.Glyph]
  ) -> [Leg] {
    (0..<outline.links.count + outline.heads.count).compactMap { wire in
      // Heads stand below the last line, where they find room for themselves.
      let target =
        wire < outline.links.count
        ? self.line(of: outline.links[wire].to) : plan.lines.count - 1
      let isLink = wire < outline.links.count
      let leaves = self.line(of: source(of: wire)) == line
      let arrives = isLink && target == line
      guard leaves || arrives, isLink || target != line else { return nil }
      let port = arrives ? incoming(wire, glyphs[outline.links[wire].to]) : passage(wire)
      return leaves
        ? Leg(
          wire: wire, left: outgoing(glyphs[source(of: wire)]).x, right: port, leaves: true,
          arrives: arrives)
        : Leg(wire: wire, left: port, right: passage(wire), leaves: false, arrives: true)
    }
  }

  private func line(of stop: Int) -> Int {
    plan.lines.firstIndex { $0.contains(stop) } ?? 0
  }
}
