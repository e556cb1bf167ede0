import Architecture
import Detection
import TestSupport
import Testing

@Suite("Decoding")
struct DecodingTests {
  private static let ssd = CenterSizeDecoding(
    variances: [0.1, 0.1, 0.2, 0.2], largestGrowth: nil, background: .first)

  @Test("SSD: by hand")
  func centerSize() {
    let start = CenteredBox(x: 100, y: 50, width: 40, height: 20)
    #expect(Self.ssd.box(.zero, moving: start) == start)
    let moved = Self.ssd.box([1, -2, 5, -5], moving: start)
    #expect(near(moved.x, 104) && near(moved.y, 46))
    #expect(near(moved.width, 40 * 2.718282) && near(moved.height, 20 / 2.718282))
  }

  @Test("SSD: y, x, height, width with their variances, as TensorFlow has them")
  func yFirst() {
    var decoding = Self.ssd
    (decoding.order, decoding.variances) = (.yFirst, [0.1, 0.3, 0.2, 0.4])
    let start = CenteredBox(x: 100, y: 50, width: 40, height: 20)
    let moved = decoding.box([-2, 1, -5, 2.5], moving: start)
    #expect(near(moved.x, 112) && near(moved.y, 46))
    #expect(near(moved.width, 40 * 2.718282) && near(moved.height, 20 / 2.718282))
    let answers = decoding.answers(for: moved, from: start)
    for (found, expected) in zip(
      [answers.x, answers.y, answers.z, answers.w], [-2, 1, -5, 2.5] as [Float])
    {
      #expect(near(found, expected))
    }
  }

  @Test("SSD: growth has a bound where the table gives one")
  func growth() {
    var bounded = Self.ssd
    bounded.largestGrowth = 62.5
    let start = CenteredBox(x: 0, y: 0, width: 2, height: 2)
    let box = bounded.box([0, 0, 1000, -1000], moving: start)
    #expect(near(box.width, 125) && box.height == 0)
    #expect(Self.ssd.box([0, 0, 1000, 0], moving: start).width == .infinity)
  }

  @Test("YOLO: nothing answered is the anchor in the middle of its cell")
  func cells() {
    let anchor = Anchor(width: 30, height: 61)
    for rule in CellDecoding.Rule.allCases {
      let box = CellDecoding(rule: rule, leastObjectness: 0).box(
        .zero, anchor: anchor, column: 3, row: 1, stepX: 16, stepY: 8)
      #expect(box == CenteredBox(x: 56, y: 12, width: 30, height: 61))
    }
  }

  @Test("YOLO: by hand")
  func cellsByHand() {
    let anchor = Anchor(width: 10, height: 10)
    // The sigmoid of ln 3 is 3/4.
    let answer = SIMD4<Float>(repeating: 1.0986123)
    let three = CellDecoding(rule: .exponential, leastObjectness: 0).box(
      answer, anchor: anchor, column: 2, row: 0, stepX: 8, stepY: 8)
    #expect(near(three.x, 22) && near(three.y, 6) && near(three.width, 30))
    let five = CellDecoding(rule: .quadratic, leastObjectness: 0).box(
      answer, anchor: anchor, column: 2, row: 0, stepX: 8, stepY: 8)
    #expect(near(five.x, 24) && near(five.y, 8) && near(five.width, 22.5))
  }

  @Test("what is encoded is decoded", arguments: 0..<20)
  func roundTrip(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func number(_ range: ClosedRange<Float>) -> Float { .random(in: range, using: &random) }
    func close(_ found: CenteredBox, _ box: CenteredBox) -> Bool {
      near(found.x, box.x, 0.01) && near(found.y, box.y, 0.01)
        && near(found.width, box.width, 0.001 * box.width)
        && near(found.height, box.height, 0.001 * box.height)
    }
    let box = CenteredBox(
      x: number(0...300), y: number(0...300), width: number(1...200), height: number(1...200))
    let start = CenteredBox(
      x: number(0...300), y: number(0...300), width: number(20...200), height: number(20...200))
    #expect(close(Self.ssd.box(Self.ssd.answers(for: box, from: start), moving: start), box))

    let (column, row) = (Int(box.x / 16), Int(box.y / 16))
    // Sides that every rule reaches, and centers inside their cell.
    let inside = CenteredBox(
      x: (Float(column) + number(0.05...0.95)) * 16, y: (Float(row) + number(0.05...0.95)) * 16,
      width: number(10...150), height: number(10...150))
    for rule in CellDecoding.Rule.allCases {
      let decoding = CellDecoding(rule: rule, leastObjectness: 0)
      let anchor = Anchor(width: 50, height: 40)
      let answer = decoding.answers(
        for: inside, anchor: anchor, column: column, row: row, stepX: 16, stepY: 16)
      #expect(
        close(
          decoding.box(answer, anchor: anchor, column: column, row: row, stepX: 16, stepY: 16),
          inside))
    }
  }

  @Test("center and edges are two forms of one box")
  func forms() {
    let box = CenteredBox(x: 10, y: 20, width: 8, height: 6)
    #expect(Box(box) == Box(left: 6, top: 17, right: 14, bottom: 23))
    #expect(CenteredBox(Box(box)) == box)
    #expect(Box(box).area == 48)
    #expect(Box(left: 3, top: 0, right: 1, bottom: 9).area == 0)
  }
}
