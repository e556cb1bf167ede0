import CairoRendering
import Drawing
import Testing

/// Whether a font with Chinese letters is installed.
private let chineseIsInstalled =
  (try? CairoRenderer.render(Scene.ofText("中"), as: .png, pixelsPerPoint: 1)) != nil

extension Scene {
  fileprivate static func ofText(_ text: String, _ weight: TextStyle.Weight = .regular) -> Scene {
    Scene(
      size: Size(100, 30),
      primitives: [
        .text(TextLabel(text, at: Point(5, 20), style: TextStyle(size: 12, weight: weight)))
      ])
  }
}

@Suite(
  "Letters that DejaVu Sans lacks",
  .enabled(if: chineseIsInstalled, "no font with Chinese letters is installed"))
struct ChineseTextTests {
  @Test(
    "a line's width is the sum of its letters' in either font", arguments: TextStyle.Weight.allCases
  )
  func widths(weight: TextStyle.Weight) throws {
    let metrics = try CairoTextMetrics()
    let style = TextStyle(size: 10, weight: weight)
    let line = "α=1：普通卷积 3×3，步距 2"
    let sum = line.map { metrics.metrics(of: String($0), in: style).width }.reduce(0, +)
    #expect(abs(metrics.metrics(of: line, in: style).width - sum) < 1e-6)
    #expect(
      metrics.metrics(of: line, in: style).height == metrics.metrics(of: "Ag", in: style).height)
  }

  @Test(
    "a letter is as wide as high, and no wider than layouts assume",
    arguments: TextStyle.Weight.allCases)
  func squares(weight: TextStyle.Weight) throws {
    let style = TextStyle(size: 100, weight: weight)
    for letter in ["中", "鹰", "，", "。", "（", "《", "、", "：", "一"] {
      let width = try CairoTextMetrics().metrics(of: letter, in: style).width
      #expect(width >= 90, "\(letter)")
      #expect(width <= FixedTextMetrics().metrics(of: letter, in: style).width, "\(letter)")
    }
  }

  @Test(
    "every letter has a shape of its own, in every format", arguments: FigureFormat.allCases,
    TextStyle.Weight.allCases)
  func shapes(format: FigureFormat, weight: TextStyle.Weight) throws {
    let pictures = try ["中", "文", "卷"].map {
      try CairoRenderer.render(.ofText($0, weight), as: format)
    }
    #expect(Set(pictures).count == 3)
    let again = try CairoRenderer.render(.ofText("中", weight), as: format)
    #expect(again == pictures[0])
  }

  @Test("a letter that no font has is spelled as its escape, not drawn as a box")
  func missing() throws {
    let spelled = try CairoRenderer.render(.ofText("中\\U00013000b"), as: .png)
    #expect(try CairoRenderer.render(.ofText("中\u{13000}b"), as: .png) == spelled)
  }
}
