import Architecture
import Detection
import Images
import NetworkGraph
import TestSupport
import Testing

@Suite("From answers to boxes")
struct DetectorTests {
  /// Answers of an SSD network in which the default box `box` has a class with a score near 1, and
  /// all others the background.
  private func ssd(_ graph: Graph, box: Int, class index: Int, background: Int = 0)
    -> [[Float]]
  {
    var values = answers(of: graph)
    let classes = graph.nodes[graph.outputs[1].node].shape.channels
    for start in stride(from: 0, to: values[1].count, by: classes) {
      values[1][start + background] = 20
    }
    values[1][box * classes + index] = 40
    return values
  }

  @Test("one default box of many, in pixels of a stretched picture")
  func single() throws {
    let graph = try system("ssd-mobilenet-heads")
    let detector = try Detector(graph)
    let found = try detector.boxes(
      in: ssd(graph, box: 1683, class: 15),
      placement: Placement(scaleX: 0.5, scaleY: 0.25, offsetX: 0, offsetY: 0), width: 600,
      height: 1200)
    #expect(found.count == 1)
    let box = try #require(found.first)
    #expect(box.classIndex == 15 && near(box.score, 1))
    // 150 pixels about (30, 30), not clipped.
    #expect(near(box.box.left, -90) && near(box.box.top, -180))
    #expect(near(box.box.right, 210) && near(box.box.bottom, 420))
  }

