import Foundation
import TestSupport
import Testing

@Suite("look")
struct LookTests {
  struct Maps: Decodable {
    struct Map: Decodable {
      var row: Int?
      var map: String
      var shown: Int
      var channels: [Int]
    }
    struct Class: Decodable { var probability: Double }
    var name: String
    var seeded: Bool
    var maps: [Map]
    var classes: [Class]?
  }

  struct Gates: Decodable {
    struct Gate: Decodable {
      var gate: String
      var channels: Int
      var closed: Double
      var open: Double
      var factors: [Double]
    }
    var seeded: Bool
    var gates: [Gate]
  }

  private static let small = ["mobilenet-v3-small", "--resolution", "64", "--image", "drawn"]

  @Test("usual rows: the first map and the last one of each size; and the best classes")
  func maps() throws {
    let scratch = try Scratch()
    let answer = try Program.json(
      Maps.self, ["look"] + Self.small + ["--format", "json"], in: scratch)
    #expect(answer.name == "mobilenet-v3-small" && answer.seeded)
    #expect(answer.maps.map(\.map) == ["stem", "bneck1", "bneck3", "bneck8", "last"])
    #expect(answer.maps.map(\.row) == [1, 2, 4, 9, 13])
    #expect(answer.maps.allSatisfy { $0.shown == 9 && Set($0.channels).count == 9 })
    #expect(answer.classes?.count == 5)
    #expect(try scratch.text("mobilenet-v3-small-maps.svg").contains("<svg"))
  }

  @Test("rows by number, name, block or layer, each once, in the order of the network")
  func rows() throws {
    let scratch = try Scratch()
    let answer = try Program.json(
      Maps.self,
      [
        "look", "mobilenet-v2", "--resolution", "64", "--image", "drawn", "--row", "bottleneck2.1",
        "--row", "3", "--row", "bottleneck2", "--row", "stem", "--row", "bottleneck2.1.expand",
        "--channels", "3", "--format", "json", "--output", "a.png",
      ], in: scratch)
    #expect(
      answer.maps.map(\.map) == ["stem", "bottleneck2.1.expand", "bottleneck2.1", "bottleneck2.2"])
    #expect(answer.maps.allSatisfy { $0.shown == 3 })
    #expect(try scratch.bytes("a.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test("gates: nine of MobileNetV3-Small, with their factors; one of a chosen row")
  func gates() throws {
    let scratch = try Scratch()
    let view = ["--view", "gates", "--format", "json"]
    let answer = try Program.json(Gates.self, ["look"] + Self.small + view, in: scratch)
    #expect(answer.seeded && answer.gates.count == 9)
    for gate in answer.gates {
      #expect(gate.factors.count == gate.channels)
      let closed = Double(gate.factors.count { $0 < 0.1 }) / Double(gate.channels)
      #expect(abs(gate.closed - closed) < 1e-9)
      #expect(gate.open >= 0 && gate.open + gate.closed <= 1)
    }
    let one = try Program.json(
      Gates.self, ["look"] + Self.small + view + ["--row", "5", "--order", "channel"], in: scratch)
    #expect(one.gates.map(\.gate) == ["bneck4"])
  }

  @Test("seeded weights mean nothing, and the tables and figures say so")
  func seeded() throws {
    let scratch = try Scratch()
    let text = try Program.output(
      ["look"] + Self.small + ["--view", "all", "--output", "look.svg"], in: scratch)
    for view in ["maps", "kernels", "gates"] {
      let sentence =
        "Seeded weights (from a formula, not trained): the \(view) mean nothing."
      #expect(text.contains(sentence))
      #expect(text.contains("figure look-\(view).svg\n"))
      #expect(try scratch.text("look-\(view).svg").contains("<svg"))
    }
  }

  @Test("every format, theme and canvas")
  func formats() throws {
    let scratch = try Scratch()
    for (format, look) in zip(
      ["text", "markdown", "csv", "latex", "json"],
      [
        ["--theme", "dark"], ["--theme", "print"], ["--canvas", "page"], ["--canvas", "column"],
        ["--canvas", "column", "--theme", "dark"],
      ])
    {
      let text = try Program.output(
        ["look"] + Self.small + ["--view", "all", "--format", format, "--output", "a.pdf"] + look,
        in: scratch)
      #expect(text.contains("bneck8") && text.contains("features.8.block.1.0"))
    }
  }

