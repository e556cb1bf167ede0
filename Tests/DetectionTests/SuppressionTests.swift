import Architecture
import Detection
import TestSupport
import Testing

@Suite("Suppression")
struct SuppressionTests {
  /// The same, as slowly and plainly as can be: the best of those left, again and again.
  private func plain(_ suppression: Suppression, _ boxes: [Box], _ scores: [Float]) -> [Int] {
    func overlap(_ first: Box, _ second: Box) -> Float {
      let width = max(0, min(first.right, second.right) - max(first.left, second.left))
      let height = max(0, min(first.bottom, second.bottom) - max(first.top, second.top))
      return width * height / (first.area + second.area - width * height)
    }
    var left = boxes.indices.filter { scores[$0] > Float(suppression.score) }
    var taken = 0
    var kept: [Int] = []
    while taken < (suppression.candidates ?? .max), let first = left.first {
      let best = left.reduce(first) { scores[$1] > scores[$0] ? $1 : $0 }
      left.removeAll { $0 == best }
      taken += 1
      if !kept.contains(where: { overlap(boxes[$0], boxes[best]) > Float(suppression.overlap) }) {
        kept.append(best)
      }
    }
    return kept
  }

  private static func suppression(
    score: Double = 0.1, overlap: Double = 0.45, candidates: Int? = 1000
  ) -> Suppression {
    Suppression(score: score, overlap: overlap, candidates: candidates, kept: 100)
  }

  @Test("as the plain algorithm, on random boxes of every kind", arguments: 0..<60)
  func random(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...200, using: &random)
    var boxes: [Box] = []
    var scores: [Float] = []
    for _ in 0..<count {
      // Coarse numbers, so that ties and identical boxes are frequent.
      func coarse(_ range: ClosedRange<Int>) -> Float {
        Float(Int.random(in: range, using: &random)) * 4
      }
      let (left, top) = (coarse(0...12), coarse(0...12))
      var box = Box(
        left: left, top: top, right: left + coarse(-1...8), bottom: top + coarse(-1...8))
      switch Int.random(in: 0..<20, using: &random) {
      case 0: box.right = box.left
      case 1: box = boxes.last ?? box
      case 2: box.left = .nan
      case 3: box.bottom = .infinity
      default: break
      }
      boxes.append(box)
      let score = Float(Int.random(in: 0...20, using: &random)) / 20
      scores.append(Int.random(in: 0..<20, using: &random) == 0 ? .nan : score)
    }
    for suppression in [
      Self.suppression(), Self.suppression(overlap: 0), Self.suppression(overlap: 1),
      Self.suppression(score: 0.5, candidates: 7), Self.suppression(candidates: nil),
      Self.suppression(score: 1),
    ] {
      #expect(
        suppression.survivors(of: boxes, scores: scores) == plain(suppression, boxes, scores))
    }
  }

  @Test("by hand: half of a box over another")
  func byHand() {
    let boxes = [0, 5, 10, 100].map { (left: Float) in
      Box(left: left, top: 0, right: left + 10, bottom: 10)
    }
    let scores: [Float] = [0.5, 0.9, 0.5, 0.2]
    // Neighbors share a third of their union.
    #expect(Self.suppression(overlap: 0.3).survivors(of: boxes, scores: scores) == [1, 3])
    #expect(Self.suppression(overlap: 0.34).survivors(of: boxes, scores: scores) == [1, 0, 2, 3])
    #expect(
      Self.suppression(overlap: 0.34, candidates: 2).survivors(of: boxes, scores: scores) == [1, 0])
    #expect(Self.suppression(score: 0.5).survivors(of: boxes, scores: scores) == [1])
  }

  @Test("an overlap of exactly the threshold is kept")
  func strict() {
    let boxes = [
      Box(left: 0, top: 0, right: 2, bottom: 1), Box(left: 0, top: 0, right: 1, bottom: 1),
    ]
    #expect(Self.suppression(overlap: 0.5).survivors(of: boxes, scores: [0.9, 0.8]) == [0, 1])
    #expect(Self.suppression(overlap: 0.49).survivors(of: boxes, scores: [0.9, 0.8]) == [0])
  }

  @Test("nothing, and scores for fewer boxes, are no trouble")
  func empty() {
    #expect(Self.suppression().survivors(of: [], scores: []).isEmpty)
    let box = Box(left: 0, top: 0, right: 1, bottom: 1)
    #expect(Self.suppression().survivors(of: [box, box], scores: [0.9]) == [0])
    #expect(Self.suppression().survivors(of: [box], scores: [0.9, 0.8]) == [0])
  }

  @Test("25,200 boxes of which 1000 count take about a millisecond, not twenty")
  func speed() {
    var random = SeededGenerator(seed: 1)
    var scores = [Float](repeating: 0, count: 25_200)
    for index in 0..<1000 { scores[index * 25] = .random(in: 0.2...1, using: &random) }
    let boxes = scores.map { _ in
      let (x, y) = (
        Float.random(in: 0...600, using: &random), Float.random(in: 0...600, using: &random)
      )
      return Box(
        left: x, top: y, right: x + .random(in: 5...60, using: &random),
        bottom: y + .random(in: 5...60, using: &random))
    }
    let suppression = Self.suppression(candidates: 30_000)
    let clock = ContinuousClock()
    var survivors = 0
    let best = (0..<20).map { _ in
      clock.measure { survivors = suppression.survivors(of: boxes, scores: scores).count }
    }.min()
    #expect(survivors > 500)
    #expect((best ?? .seconds(1)) < .milliseconds(20), "\(survivors) survivors")
  }
}
