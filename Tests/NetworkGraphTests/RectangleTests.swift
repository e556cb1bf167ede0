import Architecture
import NetworkGraph
import TestSupport
import Testing

@Suite("Pictures of any proportions")
struct RectangleTests {
  @Test("both sides are those that are asked for, and go through the graph")
  func sides() throws {
    let wide = Resolution(height: 192, width: 640)
    let graph = try Graph(named: "mobilenet-v2", resolution: wide)
    #expect(graph.input == Shape(wide, channels: 3))
    let last = try #require(graph.nodes.last { !$0.shape.isVector })
    #expect(last.shape.resolution == Resolution(height: 6, width: 20))
    let resized = try Graph(named: "mobilenet-v2").resized(to: wide)
    #expect(resized.nodes == graph.nodes && resized.scaling == graph.scaling)
  }

  @Test("each side has its limits")
  func limits() {
    for resolution in [Resolution(height: 0, width: 640), Resolution(height: 640, width: 16_385)] {
      let error = #expect(throws: ScalingError.self) {
        try Graph(named: "mobilenet-v2", resolution: resolution)
      }
      #expect(error == .resolution(resolution))
      #expect(
        error?.description
          == "invalid resolution \(resolution); each side must be from 1 to 16384")
    }
  }

  @Test("the longer side must be long enough for the strides")
  func tooSmall() throws {
    _ = try Graph(named: "mobilenet-v2", resolution: Resolution(height: 1, width: 17))
    let error = #expect(throws: ScalingError.self) {
      try Graph(named: "mobilenet-v2", resolution: Resolution(height: 8, width: 16))
    }
    #expect(
      error?.description
        == "resolution 8x16 is too small: row 7 has a stride but its input is already 1x1;"
        + " the smallest longer side for all strides is 17")
  }

  @Test(
    "of a rectangle that does not fit, each side is brought to where it fits",
    arguments: [
      ("200x640", "192x640 and 217x640"), ("640x200", "640x192 and 640x217"),
      ("200x650", "192x640 and 217x665"),
    ])
  func nearest(text: String, nearest: String) throws {
    let error = #expect(throws: ScalingError.self) {
      try Graph(named: "yolov5-mobilenet-v3-small", resolution: Resolution(text))
    }
    let description = try #require(error).description
    #expect(description.contains("does not work at resolution \(text): "))
    #expect(description.hasSuffix("; the nearest that work: \(nearest)"))
  }
}
