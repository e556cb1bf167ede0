import Testing

@testable import Drawing

@Suite struct PathTests {
  private func isNear(_ first: Rect?, _ second: Rect) -> Bool {
    guard let first else { return false }
    return zip(first.corners, second.corners).allSatisfy { $0.distance(to: $1) < 1e-9 }
  }

  @Test func boundsOfShapesAreTheirRectangles() {
    let rect = Rect(x: 3, y: 4, width: 50, height: 20)
    #expect(Path.rectangle(rect).bounds == rect)
    #expect(isNear(Path.roundedRectangle(rect, radius: 6).bounds, rect))
    #expect(isNear(Path.roundedRectangle(rect, radius: 600).bounds, rect))
    let square = Rect(x: -2, y: 6, width: 8, height: 8)
    #expect(isNear(Path.circle(center: square.center, radius: 4).bounds, square))
  }

  @Test func boundsFollowACurveAndNotItsControlPoints() {
    let arch = Path([
      .move(Point(0, 0)),
      .curve(control1: Point(0, -4), control2: Point(12, -4), to: Point(12, 0)),
    ])
    #expect(isNear(arch.bounds, Rect(x: 0, y: -3, width: 12, height: 3)))
  }

  @Test func anArcStandsItsHeightOffTheLine() {
    // To the right it rises, to the left it hangs, downwards it leans to the right.
    #expect(
      isNear(
        Path.arc(from: .zero, to: Point(30, 0), height: 9).bounds,
        Rect(x: 0, y: -9, width: 30, height: 9)))
    #expect(
      isNear(
        Path.arc(from: Point(30, 0), to: .zero, height: 9).bounds,
        Rect(x: 0, y: 0, width: 30, height: 9)))
    #expect(
      isNear(
        Path.arc(from: .zero, to: Point(0, 30), height: 9).bounds,
        Rect(x: 0, y: 0, width: 9, height: 30)))
  }

  @Test func emptyAndSingularPathsAreHarmless() {
    #expect(Path().bounds == nil)
    #expect(Path([.close]).bounds == nil)
    #expect(Path.polyline([]) == Path() && Path.polygon([]) == Path())
    #expect(
      Path.arc(from: Point(1, 1), to: Point(1, 1), height: 5)
        == .line(from: Point(1, 1), to: Point(1, 1)))
    let rect = Rect(x: 0, y: 0, width: 4, height: 4)
    #expect(Path.roundedRectangle(rect, radius: 0) == .rectangle(rect))
    #expect(Path.roundedRectangle(rect, radius: -1) == .rectangle(rect))
  }

  @Test func aPathWithoutAMoveStartsAtItsFirstPoint() {
    #expect(
      Path([.line(Point(2, 3)), .line(Point(5, 9)), .close, .line(Point(2, 0))]).bounds
        == Rect(x: 2, y: 0, width: 3, height: 9))
  }

  @Test func anArrowEndsWhereItsPathEnds() {
    let stroke = Stroke(.ink)
    let straight = Primitive.arrow(
      along: .line(from: .zero, to: Point(20, 0)), stroke: stroke, headLength: 5)
    #expect(
      straight == [
        .path(.line(from: .zero, to: Point(15, 0)), stroke: stroke),
        .path(.polygon([Point(20, 0), Point(15, 2), Point(15, -2)]), fill: .ink),
      ])

    let arched = Primitive.arrow(
      along: .arc(from: .zero, to: Point(40, 0), height: 30), stroke: stroke, headLength: 5)
    // The arc comes down on its end, so the head stands upright on it.
    #expect(
      arched.last
        == .path(.polygon([Point(40, 0), Point(38, -5), Point(42, -5)]), fill: .ink))
  }

  @Test func anArrowShorterThanItsHeadIsAllHead() {
    let arrow = Primitive.arrow(
      along: .line(from: .zero, to: Point(0, 3)), stroke: Stroke(.ink), headLength: 8)
    #expect(arrow.first == .path(.line(from: .zero, to: .zero), stroke: Stroke(.ink)))
    #expect(arrow.count == 2)
  }

  @Test(arguments: [
    Path(), .polygon([.zero, Point(1, 0), Point(0, 1)]), .line(from: .zero, to: .zero),
    Path([.move(.zero)]),
    Path([.move(.zero), .curve(control1: .zero, control2: .zero, to: .zero)]),
  ])
  func aPathWithoutADirectionHasNoHead(path: Path) {
    #expect(
      Primitive.arrow(along: path, stroke: Stroke(.ink)) == [.path(path, stroke: Stroke(.ink))])
  }
}
