import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

@Suite("Claims and their answers")
struct ClaimTests {
  private func answer(
    _ text: String, about network: String = "mobilenet-v1", claimed: String = "0",
    because: String? = nil
  ) throws -> AnsweredClaim {
    let claim = PublishedClaim(
      network: network, text: "a note", claim: "something",
      claimed: .number(try #require(PrintedNumber(claimed))),
      answer: .init(text: text, expression: try ClaimExpression(text, about: network)),
      because: try because.map {
        .init(text: $0, expression: try ClaimExpression($0, about: network))
      }, location: SourceLocation(file: "Own.yaml", line: 3, column: 5))
    return try AnsweredClaim(claim) { request throws(RequestError) in
      try RequestError.loading {
        try Graph(
          named: request.name, width: request.width, resolution: request.resolution,
          classes: request.classes)
      }
    }
  }

  @Test(
    "Quantities, against figures reckoned by hand",
    arguments: [
      // One row: 3x3 window, 3 channels, 32 filters, 112x112 places.
      ("macs(row stem)", 9 * 3 * 32 * 112 * 112), ("weights(row 1)", 9 * 3 * 32),
      ("parameters(row stem)", 9 * 3 * 32 + 64), ("biases()", 1000),
      ("biases(classes 10)", 10), ("macs()", 568_740_352), ("parameters()", 4_231_976),
      ("macs(width 0.25, resolution 128)", 13_570_048), ("weights(kind depthwise)", 44_640),
      ("macs(rows stem..19)", 567_716_352), ("blocks(rows stem..classifier)", 16),
      ("blocks(kind separable)", 13),
      ("stride(row 18)", 1), ("kernel(row 2)", 3), ("side(row 13)", 14), ("places(row 13)", 196),
      ("channels(row 13, width 0.5)", 256), ("row(row classifier)", 21),
      // A 3x3 window over 14x14 places from 512 to 512 channels, five times.
      ("standard(row 15)", 5 * 9 * 512 * 512 * 196),
      ("separable(row 15)", 5 * (9 * 512 + 512 * 512) * 196),
      ("squeeze(mobilenet-v3-large, row bneck4)", 24),
      ("expansion(mobilenet-v3-large, row bneck4)", 72),
      ("boxes(ssd-mobilenet-v1)", 1917), ("boxes(ssd-vgg16)", 8732), ("boxes(ssd-vgg16, map 2)", 6),
      ("channels(ssd-vgg16, map 6)", 256), ("side(ssd-vgg16, map 1)", 38),
      ("row(yolov5-mobilenet-v3-large, map 3)", 29),
      ("blocks(mobilenet-v2, kind inverted-residual)", 17),
      ("macs(ssd-mobilenet-v1, part head)", 31_660_800),
      ("2 + 3 * 4 - 10 / 5", 12), ("min(3, 4) + max(3, 4)", 7),
    ] as [(String, Int)])
  func values(text: String, value: Int) throws {
    #expect(try answer(text).value == Double(value))
  }

  @Test("Parts of a system add up to it", arguments: ["macs", "parameters", "weights", "biases"])
  func parts(measure: String) throws {
    let parts = Part.allCases.map { "\(measure)(part \($0.rawValue))" }.joined(separator: " + ")
    for name in ["ssdlite-mobilenet-v3-large", "yolov5-mobilenet-v3-small"] {
      #expect(try answer("\(parts) - \(measure)()", about: name).value == 0)
      #expect(try answer("\(measure)()", about: name).value > 0)
    }
  }

  @Test("A claim holds, is wrong, or is explained by what it confuses")
  func verdicts() throws {
    #expect(try answer("macs()", claimed: "569 M").verdict == .holds)
    #expect(try answer("macs()", claimed: "529 M").verdict == .wrong)
    let confused = try answer(
      "macs()", claimed: "301 M", because: "macs(mobilenet-v2)")
    #expect(confused.verdict == .explained && confused.value == 568_740_352)
    #expect(try answer("macs()", claimed: "299 M", because: "macs(v2)").verdict == .wrong)
  }

  @Test("A range holds between its ends and at them")
  func range() throws {
    let lower = try #require(PrintedNumber("8"))
    let upper = try #require(PrintedNumber("9"))
    let range = PublishedClaim.Value.range(lower, upper)
    #expect(range.description == "8 to 9")
    for (value, holds) in [(7.99, false), (8, true), (8.84, true), (9, true), (9.01, false)] {
      #expect(range.holds(for: value) == holds, "\(value)")
    }
  }

  @Test(
    "What cannot be answered is said at the claim's place",
    arguments: [
      ("1 / (2 - 2)", "the expression divides by 0"), ("stride()", "'stride' needs one row or map"),
      ("places(rows stem..classifier)", "'places' needs one row or map"),
      ("stride(row 99)", "'mobilenet-v1' has no row '99'"),
      ("macs(rows 5..3)", "'mobilenet-v1' has no row '5..3'"),
      ("kernel(row classifier)", "row 'classifier' of 'mobilenet-v1' has no kernel"),
      ("squeeze(row stem)", "row 'stem' of 'mobilenet-v1' has no squeeze"),
      ("boxes(map 1)", "'mobilenet-v1' has no heads, so no map 1"),
      (
        "boxes(ssd-vgg16, map 7)", "'ssd-vgg16' has no map 7; its heads use maps 1 to 6"
      ),
      (
        "macs(kind separable)",
        "unknown kind 'separable'; it must be one of: "
          + OperationKind.allCases.map(\.rawValue).joined(separator: ", ")
      ),
      (
        "blocks(kind gate)",
        "unknown kind 'gate'; it must be one of: "
          + BlockKind.allCases.map(\.rawValue).joined(separator: ", ")
      ),
      ("macs(nosuchnet)", "unknown architecture 'nosuchnet'; known: "),
      ("macs(width 0)", "invalid width multiplier 0.0; it must be from 0.01 to 16.0"),
    ])
  func unanswerable(text: String, message: String) throws {
    let error = #expect(throws: TableError.self) { _ = try answer(text) }
    #expect(
      error?.summary.first?.hasPrefix("Own.yaml:3:5: " + message) ?? false,
      "\(error?.summary ?? [])")
  }
}
