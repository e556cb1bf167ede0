import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// What papers and notes claim, against what the tables give.
@Suite struct PublishedClaimTests {
  private func answers(_ library: TableLibrary) throws -> [AnsweredClaim] {
    try library.claims().map { claim in
      try AnsweredClaim(claim) { request throws(RequestError) in
        try AuditTests.graph(request, library)
      }
    }
  }

  private func verdict(_ claim: String, _ library: TableLibrary) throws -> AnsweredClaim.Verdict {
    let answers = try answers(library).filter { $0.claim.claim == claim }
    #expect(answers.count == 1)
    return try #require(answers.first).verdict
  }

  @Test("The verdict on every claim, and the right value")
  func verdicts() throws {
    let answers = try answers(.repository())
    let lines = try ExpectedFigures("claim-verdicts").lines
    #expect(answers.count == lines.count)
    for (answer, line) in zip(answers, lines) {
      #expect(try answer.claim.network == line.text("network"), "\(line)")
      #expect(try answer.claim.claim == line.text("claim"), "\(line)")
      #expect(try answer.claim.claimed.description == line.text("claimed"), "\(line)")
      #expect(try answer.verdict.rawValue == line.text("verdict"), "\(line)")
      let value = try #require(try line.decimal("value"))
      #expect(abs(answer.value - value) < 0.0005, "\(line)")
    }
  }

  @Test("A changed table changes the verdict: two blocks more, and the paper's 19 is right")
  func changedTable() throws {
    let claim = "section 4: residual bottleneck layers"
    #expect(try verdict(claim, .repository()) == .explained)
    let table = try Repository.table("Architectures/MobileNetV2")
    let text = table.text.replacing("6,      96, 3, 1 ]", with: "6,      96, 5, 1 ]")
    #expect(text != table.text)
    let longer = try TableLibrary.repository(adding: [TableFile(name: table.name, text: text)])
    #expect(try verdict(claim, longer) == .holds)
  }

  @Test("A changed dialect takes an explanation away")
  func changedDialect() throws {
    let claim = "channels of the last convolution at width 0.5"
    #expect(try verdict(claim, .repository()) == .explained)
    let dialect = try Repository.table("Dialects/note-003")
    let text = dialect.text.replacing("width: {never-thinned: []}", with: "kernel: 3")
    #expect(text != dialect.text)
    let other = try TableLibrary.repository(adding: [TableFile(name: dialect.name, text: text)])
    #expect(try verdict(claim, other) == .wrong)
  }
}
