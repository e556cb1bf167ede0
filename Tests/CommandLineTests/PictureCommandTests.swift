import Foundation
import TestSupport
import Testing

@Suite("detect and segment")
struct PictureCommandTests {
  struct Boxes: Decodable {
    struct Box: Decodable {
      var index: Int
      var name: String
      var score: Double
      var left: Double
      var top: Double
      var right: Double
      var bottom: Double
    }

    var name: String
    var weights: String
    var note: String?
    var image: String
    var width: Int
    var height: Int
    var boxes: [Box]
  }

  struct Classes: Decodable {
    struct Class: Decodable {
      var index: Int
      var name: String
      var pixels: Int
    }

    var note: String?
    var width: Int
    var height: Int
    var classes: [Class]
  }

  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47]

  @Test("seeded boxes mean nothing, and the first line says so")
  func seeded() throws {
    let text = try Program.output(["detect", "ssdlite", "--score", "0.99"])
    #expect(
      text.hasPrefix("Seeded weights (from a formula, not trained): the boxes mean nothing.\n"))
    #expect(text.contains("picture drawn 640x480"))
    #expect(text.contains("3,234 boxes; shown are those with a score above 0.99"))
    #expect(text.contains("\nclass "))
  }

  @Test("JSON: boxes best first, with names, above the threshold", arguments: ["0.9", "1"])
  func json(score: String) throws {
    let answer = try Program.json(
      Boxes.self, ["detect", "ssdlite", "--score", score, "--format", "json"])
    #expect(answer.name == "ssdlite-mobilenet-v3-large" && answer.weights == "seeded")
    #expect(
      answer.note == "Seeded weights (from a formula, not trained): the boxes mean nothing.")
    #expect(answer.image == "drawn" && (answer.width, answer.height) == (640, 480))
    #expect(answer.boxes.isEmpty == (score == "1"))
    #expect(answer.boxes.map(\.score) == answer.boxes.map(\.score).sorted(by: >))
    for box in answer.boxes {
      #expect(box.score > 0.9 && box.index > 0 && !box.name.hasPrefix("class"))
      #expect(box.left >= 0 && box.left <= box.right && box.right <= 640)
      #expect(box.top >= 0 && box.top <= box.bottom && box.bottom <= 480)
    }
  }

  @Test(
    "other classes than the table's have numbers for names, were they as many as some of the list",
    arguments: [
      ("ssdlite", 5), ("ssdlite", 90), ("ssd-mobilenet-v1", 20), ("yolov3", 21),
      ("ssdlite@paddle", 91), ("ssdlite@paddle", 80),
    ])
  func numbers(network: String, classes: Int) throws {
    let answer = try Program.json(
      Boxes.self,
      [
        "detect", network, "--resolution", "288", "--classes", "\(classes)", "--score", "0.1",
        "--format", "json",
      ])
    #expect(!answer.boxes.isEmpty)
    #expect(answer.boxes.allSatisfy { $0.name == "class \($0.index)" && $0.index < classes })
  }

  @Test(
    "names by the place that the head has the background at",
    arguments: [
      ("ssd-mobilenet-v1", "voc21", 0), ("yolov3", "voc21", 1), ("ssdlite", "coco91", 0),
      ("ssdlite@paddle", "coco80", 0),
    ])
  func names(network: String, list: String, skipped: Int) throws {
    let names = try String(
      contentsOf: Repository.root.appending(path: "Tables/Labels/\(list).txt"), encoding: .utf8
    ).split(separator: "\n").map(String.init)
    let answer = try Program.json(
      Boxes.self,
      ["detect", network, "--resolution", "288", "--score", "0.1", "--format", "json"])
    #expect(!answer.boxes.isEmpty)
    for box in answer.boxes {
      #expect(names.indices.contains(box.index + skipped))
      #expect(box.name == names[box.index + skipped])
      #expect(box.name != "__background__")
    }
  }

  @Test("classes of pixels have the list's names only where they are the table's own")
  func classNames() throws {
    func names(_ options: String...) throws -> [String] {
      try Program.json(
        Classes.self,
        ["segment", "lraspp", "--resolution", "32", "--format", "json"] + options
      ).classes.map(\.name)
    }
    #expect(try names("--classes", "20").allSatisfy { $0.hasPrefix("class ") })
    #expect(try names("--classes", "21").allSatisfy { !$0.hasPrefix("class ") })
  }

  @Test("weights that somebody gives need no note")
  func givenWeights() throws {
    let scratch = try Scratch()
    let small = ["--resolution", "257"]
    _ = try Program.output(
      ["fold", "ssdlite", "--classes", "4", "--output", "four.safetensors"] + small, in: scratch)
    let detect = ["detect", "ssdlite", "--weights", "four.safetensors"] + small
    let answer = try Program.json(
      Boxes.self, detect + ["--classes", "4", "--format", "json"], in: scratch)
    #expect(answer.note == nil && answer.weights == "four.safetensors")
    let text = try Program.output(detect + ["--classes", "4"], in: scratch)
    #expect(text.hasPrefix("SSDLite320"))
  }

  @Test("boxes beyond the picture are said to be, where nothing cuts them off")
  func beyond() throws {
    let footer = "; boxes are not clipped, so some reach beyond the picture"
    let caffe = try Program.output(["detect", "ssd-mobilenet-v1", "--resolution", "288"])
    #expect(caffe.contains(footer))
    let clipped = try Program.output(["detect", "ssdlite", "--resolution", "288"])
    #expect(!clipped.contains(footer) && clipped.contains("top left corner"))
  }

  @Test("a head whose answers are too small for its boxes says so")
  func unfit() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      name: short
      input: {shape: [32, 32, 3]}
      variables: {classes: 3}
      preprocessing: {resize: stretch, mean: [0, 0, 0], standard-deviation: [1, 1, 1]}
      columns: [operator, out]
      rows: [[conv2d 1x1, 8]]
      heads:
        - sources: [conv1]
          boxes: [2]
          join: maps
          anchors: [[1, 2, 3, 4]]
          decoding: {rule: quadratic}
          suppression: {score: 0, overlap: 1, candidates: 1, kept: 1}
          branches:
            a:
              values: {box: 4, objectness: 1, class: classes}
              columns: [operator, out]
              rows: [[conv2d 1x1, 2 classes]]

      """, to: "t/short.yaml")
    try Program.expectFailure(
      ["detect", "short", "--tables", "t"], in: scratch, code: 64,
      "the boxes of 'short' do not fit its outputs: an output of 32x32x6 is too small")
  }

  @Test("pictures of any sides and channels", arguments: ["gray.png", "tall.png"])
  func pictures(name: String) throws {
    let scratch = try Scratch()
    try scratch.write(name == "gray.png" ? Self.grayPNG : Self.tallPNG, to: name)
    for network in ["ssdlite", "yolov5-mobilenet-v3-small"] {
      let arguments = ["detect", network, "--resolution", "320", "--image", name]
      let answer = try Program.json(Boxes.self, arguments + ["--format", "json"], in: scratch)
      #expect((answer.width, answer.height) == (name == "gray.png" ? (4, 4) : (1, 3)))
      let width = Double(answer.width)
      #expect(answer.boxes.allSatisfy { $0.left >= 0 && $0.right <= width + 0.001 })
      _ = try Program.output(arguments + ["-o", "boxes.png"], in: scratch)
      #expect(try scratch.bytes("boxes.png").starts(with: Self.png))
    }
  }

  @Test("segment: every pixel has a class")
  func segment() throws {
    let scratch = try Scratch()
    let arguments = ["segment", "lraspp", "--resolution", "64"]
    let answer = try Program.json(Classes.self, arguments + ["--format", "json"])
    #expect(answer.classes.reduce(0) { $0 + $1.pixels } == 640 * 480)
    #expect(answer.classes.allSatisfy { !$0.name.hasPrefix("class") })
    let text = try Program.output(arguments + ["--output", "classes.png"], in: scratch)
    #expect(
      text.hasPrefix("Seeded weights (from a formula, not trained): the classes mean nothing.\n"))
    #expect(text.contains("307,200"))
    #expect(try scratch.bytes("classes.png").starts(with: Self.png))
  }

  @Test(
    "impossible command lines",
    arguments: [
      ("detect v2", 64, "'mobilenet-v2' does not predict boxes; networks that do: "),
      (
        "segment v2", 64,
        "'mobilenet-v2' does not predict the class of every pixel; networks that do: "
      ),
      (
        "segment lraspp --classes 1", 64,
        "--classes includes the background here, so it must be at least 2"
      ),
      (
        "detect ssd-mobilenet-v1 --classes 1", 64,
        "--classes includes the background here, so it must be at least 2"
      ),
      ("detect ssdlite --output a.svg", 64, "'a.svg' must end with .png"),
      ("segment lraspp --output a", 64, "'a' must end with .svg, .pdf, .png"),
      ("detect ssdlite --image none.png", 1, "no file 'none.png'"),
      ("detect ssdlite --weights none.pth", 1, "no file 'none.pth'"),
    ])
  func refused(line: String, code: Int, message: String) throws {
    let outcome = try Program.run(line.split(separator: " ").map(String.init))
    #expect(outcome.code == Int32(code))
    #expect(outcome.complaint.hasPrefix("mobilenet: \(message)"))
    #expect(outcome.complaint.split(separator: "\n").count == 1)
    #expect(outcome.output.isEmpty)
  }

  @Test(
    "what no command takes",
    arguments: [
      UsageError("detect ssdlite --score 2", "--score must be from 0 to 1, not 2.0"),
      UsageError("detect ssdlite --score nan", "--score must be from 0 to 1, not nan"),
      UsageError(
        "detect ssdlite --format csv",
        "The value 'csv' is invalid for '--format <format>'. Please provide one of 'text' and 'json'."
      ),
    ])
  func notTaken(_ error: UsageError) throws {
    try Program.expectRefusal(error.arguments, error.message)
  }

  @Test("the refusal names networks that can")
  func names() throws {
    let boxes = try Program.run(["detect", "v1"]).complaint
    #expect(boxes.contains("ssdlite-mobilenet-v3-large"))
    #expect(boxes.contains("yolov5-mobilenet-v3-small") && !boxes.contains("lraspp"))
    let maps = try Program.run(["segment", "ssdlite"]).complaint
    #expect(maps.contains("lraspp-mobilenet-v3-large") && !maps.contains("yolov5"))
  }

  /// 4x4 pixels of gray.
  private static let grayPNG: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44,
    0x52, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x04, 0x08, 0x00, 0x00, 0x00, 0x00, 0x8C,
    0x9A, 0xC1, 0xA2, 0x00, 0x00, 0x00, 0x1C, 0x49, 0x44, 0x41, 0x54, 0x78, 0xDA, 0x63, 0x60,
    0x48, 0x39, 0xC1, 0xC0, 0x60, 0x93, 0xB2, 0x80, 0x9D, 0xA1, 0x22, 0xA5, 0x82, 0x8F, 0x61,
    0x4B, 0x4A, 0x80, 0x28, 0x00, 0x34, 0x32, 0x05, 0x53, 0xFC, 0x1A, 0x38, 0x5B, 0x00, 0x00,
    0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
  ]

  /// 1x3 pixels with opacity.
  private static let tallPNG: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44,
    0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x03, 0x08, 0x06, 0x00, 0x00, 0x00, 0x52,
    0xDD, 0x65, 0x82, 0x00, 0x00, 0x00, 0x17, 0x49, 0x44, 0x41, 0x54, 0x78, 0xDA, 0x63, 0x60,
    0x38, 0xC1, 0xF5, 0x9F, 0x21, 0xE0, 0x04, 0xD7, 0x52, 0x86, 0x05, 0x27, 0xB8, 0xBC, 0x01,
    0x28, 0x0F, 0x05, 0x56, 0xF1, 0xDC, 0xCE, 0x4A, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E,
    0x44, 0xAE, 0x42, 0x60, 0x82,
  ]
}
