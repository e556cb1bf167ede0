import Testing

@testable import Drawing

@Suite struct GeometryTests {
  let unit = Rect(x: 0, y: 0, width: 10, height: 20)

  @Test func insetKeepsTheCenter() {
    let inner = unit.inset(by: 3)
    #expect(inner == Rect(x: 3, y: 3, width: 4, height: 14))
    #expect(inner.center == unit.center)
    #expect(inner.inset(by: -3) == unit)
  }

  @Test func unionHoldsBothAndNoMore() {
    let other = Rect(x: -5, y: 8, width: 7, height: 30)
    let union = unit.union(other)
    #expect(union.contains(unit) && union.contains(other))
    #expect(union == Rect(enclosing: unit.corners + other.corners))
  }

  @Test func touchingRectanglesDoNotIntersect() {
    #expect(!unit.intersects(Rect(x: 10, y: 0, width: 5, height: 20)))
    #expect(!unit.intersects(Rect(x: 0, y: 20, width: 10, height: 5)))
    #expect(unit.intersects(Rect(x: 9.99, y: 19.99, width: 5, height: 5)))
  }

  @Test func enclosesNothingWithoutPoints() {
    #expect(Rect(enclosing: []) == nil)
  }

  @Test func distanceIsEuclidean() {
    #expect(Point(1, 2).distance(to: Point(4, 6)) == 5)
  }

  @Test func roundsToHundredthsAndDropsTheSignOfZero() {
    #expect(1.234_9.roundedToHundredth == 1.23)
    #expect((-0.001).roundedToHundredth.sign == .plus)
    #expect(Double.nan.roundedToHundredth.isNaN)
  }

  @Test func clippingCutsALineAtTheEdges() {
    let square = Rect(x: 0, y: 0, width: 10, height: 10)
    #expect(square.clipping([Point(-5, 5), Point(15, 5)]) == [[Point(0, 5), Point(10, 5)]])
    #expect(square.clipping([Point(1, 1), Point(9, 9)]) == [[Point(1, 1), Point(9, 9)]])
    #expect(square.clipping([Point(-5, -1), Point(15, -1)]).isEmpty)
    #expect(square.clipping([Point(-3, 2), Point(2, -3)]).isEmpty)
  }

  @Test func clippingSplitsALineThatLeavesAndReturns() {
    let square = Rect(x: 0, y: 0, width: 10, height: 10)
    let line = [Point(2, 5), Point(5, 5), Point(5, 15), Point(8, 15), Point(8, 5), Point(9, 5)]
    #expect(
      square.clipping(line) == [
        [Point(2, 5), Point(5, 5), Point(5, 10)], [Point(8, 10), Point(8, 5), Point(9, 5)],
      ])
  }

  @Test func clippingBreaksALineAtPointsThatAreNotFinite() {
    let square = Rect(x: 0, y: 0, width: 10, height: 10)
    let line = [
      Point(1, 1), Point(2, 2), Point(3, .nan), Point(4, 4), Point(5, 5), Point(.infinity, 6),
    ]
    #expect(
      square.clipping(line) == [[Point(1, 1), Point(2, 2)], [Point(4, 4), Point(5, 5)]])
  }
}
