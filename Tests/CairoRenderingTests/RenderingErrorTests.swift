import CairoRendering
import Drawing
import Testing

@Suite struct RenderingErrorTests {
  private func failure(
    _ scene: Scene, as format: FigureFormat = .png, pixelsPerPoint: Double = 2
  ) -> RenderingError? {
    do throws(RenderingError) {
      _ = try CairoRenderer.render(scene, as: format, pixelsPerPoint: pixelsPerPoint)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    arguments: [(0.0, 10.0), (10, 0), (-5, 10), (10, -5), (.infinity, 10), (0.001, 10)],
    FigureFormat.allCases)
  func aCanvasNeedsAPositiveSize(sides: (Double, Double), format: FigureFormat) {
    let size = Size(sides.0, sides.1)
    #expect(failure(Scene(size: size), as: format) == .invalidSize(Scene(size: size).size))
  }

  @Test(arguments: FigureFormat.allCases)
  func aSideThatIsNotANumberIsAnError(format: FigureFormat) throws {
    let error = try #require(failure(Scene(size: Size(.nan, 10)), as: format))
    #expect("\(error)" == "a canvas needs a positive width and height, not nan × 10.0")
  }

  @Test(arguments: [0, -1, Double.infinity, -Double.infinity])
  func aPNGNeedsAPositiveResolution(pixelsPerPoint: Double) {
    #expect(
      failure(Scene(size: Size(10, 10)), pixelsPerPoint: pixelsPerPoint)
        == .invalidResolution(pixelsPerPoint))
  }

  @Test func aResolutionThatIsNotANumberIsAnError() throws {
    let error = try #require(failure(Scene(size: Size(10, 10)), pixelsPerPoint: .nan))
    #expect("\(error)" == "the number of pixels per point must be positive, not nan")
  }

  @Test func aCanvasHasALargestSideAndArea() {
    #expect(
      failure(Scene(size: Size(32_768, 1)), as: .svg) == .canvasTooLarge(Size(32_768, 1)))
    #expect(
      failure(Scene(size: Size(1, 16_384)), as: .png) == .canvasTooLarge(Size(2, 32_768)))
    #expect(
      failure(Scene(size: Size(20_000, 20_000)), as: .pdf)
        == .canvasTooLarge(Size(20_000, 20_000)))
    #expect(
      failure(Scene(size: Size(1e300, 1e300)), as: .png) == .canvasTooLarge(Size(2e300, 2e300)))
  }

  @Test(
    .enabled(if: fontIsInstalled, "DejaVu Sans is not installed"),
    arguments: FigureFormat.allCases)
  func theLargestSideCanBeDrawn(format: FigureFormat) throws {
    let scene = Scene(size: Size(Double(CairoRenderer.longestSide), 1))
    #expect(try !CairoRenderer.render(scene, as: format, pixelsPerPoint: 1).isEmpty)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e9, -1e300])
  func everyCoordinateMustBeInReach(value: Double) {
    let style = TextStyle(size: 10)
    let marks: [Primitive] = [
      .path(.line(from: .zero, to: Point(value, 0)), stroke: Stroke(.ink)),
      .path(.line(from: .zero, to: Point(0, value)), fill: .ink),
      .path(.line(from: .zero, to: Point(1, 1)), stroke: Stroke(.ink, width: value)),
      .path(.line(from: .zero, to: Point(1, 1)), stroke: Stroke(.ink, dash: [1, value])),
      .path(Path([.curve(control1: .zero, control2: Point(value, 0), to: .zero)]), fill: .ink),
      .text(TextLabel("text", at: Point(value, 0), style: style)),
      .text(TextLabel("text", at: .zero, style: TextStyle(size: value))),
    ]
    let fine = Primitive.path(.circle(center: .zero, radius: 1), fill: .ink)
    for mark in marks {
      #expect(
        failure(Scene(size: Size(10, 10), primitives: [fine, mark]))
          == .coordinateOutOfRange(primitive: 1))
    }
  }

  @Test(
    .enabled(if: fontIsInstalled, "DejaVu Sans is not installed"),
    arguments: FigureFormat.allCases)
  func cairosOwnErrorsComeThrough(format: FigureFormat) throws {
    // Cairo refuses a dash pattern with a negative length or of zeros only.
    for dash in [[-1.0, 2], [0, 0]] {
      let mark = Primitive.path(
        .line(from: .zero, to: Point(9, 9)), stroke: Stroke(.ink, dash: dash))
      let error = try #require(
        failure(Scene(size: Size(10, 10), primitives: [mark]), as: format))
      guard case .cairo(let message) = error else {
        Issue.record("not an error of Cairo's: \(error)")
        return
      }
      #expect(message.contains("dash"))
    }
  }
}