  @Test("the background is no class, wherever it stands")
  func background() throws {
    for (name, background) in [("ssd-mobilenet-heads", 0), ("ssdlite-paddle-heads", 80)] {
      let graph = try system(name)
      let detector = try Detector(graph)
      #expect(detector.background == background)
      let values = ssd(graph, box: 5, class: background, background: background)
      #expect(
        try detector.boxes(in: values, placement: identity, width: 300, height: 300).isEmpty)
      let other = ssd(graph, box: 5, class: 40 % 21, background: background)
      #expect(
        try detector.boxes(in: other, placement: identity, width: 300, height: 300).count == 1)
    }
  }

  @Test("TensorFlow: sigmoids, so that a box may have several classes; clipped to the picture")
  func sigmoids() throws {
    let graph = try system("ssdlite-mobilenet-v2")
    var values = answers(of: graph)
    let classes = graph.nodes[graph.outputs[1].node].shape.channels
    values[1] = Array(repeating: -30, count: values[1].count)
    // ln 3, whose sigmoid is 3/4; the background's does not matter.
    for (index, score) in [(0, 9), (1, 1.0986123), (2, 0)] as [(Int, Float)] {
      values[1][1083 * classes + index] = score
    }
    let found = try Detector(graph).boxes(
      in: values, placement: Placement(scaleX: 0.5, scaleY: 1, offsetX: 0, offsetY: 0), width: 600,
      height: 300)
    #expect(found.map(\.classIndex) == [1, 2])
    #expect(near(found[0].score, 0.75) && near(found[1].score, 0.5))
    // 105 pixels about (15, 15), twice as wide.
    let box = found[0].box
    #expect(box.left == 0 && box.top == 0 && near(box.right, 135) && near(box.bottom, 67.5))
  }

  @Test("torchvision clips before suppression")
  func clippedInput() throws {
    let graph = try system("ssdlite")
    let found = try Detector(graph).boxes(
      in: ssd(graph, box: 0, class: 1), placement: identity, width: 320, height: 320)
    #expect(found.first?.box == Box(left: 0, top: 0, right: 40, bottom: 40))
  }

  /// Answers of a YOLO network without any object.
  private func nothing(_ graph: Graph) -> [[Float]] { answers(of: graph, filledWith: -20) }

  /// Sets the answers of a box of a map.
  private func set(
    _ values: inout [[Float]], map: Int, place: Int, box: Int, classes: Int,
    objectness: Float = 20, _ scores: [Int: Float]
  ) {
    let start = (place * 3 + box) * (5 + classes)
    for index in 0..<4 { values[map][start + index] = 0 }
    values[map][start + 4] = objectness
    for (index, score) in scores { values[map][start + 5 + index] = score }
  }

  @Test("YOLOv5 at 384x640: boxes return to a wide picture")
  func rectangle() throws {
    let resolution = Resolution(height: 384, width: 640)
    let graph = try system("yolov5-mobilenet-v3-small", resolution: resolution)
    var values = nothing(graph)
    // The middle map has 24 rows of 40: 62x45 about (328, 200).
    set(&values, map: 1, place: 12 * 40 + 20, box: 1, classes: 80, [7: 20])
    let preprocessing = try Preprocessing(
      fit: .letterbox(fill: 114), resolution: resolution, mean: [0, 0, 0],
      standardDeviation: [1, 1, 1])
    let found = try Detector(graph).boxes(
      in: values, placement: preprocessing.placement(width: 1280, height: 720), width: 1280,
      height: 720)
    // Twice the size, less 12 rows above.
    #expect(found.map(\.box) == [Box(left: 594, top: 331, right: 718, bottom: 421)])
  }

  @Test("SSDLite at 192x640: default boxes are shares of each side, and boxes return stretched")
  func stretched() throws {
    let resolution = Resolution(height: 192, width: 640)
    let graph = try system("ssdlite", resolution: resolution)
    let boxes = try Detector(graph).referenceBoxes
    // The first map has 12 rows of 40, the first box 0.2 of each side.
    #expect(
      graph.headMaps.first.map { graph.nodes[$0.node].shape.resolution } == Resolution("12x40"))
    #expect(near(boxes[0].x, 8) && near(boxes[0].y, 8))
    #expect(near(boxes[0].width, 128) && near(boxes[0].height, 38.4))
  }

  @Test("YOLOv5: the anchor's box, letterboxed and clipped to the picture")
  func letterbox() throws {
    let graph = try system("yolov5-mobilenet-v3-small")
    var values = nothing(graph)
    // The middle of the middle map: 62x45 about (328, 328).
    set(&values, map: 1, place: 20 * 40 + 20, box: 1, classes: 80, [7: 20])
    // 373x326 about (16, 144) leaves the picture on the left and at its top.
    set(&values, map: 2, place: 4 * 20, box: 2, classes: 80, [7: 1])
    let preprocessing = try Preprocessing(
      fit: .letterbox(fill: 114), resolution: 640, mean: [0, 0, 0],
      standardDeviation: [1, 1, 1])
    let found = try Detector(graph).boxes(
      in: values, placement: preprocessing.placement(width: 1280, height: 960), width: 1280,
      height: 960)
    #expect(found.count == 2)
    #expect(found.allSatisfy { $0.classIndex == 7 })
    // Twice the size, less 80 rows above.
    #expect(found[0].box == Box(left: 594, top: 451, right: 718, bottom: 541))
    #expect(found[1].box == Box(left: 0, top: 0, right: 405, bottom: 454))
  }

  @Test("YOLOv5: a box has its best class only, and classes are kept apart")
  func bestClass() throws {
    let graph = try system("yolov5-mobilenet-v3-small")
    var values = nothing(graph)
    set(&values, map: 0, place: 0, box: 0, classes: 80, [3: 2, 9: 3, 11: 3])
    set(&values, map: 0, place: 1, box: 0, classes: 80, [3: 2])
    // On the place of the first one, nearly.
    values[0][3 * 85] = -1.5
    let found = try Detector(graph).boxes(in: values, placement: identity, width: 640, height: 640)
    #expect(found.map(\.classIndex) == [9, 3])
    #expect(near(found[0].score, 0.9526))
  }

  @Test("YOLOv3: several classes of a box, objectness, and the last pixel")
  func multiclass() throws {
    let graph = try system("yolov3-heads")
    var values = nothing(graph)
    set(&values, map: 0, place: 19 * 19 - 1, box: 2, classes: 20, [4: 20, 6: 0])
    set(&values, map: 1, place: 0, box: 0, classes: 20, objectness: -6, [4: 20])
    var detector = try Detector(graph)
    let placement = Placement(scaleX: 2, scaleY: 4, offsetX: 0, offsetY: 0)
    let found = try detector.boxes(in: values, placement: placement, width: 304, height: 152)
    #expect(found.map(\.classIndex) == [4, 6])
    #expect(near(found[1].score, 0.5))
    #expect(found[0].box == Box(left: 202.75, top: 107.25, right: 303, bottom: 151))
    // Below its own threshold the head still gives boxes of little objectness no score.
    detector.suppression.score = 0.001
    #expect(
      try detector.boxes(in: values, placement: placement, width: 304, height: 152).count == 2)
  }

  @Test("at most so many remain of all classes, the best ones")
  func kept() throws {
    let graph = try system("ssd-vgg-heads")
    var values = ssd(graph, box: 0, class: 1)
    for box in 0..<400 { values[1][(box * 8) * 21 + 1 + box % 20] = 20 + Float(box) / 100 }
    var detector = try Detector(graph)
    detector.suppression.overlap = 1
    let all = try detector.boxes(in: values, placement: identity, width: 300, height: 300)
    #expect(all.count == 200)
    #expect(all.map(\.score) == all.map(\.score).sorted(by: >))
    detector.suppression.kept = 3
    let few = try detector.boxes(in: values, placement: identity, width: 300, height: 300)
    #expect(few == Array(all.prefix(3)))
  }

  @Test("equal scores are in the order of their classes, however many classes there are")
  func manyClasses() throws {
    let graph = try system("ssdlite-mobilenet-v2")
    let classes = graph.nodes[graph.outputs[1].node].shape.channels
    var values = answers(of: graph)
    values[1] = Array(repeating: -30, count: values[1].count)
    let wanted = [1, 63, 64, 65, 90]
    for (place, index) in zip([1700, 900, 1200, 10, 500], wanted) {
      values[1][place * classes + index] = 2
    }
    values[1][300 * classes + 70] = 3
    var detector = try Detector(graph)
    let all = try detector.boxes(in: values, placement: identity, width: 300, height: 300)
    #expect(all.map(\.classIndex) == [70] + wanted)
    detector.suppression.kept = 3
    let few = try detector.boxes(in: values, placement: identity, width: 300, height: 300)
    #expect(few == Array(all.prefix(3)))
  }

  @Test(
    "memory does not grow with places times classes, even if all scores are above the threshold")
  func memory() async throws {
    await #expect(processExitsWith: .success) {
      var graph = try system("ssdlite-mobilenet-v2")
      graph = try Graph(expanding: graph.spec, scaling: Scaling(classes: 3000))
      var values = answers(of: graph)
      // Of all classes all boxes have scores.
      for index in values[1].indices { values[1][index] = Float(index % 1009) / 1009 }
      let detector = try Detector(graph)
      let before = peakMemory()
      let found = try detector.boxes(in: values, placement: identity, width: 300, height: 300)
      #expect(found.count == detector.suppression.kept)
      #expect(peakMemory() - before < 40 << 20)
    }
  }

  @Test(
    "answers that are no numbers, or infinite, give no boxes", arguments: [Float.nan, .infinity])
  func hostile(value: Float) throws {
    for name in [
      "ssd-mobilenet-heads", "ssdlite", "yolov5-mobilenet-v3-small", "yolov3-heads",
    ] {
      let graph = try system(name)
      let found = try Detector(graph).boxes(
        in: answers(of: graph, filledWith: value), placement: identity, width: 300, height: 300)
      #expect(found.allSatisfy { $0.box.isFinite && $0.score > 0 })
    }
  }

  @Test("answers of other sizes are refused")
  func sizes() throws {
    let graph = try system("ssd-mobilenet-heads")
    let detector = try Detector(graph)
    for values in [[], [[Float](repeating: 0, count: 4)], [[], []]] as [[[Float]]] {
      #expect(throws: DetectionError.self) {
        try detector.boxes(in: values, placement: identity, width: 300, height: 300)
      }
    }
  }
}
