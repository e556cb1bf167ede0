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
        print("unnoticed", text, unwitnessed)
        #expect(!unwitnessed.isEmpty, "\(text)")
      }
    }
    #expect((refused, contradicted) == (0, 0))
  }
}
