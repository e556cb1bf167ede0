import Foundation
import Testing

@Suite("mobilenet cost --convention and --bridge")
struct ConventionTests {
  /// The JSON of `mobilenet cost --bridge`.
  struct BridgeAnswer: Decodable {
    struct Figure: Decodable {
      var tool: String
      var macs: Int
      var overExact: Int
      var flops: Int?
    }

    struct Term: Decodable {
      var tool: String
      var figure: String
      var term: String
      var each: Int
      var elements: Int
      var count: Int
      var sum: Int
    }

    var name: String
    var exact: Int
    var figures: [Figure]
    var terms: [Term]
  }

  private func cost(_ arguments: String) throws -> CostAnswer {
    try Program.json(
      CostAnswer.self,
      ["cost"] + arguments.split(separator: " ").map(String.init)
        + ["--format", "json"])
  }

  @Test("the totals are the tool's, and the rows add up to them")
  func totals() throws {
    for (name, macs, flops) in [
      ("fvcore", 314_193_216, nil), ("thop", 327_486_720, nil),
      ("calflops", 300_774_272, 614_967_488), ("paper", 300_774_272, 601_548_544),
    ] as [(String, Int, Int?)] {
      for grain in ["part", "row", "block", "layer"] {
        let answer = try cost("v2 --convention \(name) --by \(grain)")
        #expect(answer.totals.macs == macs)
        #expect(answer.totals.flops == flops)
        #expect(answer.totals.convention == name)
        #expect(answer.totals.parameters == 3_504_872)
        #expect(answer.rows.reduce(0) { $0 + $1.macs } == macs)
      }
    }
    let plain = try cost("v2")
    #expect(plain.totals.convention == "paper")
    #expect(plain.totals.macs == 300_774_272)
    #expect(plain.totals.flops == 601_548_544)
  }

  @Test("the table says whose numbers it has")
  func text() throws {
    let text = try Program.output(["cost", "v2", "--convention", "fvcore"])
    let lines = text.split(separator: "\n")
    #expect(lines[0].hasSuffix("   convention fvcore"))
    #expect(lines.contains { $0.contains("total") && $0.contains("314,193,216") })
    #expect(!text.contains("FLOPs"))
    #expect(text.contains("batch norm 13,356,224"))
    let flops = try Program.output(["cost", "v2", "--convention", "calflops"])
    #expect(flops.contains("FLOPs 614,967,488"))
    // Without the option nothing is said of conventions.
    #expect(try !Program.output(["cost", "v2"]).contains("convention fvcore"))
  }

  private func bridge(_ arguments: String, in scratch: Scratch? = nil) throws -> BridgeAnswer {
    try Program.json(
      BridgeAnswer.self,
      ["cost"] + arguments.split(separator: " ").map(String.init)
        + ["--bridge", "--format", "json"], in: scratch)
  }

  @Test(
    "the terms lead to every tool's number",
    arguments: [
      "v2", "v3-large --width 0.6 --resolution 192", "ssdlite", "yolov5-mobilenet-v3-small",
      "ssd-vgg16",
    ])
  func terms(network: String) throws {
    let answer = try bridge(network)
    #expect(answer.figures.count == 11)
    #expect(answer.figures.map(\.macs) == answer.figures.map(\.macs).sorted())
    for figure in answer.figures {
      #expect(figure.overExact == figure.macs - answer.exact)
      for (name, total) in [("MACs", figure.macs), ("FLOPs", figure.flops)] {
        let own = answer.terms.filter { $0.tool == figure.tool && $0.figure == name }
        #expect(own.isEmpty == (total == nil))
        guard let total else { continue }
        #expect(own.reduce(0) { $0 + $1.count } == total)
        #expect(own.last?.sum == total)
        #expect(own.first?.elements == answer.exact)
        #expect(own.allSatisfy { $0.count == $0.each * $0.elements })
      }
    }
  }

  @Test("one tool alone")
  func single() throws {
    let answer = try bridge("v2 --convention fvcore")
    #expect(answer.figures.map(\.tool) == ["fvcore"])
    #expect(answer.terms.map(\.term) == ["exact count", "batch norm", "global pool, function"])
    #expect(answer.terms.map(\.count) == [300_774_272, 13_356_224, 62_720])
  }

  @Test("every format; text within the terminal", arguments: ["80", "120"])
  func formats(columns: String) throws {
    for network in ["v3-small", "ssd-vgg16", "yolov3-mobilenet-v3-large"] {
      let text = try Program.output(
        ["cost", network, "--bridge"], environment: ["COLUMNS": columns])
      for line in text.split(separator: "\n") {
        #expect(line.count <= Int(columns) ?? 0, "\(line)")
      }
    }
    for (format, begin) in [
      ("markdown", "MobileNetV3-Small"), ("csv", "table,tool,prints,MACs"),
      ("latex", "% MobileNet"),
    ] {
      let text = try Program.output(["cost", "v3-small", "--bridge", "--format", format])
      #expect(text.hasPrefix(begin))
      #expect(text.contains(format == "csv" ? "62477944" : "62,477,944"))
    }
  }

  @Test("a file of --tables changes a tool's number, and adds a tool")
  func ownConvention() throws {
    let scratch = try Scratch()
    let thop = "convention: thop\nprints: MACs\nmacs: {mac: 1, norm: 1, others: 0}\n"
    try scratch.write(thop, to: "t/thop.yaml")
    try scratch.write(
      thop.replacing("convention: thop", with: "convention: mine"), to: "t/mine.yaml")
    let answer = try bridge("v2 --tables t", in: scratch)
    #expect(answer.figures.count == 12)
    for name in ["thop", "mine"] {
      let figure = answer.figures.first { $0.tool == name }
      #expect(figure?.macs == 300_774_272 + 6_678_112)
    }
    try scratch.write(
      "convention: thop\nprints: MACs\nmacs: {mac: 1, nrom: 1}\n", to: "t/thop.yaml")
    try Program.expectFailure(
      ["cost", "v2", "--convention", "thop", "--tables", "t"], in: scratch, code: 1,
      """
      t/thop.yaml:3:16: unknown key 'nrom' in macs; did you mean 'norm'?
        macs: {mac: 1, nrom: 1}
                       ^
      """)
  }

  private static let known =
    "known: calflops, deepspeed, flopcounter, fvcore, no-classifier, no-first-convolution, onnx-tool,"
    + " operations, paper, ptflops, ptflops-aten, thop, torchinfo, torchprofile"

  @Test(
    "what is impossible",
    arguments: [
      UsageError(
        "cost v2 --convention fvcor",
        "unknown convention 'fvcor'; did you mean 'fvcore'? " + known),
      UsageError("cost v2 --bridge --convention 17", "unknown convention '17'; " + known),
    ])
  func impossible(_ error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  @Test(
    "one question at a time",
    arguments: [
      UsageError("cost v2 --separable --bridge", "Unknown option '--bridge'"),
      UsageError("separable v2 --convention thop", "Unknown option '--convention'"),
      UsageError("bridge v2 --by layer", "Unknown option '--by'. Did you mean '--res'?"),
      UsageError(
        "cost v2 --by kind --convention thop",
        "--by kind counts exactly; it does not go with --convention"),
    ])
  func refused(_ error: UsageError) throws {
    try Program.expectRefusal(error.arguments, error.message)
  }
}
