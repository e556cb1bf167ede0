import TestSupport
import Testing

@Suite("Inputs of any height, width and number of channels")
struct RectangleTests {
  /// A network of one convolution and a mean on an input of 64x192.
  private static func table(
    shape: String = "[64, 192, 3]", mean: String = "[0.5, 0.5, 0.5]"
  ) -> String {
    """
    name: wide
    family: wide
    input: {shape: \(shape)}
    variables: {classes: 5}
    preprocessing: {crop-fraction: 0.8, mean: \(mean), standard-deviation: \(mean)}
    rules: {norm: {epsilon: 1.0e-5}, padding: symmetric, activation: RE, width: {round: truncate}}
    columns: [ operator, out, s ]
    rows:
      - stem: [ conv2d 3x3, 8, 2 ]
      - [ global-pool, ~, ~ ]
      - classifier: [ "conv2d 1x1, NBN", classes, ~ ]

    """
  }

  private static func scratch(_ text: String = table()) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(text, to: "tables/Wide.yaml")
    return scratch
  }

  private static func output(_ command: String, in scratch: Scratch) throws -> String {
    try Program.output(command.split(separator: " ").map(String.init), in: scratch)
  }

  @Test(
    "rho scales both sides, and a resolution may have two",
    arguments: [
      ("", "64x192"), ("--rho 1", "64x192"), ("--rho 0.5", "32x96"), ("--rho 0.51", "33x98"),
      ("--resolution 32x96", "32x96"), ("--resolution 64x64", "64x64"), ("--res 64", "64x64"),
    ])
  func scaled(options: String, input: String) throws {
    let scratch = try Self.scratch()
    for command in ["cost", "memory", "reach", "multiplier", "show", "run", "verify"] {
      let text = try Self.output("\(command) wide --tables tables \(options)", in: scratch)
      #expect(text.contains("   input \(input)x3"), "\(command)")
    }
  }

  private struct Sweep: Decodable {
    struct Row: Decodable {
      var macs: Int
      var resolution: Resolution
    }
    var rows: [Row]
  }

  /// A number, or height and width.
  private enum Resolution: Decodable, Equatable {
    case square(Int)
    case rectangle(height: Int, width: Int)

    private enum Key: String, CodingKey { case height, width }

    init(from decoder: any Decoder) throws {
      if let side = try? decoder.singleValueContainer().decode(Int.self) {
        self = .square(side)
        return
      }
      let sides = try decoder.container(keyedBy: Key.self)
      self = .rectangle(
        height: try sides.decode(Int.self, forKey: .height),
        width: try sides.decode(Int.self, forKey: .width))
    }
  }

  @Test("a sweep goes over the table's own rectangle, and over those that are listed")
  func sweep() throws {
    let scratch = try Self.scratch()
    let csv = try Self.output("sweep wide --tables tables --format csv", in: scratch)
    #expect(csv.contains("\n1.0000,64x192,"))
    let answer = try Program.json(
      Sweep.self,
      ["sweep", "wide", "--tables", "tables", "--resolution", "32x96,64", "--format", "json"],
      in: scratch)
    #expect(
      answer.rows.map(\.resolution) == [.rectangle(height: 32, width: 96), .square(64)])
    // 3x3x3x8 at half of each side, and 8x5.
    #expect(answer.rows.map(\.macs) == [216 * 16 * 48 + 40, 216 * 32 * 32 + 40])
  }

  @Test("a fit tries the table's own proportions")
  func fit() throws {
    let text = try Self.output(
      "fit wide --tables tables --macs 10M --format csv", in: Self.scratch())
    #expect(text.contains(",224x672,") || text.contains(",192x576,"))
  }

  @Test("a picture becomes a rectangle, in color and in gray; figures and models are made")
  func pictures() throws {
    for (shape, mean) in [("[64, 192, 3]", "[0.5, 0.5, 0.5]"), ("[64, 192, 1]", "[0.5]")] {
      let scratch = try Self.scratch(Self.table(shape: shape, mean: mean))
      #expect(
        try Self.output("draw wide --tables tables --output wide.png", in: scratch) == "wide.png\n")
      let text = try Self.output("run wide --tables tables --image wide.png", in: scratch)
      #expect(text.contains("picture wide.png"))
      let show = try Self.output("show wide --tables tables", in: scratch)
      #expect(show.contains("resized to cover 64x192 / 0.8 pixels, then a center crop"))
      #expect(show.contains(mean == "[0.5]" ? "gray, 0 to 1" : "RGB, 0 to 1"))
      _ = try Self.output("export wide --tables tables --rho 0.5 --output wide.onnx", in: scratch)
    }
  }

  @Test("detectors and segmentation on rectangles")
  func systems() throws {
    let scratch = try Scratch()
    let boxes = try Self.output("detect ssdlite --resolution 192x640 --score 0.99", in: scratch)
    // 12x40, 6x20, 3x10, 2x5, 1x3 and 1x2 places with 6 boxes each.
    #expect(boxes.contains("input 192x640x3") && boxes.contains("\n3,870 boxes;"))
    let classes = try Self.output("segment lraspp --resolution 96x320", in: scratch)
    #expect(classes.contains("input 96x320x3") && classes.contains("307,200"))
  }

  @Test("three means for one channel are refused")
  func gray() throws {
    let scratch = try Self.scratch(Self.table(shape: "[64, 192, 1]"))
    let outcome = try Program.run(["run", "wide", "--tables", "tables"], in: scratch)
    #expect(outcome.code == 1)
    #expect(outcome.complaint.contains("'mean' has 3 numbers, but the input one channel"))
  }

  @Test(
    "what is wrong names both sides",
    arguments: [
      ("cost v2 --resolution 8x16", "resolution 8x16 is too small"),
      ("cost v2 --resolution 0x16", "invalid resolution 0x16; each side must be from 1 to 16384"),
      ("cost v2 --resolution 16x", "The value '16x' is invalid for '--resolution"),
      ("sweep v2 --resolution 64,16x", "must be a list such as 160,192x640"),
      (
        "cost yolov5-mobilenet-v3-small --resolution 200x640",
        "does not work at resolution 200x640: "
      ),
    ])
  func refused(command: String, message: String) throws {
    let outcome = try Program.run(command.split(separator: " ").map(String.init), in: Scratch())
    #expect(outcome.code == 64)
    #expect(outcome.complaint.contains(message))
  }
}
