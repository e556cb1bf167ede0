import Foundation
import Testing

@testable import Reporting

/// The explorer's page with what a reader is given.
@Suite("Explorer page")
struct ExplorerPageTests {
  private static let page =
    "<html><script id=\"given\" type=\"application/json\">{}</script><p>rest</p></html>"

  /// What the page's own code reads.
  private struct Given: Decodable {
    struct Table: Decodable, Equatable {
      var name: String
      var text: String
    }
    struct Image: Decodable {
      var name: String
      var type: String
      var base64: String
    }

    var name: String?
    var tables: [Table]?
    var image: Image?
  }

  private func given(in text: String) throws -> Given {
    let start = try #require(text.range(of: "application/json\">"))
    let end = try #require(text[start.upperBound...].range(of: "</script>"))
    return try JSONDecoder().decode(
      Given.self, from: Data(text[start.upperBound..<end.lowerBound].utf8))
  }

  @Test("the page reads what it is given, whatever it holds")
  func reading() throws {
    let text = "name: x\n# </script><script>alert(\"1\")</script> \u{2028} \u{7}\n"
    let bytes = (0..<256).map { UInt8($0) }
    let page = ExplorerPage(
      network: "mobilenet-v2@timm", tables: [("a/b.yaml", text)],
      picture: .init(name: "p.png", type: "image/png", bytes: bytes))
    let made = try #require(page.text(in: Self.page))
    #expect(made.hasSuffix("</script><p>rest</p></html>"))
    let read = try given(in: made)
    #expect(read.name == "mobilenet-v2@timm")
    #expect(read.tables == [.init(name: "a/b.yaml", text: text)])
    #expect(read.image?.type == "image/png")
    #expect(read.image.flatMap { Data(base64Encoded: $0.base64) } == Data(bytes))
  }

  @Test("nothing given leaves the page as it is")
  func nothing() throws {
    #expect(ExplorerPage().text(in: Self.page) == Self.page)
  }

  @Test("another page is refused")
  func other() { #expect(ExplorerPage(network: "v2").text(in: "<html></html>") == nil) }

  @Test("base64 is Foundation's", arguments: 0..<10)
  func base64(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 97 + 200) }
    #expect(ExplorerPage.base64(bytes) == Data(bytes).base64EncodedString())
  }
}
