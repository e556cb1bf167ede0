import Foundation
import TestSupport
import Testing

@Suite("explain, diff, show and fold in words")
struct WordsTests {
  /// The text without line breaks, as it reads at any width.
  private func text(_ arguments: [String]) throws -> String {
    try Program.output(arguments).split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
  }

  @Test("a dialect's row is told apart from its table's, a table's row from its dialects'")
  func explain() throws {
    let dialect = try text(["explain", "mobilenet-v3-large@note-003", "bneck4"])
    #expect(
      dialect.contains(
        "bneck4, unlike mobilenet-v3-large: squeeze-and-excitation moved behind the projection;"
          + " squeezes 40 to 10 channels instead of 72 to 24;"))
    let table = try text(["explain", "mobilenet-v3-large", "bneck4"])
    #expect(
      table.contains("bneck4 in @note-003: squeeze-and-excitation moved behind the projection"))
    #expect(table.contains("bneck4 is the same in @"))
    #expect(
      try text(["explain", "mobilenet-v3-large@stem-32", "bneck4"])
        .contains("bneck4 is as in mobilenet-v3-large."))
    #expect(
      try text(["explain", "mobilenet-v3-large@original-last-stage", "narrow"])
        .contains("mobilenet-v3-large has no such row as narrow."))
  }

  @Test("the same for programs")
  func json() throws {
    struct Answer: Decodable {
      struct Variant: Decodable {
        var row: String
        var networks: [String]
        var differences: [String]?
      }
      var variants: [Variant]
    }
    let answer = try Program.json(
      Answer.self, ["explain", "mobilenet-v3-small", "2", "--format", "json"])
    #expect(answer.variants.allSatisfy { $0.row == "bneck1" })
    let gateless = answer.variants.first { $0.networks.contains("mobilenet-v3-small@no-gate") }
    #expect(
      gateless?.differences == ["squeeze-and-excitation from 16 to 8 channels removed"])
    #expect(answer.variants.contains { $0.differences == [] })
  }

  @Test("diff says it beside its rows, and conventions of frameworks once, below")
  func diff() throws {
    let arguments = ["diff", "mobilenet-v3-large", "mobilenet-v3-large@note-003"]
    let csv = try Program.output(arguments + ["--format", "csv"])
    #expect(
      csv.contains(
        "\nbneck4,squeeze-and-excitation moved behind the projection; squeezes 40 to 10 channels"))
    #expect(csv.contains("\nstem,equal,"))
    #expect(
      try text(arguments).contains("Norms add 1e-05 to the variance instead of 0.001: stem..last"))
    let alike = try text(["diff", "mobilenet-v3-large", "mobilenet-v3-large@timm"])
    #expect(alike.contains("No row differs but by conventions:"))
    #expect(try text(["diff", "v2", "v2"]).contains("No row differs."))
  }

  @Test("repeats have the source's names")
  func repeats() throws {
    let conv9 = try text(["explain", "ssd-mobilenet-v1", "conv9"])
    #expect(conv9.contains("separable9.pointwise"))
    #expect(!conv9.contains("separable8.pointwise"))
    #expect(
      try text(["explain", "ssd-mobilenet-v1", "conv9/dw"]).contains("separable9.depthwise"))
    let row = try text(["explain", "ssd-mobilenet-v1", "15"])
    #expect(row.contains("row 15, conv7-11: Conv / s1") && row.contains("separable11.pointwise"))
    let outcome = try Program.run(["explain", "ssd-mobilenet-v1", "conv99"])
    #expect(outcome.code == 64 && outcome.complaint.contains("did you mean 'conv9'?"))
  }

  @Test("show says who builds a dialect so")
  func show() throws {
    #expect(
      try text(["show", "mobilenet-v3-large@note-003"])
        .contains("@note-003: the note's own code; source: feizaipp's note on MobileNetV1 to V3"))
    let json = try Program.output(["show", "v2@timm", "--format", "json"])
    #expect(json.contains("\"source\" : \"timm (pytorch-image-models)\""))
  }

  @Test(
    "networks with other attention or another beginning, in every command",
    arguments: [
      ["cost", "yolov5-mobilenet-v3-small@eca"],
      ["cost", "mobilenet-v3-large@eca", "--by", "layer"],
      ["diff", "mobilenet-v3-large", "mobilenet-v3-large@no-gate"],
      ["diff", "yolov5-mobilenet-v3-large", "yolov5-mobilenet-v3-large@stem-block"],
      [
        "compare", "yolov5-mobilenet-v3-small", "yolov5-mobilenet-v3-small@eca",
        "yolov5-mobilenet-v3-small@no-gate", "yolov5-mobilenet-v3-small@stem-block",
      ],
      ["explain", "mobilenet-v3-small@eca", "bneck1"],
    ])
  func dialects(arguments: [String]) throws {
    #expect(try Program.output(arguments).split(separator: "\n").count > 5)
  }

  @Test(
    "and as figures",
    arguments: [
      ["yolov5-mobilenet-v3-large@stem-block", "0"], ["mobilenet-v3-large@eca", "bneck4"],
      ["yolov5-mobilenet-v3-small@eca", "4"], ["ssd-mobilenet-v1", "conv9"],
    ])
  func figures(names: [String]) throws {
    let folder = try Scratch()
    let written = try Program.output(
      ["draw", names[0], "--block", names[1], "--output", "block.svg"], in: folder)
    #expect(written == "block.svg\n")
    #expect(try folder.text("block.svg").contains("<svg"))
  }
}

