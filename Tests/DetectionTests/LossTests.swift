import Architecture
import Detection
import Foundation
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Losses against those of `Scripts/loss-fixtures.py`, which knows neither tables nor sources.
@Suite("Losses")
struct LossTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Positive: Decodable, Sendable {
      var number: Int
      var agreement: Double
      var printed: [Double]
      var program: [Double]
    }

    var network: String
    var truths: [[Double]]
    var positives: [Positive]
    var ignored: Int
    var forms: [[String: Double]]

    var testDescription: String { "\(network), \(truths)" }
  }

  private static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Losses/losses.json")
    return (try? JSONDecoder().decode([Case].self, from: Data(contentsOf: file))) ?? []
  }()

  /// The answers of the script's formula.
  private static func formula(of graph: Graph) -> [[Float]] {
    graph.outputs.enumerated().map { output, place in
      (0..<graph.nodes[place.node].shape.count).map { index in
        Float(Double((index * 7919 + output * 104_729) % 2003) / 2003 * 8 - 4)
      }
    }
  }

  private static func truths(_ boxes: [[Double]]) -> [TrueBox] {
    boxes.map { box in
      TrueBox(
        box: CenteredBox(
          x: Float(box[0]), y: Float(box[1]), width: Float(box[2]), height: Float(box[3])),
        classIndex: Int(box[4]))
    }
  }

  private static func isNear(_ found: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    abs(found - expected) <= tolerance * max(1, abs(expected))
  }

  @Test func allCasesAreThere() { #expect(Self.cases.count == 26) }

  @Test("as numpy has them", arguments: cases)
  func numpy(_ expected: Case) throws {
    let graph = try system(expected.network)
    let found = try DetectionLoss(graph).breakdown(
      of: Self.formula(of: graph), for: Self.truths(expected.truths))
    #expect(found.ignoredCount == expected.ignored)
    #expect(found.positives.count == expected.positives.count)
    #expect(
      Set(found.positives.map(\.number)) == Set(expected.positives.map(\.number)))
    var rest = expected.positives
    for (index, match) in found.positives.enumerated() {
      // Two objects may have one box.
      let place = rest.firstIndex { other in
        other.number == match.number
          && zip(other.program, found.forms.last?.coordinates[index] ?? []).allSatisfy {
            Self.isNear($1.targetValue, $0, 1e-4)
          }
      }
      let own = rest.remove(at: try #require(place, "targets of box \(match.number)"))
      #expect(Self.isNear(match.agreement ?? 0, own.agreement, 1e-5))
      if !own.printed.isEmpty {
        for (value, coordinate) in zip(own.printed, found.forms[0].coordinates[index]) {
          #expect(Self.isNear(coordinate.targetValue, value, 1e-4))
        }
      }
    }
    #expect(found.forms.count == expected.forms.count)
    for (form, terms) in zip(found.forms, expected.forms) {
      var sums: [String: Double] = [:]
      for term in form.terms { sums[term.part.rawValue, default: 0] += term.value }
      #expect(Set(sums.keys) == Set(terms.keys))
      for (name, value) in terms {
        #expect(Self.isNear(sums[name] ?? .nan, value, 2e-5), "\(form.origin) \(name)")
      }
      #expect(Self.isNear(form.total, terms.values.reduce(0, +), 2e-5))
    }
  }

  @Test("YOLOv3 by hand: a box of an anchor's shape in the middle of a cell")
  func bestAnchor() throws {
    let graph = try system("yolov3-mobilenet-v3-large")
    let truth = TrueBox(box: CenteredBox(x: 312, y: 216, width: 30, height: 61), classIndex: 4)
    let zeros = answers(of: graph)
    let found = try DetectionLoss(graph).breakdown(of: zeros, for: [truth])
    let match = try #require(found.positives.first)
    #expect((match.map, match.row, match.column, match.box) == (1, 13, 19, 0))
    #expect(match.agreement == 1 && match.role == .best && found.positives.count == 1)
    // The answer 0 is the box itself: all that is wrong is the yes and no of ln 2 each.
    #expect(match.predictedOverlap == 1)
    let (note, program) = (found.forms[0], found.forms[1])
    #expect(note.coordinates[0].map(\.targetValue) == [0.5, 0.5, 0, 0])
    let two = 2.0
    let ln2 = Double.log(two)
    #expect(Self.isNear(note.terms[0].value, ln2, 1e-9))
    #expect(Self.isNear(note.terms[1].value, 20 * ln2, 1e-9) && note.terms[2].value == 0)
    #expect(Self.isNear(program.terms[0].value, 22_743 * ln2, 1e-9))
    // Even a right center has an entropy of its own.
    let scale = 2 - 30.0 * 61 / 608 / 608
    #expect(Self.isNear(program.terms[2].value, scale * 2 * ln2, 1e-9))
    #expect(program.terms[3].value == 0)
  }

  @Test("SSD by hand: a default box itself, three hardest others, ln of all classes")
  func multiBox() throws {
    let graph = try system("ssd-mobilenet-v1")
    let loss = try DetectionLoss(graph)
    let number = 1083 + 600 + 2
    let box = loss.detector.referenceBoxes[number]
    let found = try loss.breakdown(
      of: answers(of: graph), for: [TrueBox(box: box, classIndex: 3)])
    #expect(found.positives.first?.number == number)
    #expect(found.positives.first?.role == .best && found.positives.first?.agreement == 1)
    #expect(found.positives.dropFirst().allSatisfy { ($0.agreement ?? 0) >= 0.5 })
    let ln21 = Double.log(21)
    for form in found.forms {
      #expect(form.coordinates[0].allSatisfy { $0.targetValue == 0 })
      // Every positive box and three others have a share of 1/21 each.
      #expect(Self.isNear(form.terms[0].value, 4 * ln21, 1e-9))
    }
  }

  @Test("an object that no default box overlaps enough has the best one")
  func bestOnly() throws {
    let graph = try system("ssd-mobilenet-v1")
    let truth = TrueBox(box: CenteredBox(x: 150, y: 150, width: 10, height: 10), classIndex: 1)
    let found = try DetectionLoss(graph).breakdown(of: answers(of: graph), for: [truth])
    #expect(found.positives.count == 1 && found.positives[0].role == .best)
    #expect((found.positives[0].agreement ?? 1) < 0.5)
  }

  @Test("of two objects with one best box the later has it, and the other is told of")
  func taken() throws {
    for name in ["ssd-mobilenet-v1", "yolov3-mobilenet-v3-large"] {
      let graph = try system(name)
      let box = CenteredBox(x: 100, y: 100, width: 20, height: 20)
      let found = try DetectionLoss(graph).breakdown(
        of: answers(of: graph), for: [1, 2].map { TrueBox(box: box, classIndex: $0) })
      #expect(found.positives.map(\.truth) == [1])
      #expect(found.matches.contains { $0.truth == 0 && $0.role == .taken })
    }
  }

  @Test("YOLOv5 by hand: neighbors are the cells that the center is nearest to")
  func neighbors() throws {
    let graph = try system("yolov5-mobilenet-v3-small")
    // In cells of the first map (8 pixels) the center is 10.25, 20.75; on the edge nothing is beside.
    let truth = TrueBox(box: CenteredBox(x: 82, y: 166, width: 16, height: 30), classIndex: 0)
    let found = try DetectionLoss(graph).breakdown(of: answers(of: graph), for: [truth])
    let cells = Set(
      found.positives.filter { $0.map == 0 && $0.box == 1 }.map { [$0.row, $0.column] })
    #expect(cells == [[20, 10], [20, 9], [21, 10]])
    #expect(found.positives.first?.agreement == 1)
    let corner = TrueBox(box: CenteredBox(x: 2, y: 2, width: 4, height: 4), classIndex: 0)
    let atEdge = try DetectionLoss(graph).breakdown(of: answers(of: graph), for: [corner])
    #expect(atEdge.positives.allSatisfy { $0.row == 0 && $0.column == 0 })
  }

  @Test("the complete overlap of equal boxes is 1, and apart it falls below 0")
  func completeOverlap() {
    let box = CenteredBox(x: 10, y: 10, width: 4, height: 2)
    #expect(CompleteOverlap(box, box).value == 1)
    // 30 apart in x: the diagonal of both is that of 34 by 2.
    let far = CompleteOverlap(box, CenteredBox(x: 40, y: 10, width: 4, height: 2))
    #expect(far.overlap == 0 && Self.isNear(far.value, -900.0 / (34 * 34 + 4), 1e-12))
    let turned = CompleteOverlap(box, CenteredBox(x: 10, y: 10, width: 2, height: 4))
    // atan 2 - atan 1/2 is 0.6435011088.
    #expect(Self.isNear(turned.shape, 4 / (Double.pi * Double.pi) * 0.414_093_677, 1e-6))
  }

  @Test("every detector of the tables says its loss, and segmentation does not")
  func everyDetector() throws {
    for name in try TableLibrary.repository().architectureNames {
      guard let graph = try? system(name) else { continue }
      let isDetector = graph.spec.heads.contains { $0.detection != nil }
      #expect(DetectionLoss.isKnown(for: graph) == isDetector, "\(name)")
    }
  }
}

extension Double {
  /// ln.
  fileprivate static func log(_ value: Double) -> Double { Foundation.log(value) }
}
