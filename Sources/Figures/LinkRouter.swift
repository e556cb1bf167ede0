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
    takes = Set(outline.links.map(\.to))
    gives = Set(outline.links.map(\.from) + outline.heads.map(\.source))
  }

  /// The part of a link that runs below one line of glyphs.
  private struct Leg {
    var link: Int
    var left: Double
    var right: Double
    var leaves: Bool
    var arrives: Bool

    var order: (Double, Int) { (right - left, link) }
  }

  /// Adds the links that run below a line; returns where they and the glyphs end.
  func route(
    line: Int, _ glyphs: [ArchitectureLayout.Glyph], from axis: Double, below laneBottom: Double,
    into routes: inout [ArchitectureLayout.Route]
  ) -> Double {
    var skyline = Skyline()
    for glyph in glyphs where glyph.line == line {
      skyline.add(Interval(glyph.box.minX, glyph.box.maxX), bottom: glyph.box.maxY)
    }
    for leg in legs(line: line, glyphs).sorted(by: { $0.order < $1.order }) {
      let y =
        skyline.bottom(over: Interval(leg.left - 5, leg.right + 5), top: axis) + Self.spacing
      skyline.add(Interval(leg.left, leg.right), bottom: y)
      let link = outline.links[leg.link]
      var points: [Point] = []
      if leg.leaves {
        points = [outgoing(glyphs[link.from]), Point(leg.left, y)]
      }
      if !leg.leaves || !leg.arrives { points.append(Point(leg.right, y)) }
      if leg.arrives {
        let x = incoming(leg.link, glyphs[link.to])
        points += [Point(x, y), Point(x, foot(of: glyphs[link.to]))]
      }
      if let known = routes.firstIndex(where: { $0.link == link }) {
        routes[known].points += points
      } else {
        routes.append(ArchitectureLayout.Route(link: link, points: points))
      }
    }
    return max(laneBottom, skyline.lowest(top: axis))
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

  private func legs(line: Int, _ glyphs: [ArchitectureLayout.Glyph]) -> [Leg] {
    outline.links.indices.compactMap { index in
      let link = outline.links[index]
      let (from, to) = (self.line(of: link.from), self.line(of: link.to))
      guard from == line || to == line else { return nil }
      let passage = corridor + 12 + 7 * Double(index)
      if from != line {
        return Leg(
          link: index, left: incoming(index, glyphs[link.to]), right: passage, leaves: false,
          arrives: true)
      }
      let left = outgoing(glyphs[link.from]).x
      let arrives = to == line
      return Leg(
        link: index, left: left, right: arrives ? incoming(index, glyphs[link.to]) : passage,
        leaves: true, arrives: arrives)
    }
  }

  private func line(of stop: Int) -> Int {
    plan.lines.firstIndex { $0.contains(stop) } ?? 0
  }
}