@Suite("fold --channel: one channel's numbers")
struct FoldChannelTests {
  private struct Answer: Decodable {
    struct Number: Decodable {
      var symbol: String
      var value: Double
    }
    struct Weight: Decodable {
      var place: String
      var weight: Double
      var folded: Double
    }
    var layer: String
    var channel: Int
    var channels: Int
    var numbers: [Number]
    var weights: [Weight]
  }

  private static let tensors: [(name: String, shape: [Int], values: [Float])] =
    TinyNet.tensors(weight: 0.5).map { tensor in
      switch tensor.name {
      case "stem.convolution.norm.weight": (tensor.name, [4], [1, 2, 3, 4])
      case "stem.convolution.norm.bias": (tensor.name, [4], [0.5, -1, 0, 1])
      case "stem.convolution.norm.running_mean": (tensor.name, [4], [0.1, 0.2, -0.3, 0.4])
      case "stem.convolution.norm.running_var": (tensor.name, [4], [4, 1, 0.25, 9])
      default: tensor
      }
    }

  private static let command = [
    "fold", "tiny", "--tables", "tables", "--weights", "tiny.pth", "--channel",
  ]

  private static func scratch() throws -> Scratch {
    let scratch = try TinyNet.scratch()
    try scratch.write(legacyCheckpoint(tensors), to: "tiny.pth")
    return scratch
  }

  @Test("the numbers are the checkpoint's, merged by hand; no file is written")
  func numbers() throws {
    let scratch = try Self.scratch()
    let answer = try Program.json(
      Answer.self, Self.command + ["stem:2", "--format", "json"], in: scratch)
    #expect(answer.layer == "stem" && answer.channel == 2 && answer.channels == 4)
    func number(_ symbol: String) -> Double {
      answer.numbers.first { $0.symbol == symbol }?.value ?? .nan
    }
    #expect(number("gamma") == 3 && number("beta") == 0 && number("var") == 0.25)
    #expect(abs(number("mean") - -0.3) < 1e-7 && number("epsilon") == 1e-5 && number("b") == 0)
    let scale = 3 / (0.25 + 1e-5).squareRoot()
    #expect(abs(number("s") - scale) < 1e-9)
    #expect(abs(number("b'") - scale * 0.3) < 1e-6)
    #expect(answer.weights.count == 27)
    #expect(answer.weights.allSatisfy { $0.weight == 0.5 && abs($0.folded - scale / 2) < 1e-6 })
    #expect(answer.weights.first?.place == "0, 0, 0" && answer.weights.last?.place == "2, 2, 2")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).sorted() == [
        "tables", "tiny.pth",
      ])
  }

  @Test("as text, with the formulas filled in; seeded weights are said to be that")
  func text() throws {
    let scratch = try Self.scratch()
    let text = try Program.output(Self.command + ["stem:1"], in: scratch)
    #expect(text.contains("layer stem, channel 1 of 0 to 3\n"))
    #expect(
      text.contains(
        "s  = gamma / sqrt(var + epsilon) = 2.000000 / sqrt(1.000000 + 1e-05) = 1.999990\n"))
    #expect(
      text.contains(
        "b' = beta + s (b - mean) = (-1.000000) + 1.999990 (0.000000 - 0.200000) = -1.399998\n"))
    #expect(text.contains("and 18 more; --format json or csv has all of them."))
    #expect(!text.contains("Seeded"))
    let seeded = try Program.output([
      "fold", "mobilenet-v2", "--channel", "bottleneck1.depthwise:7",
    ])
    #expect(seeded.hasPrefix("Seeded weights (from a formula, not trained).\n"))
    #expect(seeded.contains("\n7, 2, 2 "))
  }

  @Test(
    "what is wrong, and what is possible",
    arguments: [
      UsageError("fold v2 --channel stem:32", "'stem' has no channel 32; its channels are 0 to 31"),
      UsageError(
        "fold v2 --channel stemm:1", "'mobilenet-v2' has no layer 'stemm'; did you mean 'stem'?"),
      UsageError(
        "fold v2 --channel bottleneck1:1",
        "'bottleneck1' has several layers with a batch norm: bottleneck1.depthwise, bottleneck1.project"
      ),
    ])
  func errors(error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  @Test("a layer without a norm is refused with those that have one")
  func noNorm() throws {
    let outcome = try Program.run(["fold", "v2", "--channel", "classifier:1"])
    #expect(outcome.code == 64)
    #expect(
      outcome.complaint.hasPrefix(
        "mobilenet: 'classifier' has no batch norm to merge; layers that have are stem, bottleneck1."
      ))
  }

  @Test(
    "what does not go together",
    arguments: [
      (
        ["--channel", "stem:1", "--output", "x.safetensors"],
        "--channel writes no file, so --output"
      ),
      (["--channel", "stem:1", "--image", "cat.png"], "--channel runs nothing"),
      (["--format", "json"], "--format goes with --channel"),
      (["--channel", "stem"], "must be a layer and a channel from 0 on, such as bneck4.expand:7"),
      (["--channel", "stem:-1"], "must be a layer and a channel from 0 on"),
    ])
  func together(arguments: [String], message: String) throws {
    let outcome = try Program.run(["fold", "v2"] + arguments)
    #expect(outcome.code == 64)
    #expect(outcome.complaint.contains(message), "\(outcome.complaint)")
  }
}
