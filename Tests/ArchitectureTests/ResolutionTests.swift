import Architecture
import Testing

@Suite("Resolutions")
struct ResolutionTests {
  @Test("a resolution is printed as it is read; a square by one side")
  func text() {
    let wide = Resolution(height: 192, width: 640)
    #expect(Resolution("192x640") == wide && "\(wide)" == "192x640")
    #expect(Resolution("224") == 224 && "\(Resolution(224))" == "224")
    #expect(Resolution("224x224") == 224 && "\(Resolution(height: 224, width: 224))" == "224")
    #expect(Resolution("-1x0") == Resolution(height: -1, width: 0))
    #expect(wide.shorter == 192 && wide.longer == 640 && !wide.isSquare)
    #expect(Shape(wide, channels: 3) == Shape(height: 192, width: 640, channels: 3))
    #expect(Shape(height: 192, width: 640, channels: 3).resolution == wide)
  }

  @Test(
    "what is no resolution",
    arguments: ["", "x", "192x", "x640", "1x2x3", "1.5", "a", "192 x 640", "99999999999999999999"])
  func noResolution(text: String) {
    #expect(Resolution(text) == nil)
  }

  @Test("a multiplier scales both sides")
  func scaled() {
    let wide = Resolution(height: 192, width: 640)
    #expect(wide.scaled(by: 0.5) == Resolution(height: 96, width: 320))
    #expect(wide.scaled(by: 1) == wide)
    // 19.2 and 64; halves go up.
    #expect(wide.scaled(by: 0.1) == Resolution(height: 19, width: 64))
    #expect(Resolution(height: 1, width: 3).scaled(by: 0.5) == Resolution(height: 1, width: 2))
    #expect(wide.scaled(by: 1e300) == nil && wide.scaled(by: .nan) == nil)
  }

  @Test("one covers another if neither side is shorter")
  func covers() {
    let wide = Resolution(height: 192, width: 640)
    #expect(wide.covers(wide) && wide.covers(192) && wide.covers(Resolution(height: 1, width: 640)))
    #expect(!wide.covers(224) && !Resolution(224).covers(wide))
  }
}
