import Foundation
import Testing

/// `explore`, whose page a program has only if `make explorer` made it before.
@Suite("The page that explore writes")
struct ExploreTests {
  private static func hasPage() throws -> Bool {
    try Program.run(["explore"], in: Scratch()).code == 0
  }

  @Test("without a page, it says how to make one; with one, it writes it")
  func page() throws {
    let scratch = try Scratch()
    let outcome = try Program.run(["explore", "v2", "--output", "v2.html"], in: scratch)
    guard try Self.hasPage() else {
      #expect(outcome.code == 1)
      #expect(outcome.complaint.contains("make explorer"))
      #expect(outcome.output.isEmpty)
      return
    }
    #expect(outcome.code == 0)
    #expect(outcome.output == "v2.html\n")
    #expect(try scratch.text("v2.html").contains("\"name\":\"mobilenet-v2\""))
  }

  @Test("what is wrong with the arguments")
  func wrong() throws {
    guard try Self.hasPage() else { return }
    let unknown = try Program.run(["explore", "mobilenet-v9"], in: Scratch())
    #expect(unknown.code == 64)
    #expect(unknown.complaint.contains("unknown architecture"))
    #expect(try Program.run(["explore", "--image", "x.gif"], in: Scratch()).code == 64)
    #expect(try Program.run(["explore", "--image", "x.png"], in: Scratch()).code == 1)
  }
}
