import Drawing
import Testing

/// What holds for every figure.
enum SceneLaws {
  /// Texts neither overlap nor leave the canvas, and stay readable when the figure fills a slide of
  /// 1600 pixels.
  static func check(
    _ scene: Scene, _ metrics: some TextMeasuring, location: SourceLocation = #_sourceLocation
  ) {
    let overlaps = scene.overlappingTexts(measuring: metrics).map {
      "\($0.0.label.string) | \($0.1.label.string)"
    }
    #expect(overlaps.isEmpty, sourceLocation: location)
    let cut = scene.textsOffCanvas(measuring: metrics).map(\.label.string)
    #expect(cut.isEmpty, sourceLocation: location)
    let outside = scene.primitives.compactMap { $0.bounds(measuring: metrics) }
      .filter { !scene.canvas.inset(by: -0.01).contains($0) }
    #expect(outside.isEmpty, sourceLocation: location)
    #expect(!scene.texts.isEmpty, sourceLocation: location)
  }

  /// The smallest text when the figure fills a slide of 1600 x 900 pixels.
  static func smallestText(_ scene: Scene) -> Double {
    let scale = min(1600 / scene.size.width, 900 / scene.size.height)
    return scale * (scene.primitives.compactMap(\.label?.style.size).min() ?? 0)
  }
}

extension Primitive {
  var label: TextLabel? {
    if case .text(let label) = self { label } else { nil }
  }
}

extension Scene {
  /// Every line of text.
  var texts: [String] { primitives.compactMap(\.label?.string) }
}
