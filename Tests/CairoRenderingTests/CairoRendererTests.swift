import CairoRendering
import Drawing
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite(.enabled(if: fontIsInstalled, "DejaVu Sans is not installed"))
struct CairoRendererTests {
  @Test func everyFormatHasItsSignature() throws {
    let signatures: [FigureFormat: [UInt8]] = [
      .svg: Array("<?xml".utf8), .pdf: Array("%PDF-".utf8),
      .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
    ]
    for format in FigureFormat.allCases {
      let signature = try #require(signatures[format])
      #expect(try CairoRenderer.render(sample, as: format).starts(with: signature))
    }
  }

  @Test(arguments: FigureFormat.allCases)
  func theSameSceneGivesTheSameBytes(format: FigureFormat) throws {
    let first = try CairoRenderer.render(sample, as: format)
    _ = try CairoRenderer.render(Scene(size: Size(5, 5)), as: format)
    #expect(try CairoRenderer.render(sample, as: format) == first)
  }

  @Test(arguments: FigureFormat.allCases)
  func theSameSceneGivesTheSameBytesFromManyTasks(format: FigureFormat) async throws {
    let first = try CairoRenderer.render(sample, as: format)
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<8 {
        group.addTask { try CairoRenderer.render(sample, as: format) }
      }
      for try await bytes in group {
        #expect(bytes == first)
      }
    }
  }

  @Test(arguments: FigureFormat.allCases)
  func anotherSceneGivesOtherBytes(format: FigureFormat) throws {
    var other = sample
    other.add(.path(.circle(center: Point(60, 60), radius: 5), fill: .ink))
    #expect(
      try CairoRenderer.render(other, as: format) != CairoRenderer.render(sample, as: format))
  }

  @Test func aPDFBearsNoDate() throws {
    let text = String(decoding: try CairoRenderer.render(sample, as: .pdf), as: UTF8.self)
    #expect(text.contains("/Producer"))
    #expect(!text.contains("/CreationDate") && !text.contains("/ModDate"))
  }

  @Test func anSVGIsWellFormedAndAsLargeAsItsScene() throws {
    final class Root: NSObject, XMLParserDelegate {
      var name: String?
      var attributes: [String: String] = [:]
      func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
      ) {
        guard name == nil else { return }
        (name, self.attributes) = (element, attributes)
      }
    }
    let parser = XMLParser(data: Data(try CairoRenderer.render(sample, as: .svg)))
    let root = Root()
    parser.delegate = root
    #expect(parser.parse())
    #expect(root.name == "svg")
    #expect(root.attributes["width"] == "120pt" && root.attributes["height"] == "80pt")
    #expect(root.attributes["viewBox"] == "0 0 120 80")
  }

  @Test(arguments: [(1.0, 120, 80), (2, 240, 160), (0.51, 62, 41)])
  func aPNGHasItsPixelsRoundedUp(pixelsPerPoint: Double, width: Int, height: Int) throws {
    let bytes = try CairoRenderer.render(sample, as: .png, pixelsPerPoint: pixelsPerPoint)
    // The header's width and height follow the signature and eight bytes of chunk header.
    let sides = [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    #expect(sides == [width, height])
  }

  @Test(arguments: [FigureFormat.svg, .pdf])
  func vectorsIgnoreThePixels(format: FigureFormat) throws {
    #expect(
      try CairoRenderer.render(sample, as: format, pixelsPerPoint: .nan)
        == CairoRenderer.render(sample, as: format))
  }

  @Test(arguments: [FigureFormat.svg, .pdf, .png])
  func hostileTextsAreDrawn(format: FigureFormat) throws {
    let strings = ["", "</svg>&\"", "\0hidden", "a\nb\tc", "中文 🙂 é", "\u{202E}abc"]
    let style = TextStyle(size: 12)
    let scene = Scene(
      size: Size(100, 100),
      primitives: strings.map { .text(TextLabel($0, at: Point(10, 50), style: style)) }
        + [.text(TextLabel("none", at: .zero, style: TextStyle(size: 0)))])
    #expect(try !CairoRenderer.render(scene, as: format).isEmpty)
  }
}
