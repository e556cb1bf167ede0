import CairoRendering
import Drawing

/// Whether DejaVu Sans is installed, without which nothing can be rendered.
let fontIsInstalled = (try? CairoTextMetrics()) != nil

/// A scene with every kind of mark.
let sample = Scene(
  size: Size(120, 80),
  primitives: [
    .path(
      .roundedRectangle(Rect(x: 10, y: 10, width: 60, height: 30), radius: 6),
      fill: Color(hex: 0xE69F00, opacity: 0.5), stroke: Stroke(.ink, width: 1.5)),
    .path(
      .arc(from: Point(10, 70), to: Point(110, 70), height: 20),
      stroke: Stroke(.ink, dash: [4, 2], cap: .round, join: .bevel)),
    .text(
      TextLabel(
        "conv 3×3", at: Point(40, 25), style: TextStyle(size: 11), anchor: .middle,
        baseline: .middle)),
    .text(
      TextLabel(
        "upward", at: Point(100, 60), style: TextStyle(size: 11, weight: .bold),
        direction: .upward)),
  ])
