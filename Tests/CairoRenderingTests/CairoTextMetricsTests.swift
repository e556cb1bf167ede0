import CairoRendering
import Drawing
import Testing

@Suite(.enabled(if: fontIsInstalled, "DejaVu Sans is not installed"))
struct CairoTextMetricsTests {
  private let printable = (0x20...0x7E).map { String(UnicodeScalar(UInt8($0))) }

  @Test func widthsGrowInProportionToTheSize() throws {
    let metrics = try CairoTextMetrics()
    let small = metrics.metrics(of: "bottleneck", in: TextStyle(size: 7))
    let large = metrics.metrics(of: "bottleneck", in: TextStyle(size: 70))
    #expect(abs(large.width - 10 * small.width) < 1e-6)
    #expect(abs(large.height - 10 * small.height) < 1e-6)
  }

  @Test func widthsAddUp() throws {
    let metrics = try CairoTextMetrics()
    let style = TextStyle(size: 10)
    let sum = "pointwise".map { metrics.metrics(of: String($0), in: style).width }.reduce(0, +)
    #expect(abs(metrics.metrics(of: "pointwise", in: style).width - sum) < 1e-6)
    #expect(metrics.metrics(of: "", in: style).width == 0)
  }

  @Test(arguments: TextStyle.Weight.allCases)
  func theFixedMetricsAreAsWideForEveryCharacter(weight: TextStyle.Weight) throws {
    let (cairo, fixed) = (try CairoTextMetrics(), FixedTextMetrics())
    let style = TextStyle(size: 100, weight: weight)
    for character in printable + ["×", "→", "−", "²", "³", "·", "≤", "≥", "…", "α", "é"] {
      let (real, assumed) = (
        cairo.metrics(of: character, in: style), fixed.metrics(of: character, in: style)
      )
      #expect(assumed.width >= real.width, "\(character)")
      #expect(assumed.ascent >= real.ascent && assumed.descent >= real.descent)
    }
  }

  @Test(
    arguments: [
      "depthwise convolution 3×3", "224×224×32", "Squeeze-and-excitation", "hard swish",
      "300 million multiply-adds",
    ], TextStyle.Weight.allCases)
  func theFixedMetricsAreNotMuchWiderForLabels(
    label: String, weight: TextStyle.Weight
  ) throws {
    let style = TextStyle(size: 12, weight: weight)
    let real = try CairoTextMetrics().metrics(of: label, in: style).width
    #expect(FixedTextMetrics().metrics(of: label, in: style).width <= 1.15 * real)
  }

  @Test func theVersionNamesCairoAndTheFont() {
    let parts = CairoRenderer.versionDescription.split(separator: ", ")
    #expect(parts.count == 2)
    #expect(parts.first?.hasPrefix("cairo 1.") == true && parts.last == "DejaVu Sans")
  }
}
