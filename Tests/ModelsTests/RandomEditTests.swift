import Models
import Testing

@Suite("Edits at random")
struct RandomEditTests {
  @Test("so many of 100 edits of all tables are noticed; the others concern what nobody witnesses")
  func edits() throws {
    var edits = try RandomEdits(seed: 14)
    var (refused, contradicted) = (0, 0)
    for _ in 0..<100 {
      let (text, outcome) = try edits.next()
      switch outcome {
      case .refused: refused += 1
      case .contradicted: contradicted += 1
      case .unnoticed(let unwitnessed):
        #expect(!unwitnessed.isEmpty, "\(text)")
      }
    }
    // When this was written: 22 refused, 48 contradicted; most others are of tables without a witness.
    #expect(refused + contradicted >= 70, "\(refused) refused, \(contradicted) contradicted")
  }
}