  @Test("detectors, networks of segments, and pictures that are no squares have maps too")
  func others() throws {
    let scratch = try Scratch()
    for (name, size) in [
      ("ssdlite-mobilenet-v2", "96"), ("yolov5-mobilenet-v3-small", "64"),
      ("lraspp-mobilenet-v3-large", "64"), ("mobilenet-v1", "32x96"),
    ] {
      let answer = try Program.json(
        Maps.self,
        ["look", name, "--resolution", size, "--image", "drawn", "--format", "json"], in: scratch)
      #expect(answer.maps.count >= 3, "\(name)")
      #expect((answer.classes == nil) == (name != "mobilenet-v1"), "\(name)")
    }
  }

  @Test("a model's file in place of a name, of any size")
  func file() throws {
    let scratch = try Scratch()
    _ = try Program.output(
      [
        "export", "mobilenet-v3-small", "--width", "0.35", "--resolution", "64", "--output",
        "net.onnx",
      ], in: scratch)
    let answer = try Program.json(
      Gates.self,
      ["look", "net.onnx", "--image", "drawn", "--view", "gates", "--format", "json"], in: scratch)
    #expect(answer.gates.count == 9 && !answer.seeded)
  }

  @Test(
    "impossible command lines",
    arguments: [
      UsageError("look mobilenet-v2", "give a picture to look at: --image FILE ('make setup' puts"),
      UsageError("look", "give a picture to look at"),
      UsageError("look --image drawn", "name a network, or give --weights FILE"),
      UsageError("look v1 --view kernels --image drawn", "kernels need no picture"),
      UsageError(
        "look v1 --view gates --image drawn", "'mobilenet-v1' has no squeeze-and-excitation"),
      UsageError(
        "look v1 --view gates --image drawn", "it has --view maps and --view kernels"),
      UsageError("look vgg-16 --view kernels", "'vgg-16' has no depthwise layers"),
      UsageError("look vgg-16 --view kernels", "it has --view maps"),
      UsageError("look v1 --image drawn --row 99", "has no row '99'; rows are numbers from"),
      UsageError("look v2 --image drawn --row bottleneck22", "did you mean 'bottleneck2'?"),
      UsageError(
        "look v2 --image drawn --row classifier",
        "row 'classifier' of 'mobilenet-v2' has no map (1x1x1000); rows that have one are stem"),
      UsageError(
        "look v2 --view kernels --row stem",
        "row 'stem' of 'mobilenet-v2' has no depthwise layer; rows that have one are bottleneck1"),
      UsageError(
        "look v3-large --image drawn --view gates --row 2",
        "row '2' of 'mobilenet-v3-large' has no squeeze-and-excitation; rows that have one are bneck4"
      ),
      UsageError("look v1 --image drawn --channels 0", "--channels must be from 1 to 240, not 0"),
      UsageError("look v1 --image drawn --channels 200", "a figure has at most 240 maps"),
      UsageError("look v1 --view kernels --channels 5", "--channels goes with maps"),
      UsageError("look v1 --image drawn --order value", "--order goes with gates"),
      UsageError("look v1 --image drawn --output a.gif", "'a.gif' must end with"),
      UsageError("look v1 --image drawn --view weights", "'--view <view>'"),
    ])
  func usage(error: UsageError) throws {
    let outcome = try Program.run(error.arguments)
    #expect(outcome.code == 64)
    #expect(outcome.complaint.contains(error.message), "\(outcome.complaint)")
    #expect(outcome.output.isEmpty)
  }

  @Test("pictures and weights that are missing, and a picture that the figure would replace")
  func files() throws {
    let folder = try TinyNet.scratch()
    let absent = try Program.run(["look", "v1", "--image", "none.png"], in: folder)
    #expect(absent.code == 1 && absent.complaint.contains("none.png"))
    let broken = try Program.run(["look", "v1", "--image", "tiny.pth"], in: folder)
    #expect(broken.code == 1 && broken.complaint.contains("'tiny.pth'"))
    let weights = try Program.run(
      ["look", "v1", "--weights", "none.pth", "--view", "kernels"], in: folder)
    #expect(weights.code == 1 && weights.complaint.contains("none.pth"))
    try folder.write([0x89, 0x50], to: "same.png")
    let same = try Program.run(
      ["look", "v1", "--image", "same.png", "--output", "same.png"], in: folder)
    #expect(same.code == 64 && same.complaint.contains("to write over it, give --force"))
  }
}
