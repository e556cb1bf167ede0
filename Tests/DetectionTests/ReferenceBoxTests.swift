import Architecture
import Detection
import NetworkGraph
import TestSupport
import Testing

@Suite("Default boxes and anchors")
struct ReferenceBoxTests {
  @Test(
    "as many as the sources count",
    arguments: [
      ("ssd-mobilenet-heads", 1917), ("ssd-vgg-heads", 8732), ("ssdlite", 3234),
      ("ssdlite-paddle-heads", 2434), ("ssdlite-mobilenet-v2", 1917),
      ("yolov5-mobilenet-v3-small", 25_200),
      ("yolov3-heads", 22_743),
    ])
  func counts(name: String, count: Int) throws {
    #expect(try Detector(system(name)).boxCount == count)
  }

  @Test("of other resolutions", arguments: [(416, 10_647), (320, 6_300)])
  func resolutions(resolution: Int, count: Int) throws {
    #expect(
      try Detector(system("yolov3-heads", resolution: Resolution(resolution))).boxCount == count)
  }

  private func expect(
    _ boxes: ArraySlice<CenteredBox>, center: (Float, Float), sides: [(Float, Float)],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(boxes.count == sides.count, sourceLocation: sourceLocation)
    for (box, side) in zip(boxes, sides) {
      #expect(
        near(box.x, center.0) && near(box.y, center.1) && near(box.width, side.0)
          && near(box.height, side.1), "\(box), \(side)", sourceLocation: sourceLocation)
    }
  }

  @Test("Caffe's: map by map, at the first place and at others")
  func caffe() throws {
    let boxes = try Detector(system("ssd-mobilenet-heads")).referenceBoxes
    expect(
      boxes[0..<3], center: (7.8947, 7.8947),
      sides: [(60, 60), (84.853, 42.426), (42.426, 84.853)])
    // The second place is to the right of the first, the twentieth below it.
    expect(
      boxes[3..<4], center: (23.684, 7.8947), sides: [(60, 60)])
    expect(
      boxes[57..<58], center: (7.8947, 23.684), sides: [(60, 60)])
    // At another resolution, sizes follow the picture.
    let larger = try Detector(system("ssd-mobilenet-heads", resolution: Resolution(600)))
    expect(
      larger.referenceBoxes[0..<3], center: (7.8947, 7.8947),
      sides: [(120, 120), (169.706, 84.853), (84.853, 169.706)])
    let starts = [1083, 1683, 1833, 1887, 1911]
    let centers: [Float] = [15, 30, 50, 75, 150]
    let sides: [[(Float, Float)]] = [
      [(105, 105), (125.499, 125.499), (148.492, 74.246), (181.865, 60.622)],
      [(150, 150), (171.026, 171.026), (212.132, 106.066), (259.808, 86.603)],
      [(195, 195), (216.333, 216.333), (275.772, 137.886), (337.75, 112.583)],
      [(240, 240), (261.534, 261.534), (339.411, 169.706), (415.692, 138.564)],
      [(285, 285), (292.404, 292.404), (403.051, 201.525), (493.634, 164.545)],
    ]
    for ((start, center), sides) in zip(zip(starts, centers), sides) {
      let (second, third) = (sides[2], sides[3])
      let all = [
        sides[0], sides[1], second, (second.1, second.0), third, (third.1, third.0),
      ]
      expect(boxes[start..<start + 6], center: (center, center), sides: all)
    }
  }

  @Test("explicit steps, which need not divide the picture")
  func steps() throws {
    let boxes = try Detector(system("ssd-vgg-heads")).referenceBoxes
    expect(
      boxes[0..<4], center: (4, 4),
      sides: [(30, 30), (42.426, 42.426), (42.426, 21.213), (21.213, 42.426)])
    // The last place of the first map of 38x38.
    expect(boxes[5772..<5773], center: (300, 300), sides: [(30, 30)])
    expect(boxes[8728..<8729], center: (150, 150), sides: [(264, 264)])
  }

  @Test("Caffe cuts sizes to whole pixels, Paddle does not")
  func whole() {
    for (unit, side) in [
      (DefaultBoxes.Unit.wholePixels, Float(121)), (.pixels, 121.6), (.shares, 12_160),
    ] {
      let boxes = DefaultBoxes(
        maps: [.init(minimum: 121.6, maximum: nil, ratios: [], step: nil)], unit: unit,
        meanSquare: .second, clip: .no)
      let found = boxes.boxes(
        map: 0, shape: Shape(height: 1, width: 1, channels: 1),
        input: Shape(height: 100, width: 100, channels: 3))
      #expect(found.map(\.width) == [side])
    }
  }

  @Test("torchvision's: shares of the picture, sizes cut and centers kept")
  func shares() throws {
    let boxes = try Detector(system("ssdlite")).referenceBoxes
    let mean: Float = 320 * (0.2 * 0.35 as Float).squareRoot()
    expect(
      boxes[0..<6], center: (8, 8),
      sides: [
        (64, 64), (mean, mean), (90.510, 45.255), (45.255, 90.510), (110.851, 36.950),
        (36.950, 110.851),
      ])
    expect(
      boxes[3228..<3234], center: (160, 160),
      sides: [
        (304, 304), (311.897, 311.897), (320, 214.960), (214.960, 320), (320, 175.515),
        (175.515, 320),
      ])
  }

  @Test("Paddle's: the second square last, corners cut, steps given")
  func paddle() throws {
    let boxes = try Detector(system("ssdlite-paddle-heads")).referenceBoxes
    // 32 pixels about (8, 8) reach from -8 to 24.
    expect(boxes[0..<1], center: (12, 12), sides: [(24, 24)])
    // The place at (168, 168), inside the picture.
    let start = (10 * 20 + 10) * 4
    expect(
      boxes[start..<start + 4], center: (168, 168),
      sides: [(32, 32), (45.255, 22.627), (22.627, 45.255), (45.255, 45.255)])
    // The second place of the 3x3 map, 107 pixels a step.
    let third = 1600 + 600 + 150 + 6
    #expect(near(boxes[third].y, (0 + 53.5 + 89.6) / 2) && near(boxes[third].x, 160.5))
  }

  @Test("TensorFlow's: another base for ratios in the first map, every ratio listed, the mean last")
  func tensorFlow() throws {
    let boxes = try Detector(system("ssdlite-mobilenet-v2")).referenceBoxes
    let half = 150 / 19 as Float
    expect(
      boxes[0..<3], center: (half, half), sides: [(30, 30), (84.853, 42.426), (42.426, 84.853)])
    // 0.3333 is not a third, so that these two sides are not each other's.
    expect(
      boxes[1083..<1089], center: (15, 15),
      sides: [
        (105, 105), (148.4924, 74.2462), (74.2462, 148.4924), (181.8653, 60.6218),
        (60.6187, 181.8744), (125.4990, 125.4990),
      ])
  }

  @Test("YOLO's: the first anchor of all places, then the second; masks pick")
  func anchors() throws {
    let five = try Detector(system("yolov5-mobilenet-v3-small")).referenceBoxes
    expect(five[0..<1], center: (4, 4), sides: [(10, 13)])
    expect(five[1..<2], center: (12, 4), sides: [(10, 13)])
    expect(five[6400..<6401], center: (4, 4), sides: [(16, 30)])
    expect(five[25_199..<25_200], center: (624, 624), sides: [(373, 326)])
    let three = try Detector(system("yolov3-heads")).referenceBoxes
    expect(three[0..<1], center: (16, 16), sides: [(116, 90)])
    expect(three[22_742..<22_743], center: (604, 604), sides: [(33, 23)])
  }

  @Test("a classifier has none")
  func none() throws {
    let graph = try system("mobilenet-v2")
    #expect(throws: DetectionError.noBoxes("mobilenet-v2")) { try Detector(graph) }
  }
}
