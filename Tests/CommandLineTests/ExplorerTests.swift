import Foundation
import Testing

@Suite("The cost explorer")
struct ExplorerTests {
  @Test(
    "every command in every format, for a network and for a system",
    arguments: [
      ["cost", "v2", "--by", "kind"], ["cost", "ssdlite", "--separable"], ["memory", "v3-small"],
      ["memory", "lraspp-mobilenet-v3-large", "--by", "row"],
      ["multiplier", "v2", "--width", "1.3"], ["sweep", "v1", "--width", "0.5,1"],
      ["sweep", "ssd-vgg16", "--resolution", "300...320:10"], ["fit", "--macs", "60M"],
      ["roofline", "v3-large", "--device", "v100"],
      ["roofline", "v1", "v2", "--gflops", "10", "--bandwidth", "2.5"],
      ["reach", "yolov5-mobilenet-v3-small", "--by", "row"], ["explain", "v2", "bottleneck2.1"],
      ["explain", "ssdlite", "extra1"], ["worksheet", "v1"], ["worksheet", "v1", "--key"],
      ["show", "v3-large", "--costs"],
    ])
  func formats(arguments: [String]) throws {
    for format in ["text", "markdown", "csv", "latex"] {
      let text = try Program.output(arguments + ["--format", format])
      #expect(text.split(separator: "\n").count > 2, "\(format)")
      #expect(text.split(separator: "\n").allSatisfy { format != "text" || $0.count <= 120 })
    }
    let json = try Program.output(arguments + ["--format", "json"])
    #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])
    let document = try Program.output(arguments + ["--format", "latex", "--standalone"])
    #expect(document.hasPrefix("\\documentclass"))
  }

  @Test("the whole of V1 as standard convolutions, for programs")
  func ledger() throws {
    struct Ledger: Decodable {
      struct Count: Decodable, Equatable {
        var parameters: Int
        var macs: Int
      }
      struct Totals: Decodable {
        var standard: Count
        var separable: Count
      }
      var totals: Totals
    }
    let ledger = try Program.json(
      Ledger.self, ["cost", "v1", "--separable", "--format", "json"])
    #expect(ledger.totals.standard == .init(parameters: 29_294_088, macs: 4_867_293_184))
    #expect(ledger.totals.separable == .init(parameters: 4_231_976, macs: 568_740_352))
  }

  @Test("a sweep's grid, ends included")
  func sweep() throws {
    struct Grid: Decodable {
      struct Row: Decodable {
        var width: Double
        var resolution: Int
        var macs: Int
      }
      var rows: [Row]
    }
    let grid = try Program.json(
      Grid.self,
      [
        "sweep", "v2", "--width", "0.25...1.4:0.05", "--resolution", "96...256:32", "--format",
        "json",
      ])
    #expect(grid.rows.count == 24 * 6)
    #expect(grid.rows.first?.width == 0.25 && grid.rows.last?.width == 1.4)
    #expect(grid.rows.last?.resolution == 256)
    #expect(grid.rows.first { $0.width == 1 && $0.resolution == 224 }?.macs == 300_774_272)
  }

  @Test("a budget that nothing meets is answered with the nearest, and exit code 1")
  func nothing() throws {
    let outcome = try Program.run(["fit", "--macs", "1k"])
    #expect(outcome.code == 1)
    #expect(
      outcome.complaint == "mobilenet: no network fits the budget; the nearest are listed\n")
    #expect(outcome.output.contains("times over"))
  }

  @Test(
    "measured times, layer by layer",
    arguments: [["run", "v3-small", "--profile", "--runs", "1", "--resolution", "64"]])
  func profile(arguments: [String]) throws {
    struct Profile: Decodable {
      struct Layer: Decodable {
        var macs: Int?
        var microseconds: Double
        var block: String
      }
      struct Kind: Decodable {
        var kind: String
        var macs: Int?
      }
      var layers: [Layer]
      var kinds: [Kind]
      var microseconds: Double
    }
    let profile = try Program.json(Profile.self, arguments + ["--format", "json"])
    let cost = try Program.json(
      CostAnswer.self, ["cost", "v3-small", "--resolution", "64", "--format", "json"])
    #expect(profile.layers.reduce(0) { $0 + ($1.macs ?? 0) } == cost.totals.macs)
    #expect(profile.kinds.reduce(0) { $0 + ($1.macs ?? 0) } == cost.totals.macs)
    #expect(profile.layers.allSatisfy { $0.microseconds > 0 })
    #expect(profile.microseconds > 0)
  }

  @Test(
    "what is wrong, and what is possible",
    arguments: [
      UsageError(
        "sweep ssd-vgg16 --width 0.5",
        "'ssd-vgg16' has no width multiplier: its table has no rule 'width'"),
      UsageError(
        "roofline v2 --device v10", "unknown device 'v10'; did you mean 'v100'?"),
      UsageError(
        "roofline v2 --gflops 0 --bandwidth 3", "--gflops must be from 0.001 to 10000000, not 0.0"),
      UsageError(
        "roofline v2 --device v100 --precision int8",
        "no peak in int8 is known of 'v100'; it is of a100, cortex-m7, raspberry-pi-5, or give"
          + " --gflops and --bandwidth"),
      UsageError(
        "explain v2 bottlneck2",
        "'mobilenet-v2' has no row 'bottlneck2'; did you mean 'bottleneck2'?"),
    ])
  func errors(error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  private static func wrong(
    _ value: String, _ option: String, _ reason: String, is name: String? = nil
  ) -> String {
    "The value '\(value)' is invalid for '--\(option) <\(name ?? option)>': \(reason)"
  }
  private static func steps(_ value: String) -> String {
    wrong(
      value, "width",
      "must be a list such as 0.5,0.75,1 or a range with a step, such as"
        + " 0.25...1.4:0.05")
  }
  private static func count(_ value: String) -> String {
    wrong(value, "macs", "must be from 1 to 1e18, with a unit (k, K, M, G) or without")
  }
  private static let layers = "Please provide one of 'row', 'block' or 'layer'."

  @Test(
    "what no command takes",
    arguments: [
      UsageError("memory v2 --by part", "The value 'part' is invalid for '--by <by>'. \(layers)"),
      UsageError(
        "multiplier v2 --by part", "The value 'part' is invalid for '--by <by>'. \(layers)"),
      UsageError(
        "reach v2 --by layer",
        "The value 'layer' is invalid for '--by <by>'. Please provide one of 'map' and 'row'."),
      UsageError("sweep v2 --width 1...0.5:0.1", steps("1...0.5:0.1")),
      UsageError("sweep v2 --width 0.5...1", steps("0.5...1")),
      UsageError("sweep v2 --width a,b", steps("a,b")),
      UsageError("sweep v2 --width 0.5...1:0", steps("0.5...1:0")),
      UsageError(
        "sweep v2 --resolution 96.5",
        wrong("96.5", "resolution", "needs whole numbers, not 96.5")),
      UsageError(
        "sweep v2 --width 0...1:0.00001",
        wrong("0...1:0.00001", "width", "has more than 10000 numbers")),
      UsageError("fit", "give a budget: --macs, --params, --peak, or several of them"),
      UsageError("fit --macs many", count("many")),
      UsageError("fit --macs -3M", count("-3M")),
      UsageError("fit --macs 1MiB", count("1MiB")),
      UsageError("fit --macs 1e30", count("1e30")),
      UsageError(
        "fit --peak 0MiB",
        wrong(
          "0MiB", "peak",
          "must be from 1 to 1e18, with a unit (KiB, MiB, GiB, kB, KB, MB, GB, B) or without")),
      UsageError("memory v2 --batch 0", "--batch must be from 1 to 65536, not 0"),
      UsageError(
        "cost v2 --precision int4",
        "The value 'int4' is invalid for '--precision <precision>'. Please provide one of 'fp32',"
          + " 'bf16' or 'int8'."),
      UsageError("cost v2 --standalone", "--standalone needs --format latex"),
      UsageError("run v2 --profile --runs 0", "--runs must be from 1 to 100000, not 0"),
      UsageError(
        "netadapt v2 --reduce 100%",
        wrong("100%", "reduce", "must be above 0 and below 100 %, such as 1%")),
      UsageError(
        "netadapt v2 --reduce -1%",
        wrong("-1%", "reduce", "must be above 0 and below 100 %, such as 1%")),
    ])
  func refusals(error: UsageError) throws {
    try Program.expectRefusal(error.arguments, error.message)
  }

  @Test("a device of one's own, and what is wrong with one")
  func device() throws {
    let folder = try Scratch()
    try folder.write(
      "device: mine\ntitle: Mine\ngigaflops: 10\ngigabytes-per-second: 1\nsource: me\n",
      to: "Mine.yaml")
    let text = try Program.output(
      ["roofline", "v1", "--device", "mine", "--tables", "."], in: folder)
    #expect(text.contains("Mine: 10.0 GFLOP/s, 1.0 GB/s (me)"))
    try folder.write("device: mine\ntitle: Mine\ngigaflop: 10\n", to: "Mine.yaml")
    let outcome = try Program.run(
      ["roofline", "v1", "--device", "mine", "--tables", "."], in: folder)
    #expect(outcome.code == 1)
    #expect(
      outcome.complaint.contains("unknown key 'gigaflop' in a device; did you mean 'gigaflops'?"))
    #expect(outcome.complaint.contains("Mine.yaml:3:1"))
  }
}

@Suite("compare, diff and netadapt")
struct CompareTests {
  @Test(
    "every command in every format",
    arguments: [
      ["compare", "v1", "v2:0.5/160", "ssdlite"], ["diff", "v2", "v2@expand-always"],
      ["diff", "v1", "v3-large", "--all"], ["netadapt", "v3-small"],
      ["netadapt", "ssdlite", "--reduce", "0.02", "--device", "v100"],
      ["netadapt", "v3-small", "--accuracy", "67.4", "--latency", "15.8", "--target", "20"],
    ])
  func formats(arguments: [String]) throws {
    for format in ["text", "markdown", "csv", "latex"] {
      let text = try Program.output(arguments + ["--format", format])
      #expect(text.split(separator: "\n").count > 2, "\(format)")
      #expect(text.split(separator: "\n").allSatisfy { format != "text" || $0.count <= 120 })
    }
    let json = try Program.output(arguments + ["--format", "json"])
    #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])
    let narrow = try Program.output(arguments, environment: ["COLUMNS": "80"])
    #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("a network with its own multipliers is that network")
  func scaled() throws {
    struct Answer: Decodable {
      struct Network: Decodable {
        var name: String
        var macs: Int
        var parameters: Int
        var accuracy: String?
        var accuracySource: String
      }
      var networks: [Network]
    }
    let answer = try Program.json(
      Answer.self, ["compare", "v2:0.75/160", "v2:/192", "v2@timm", "--format", "json"])
    #expect(answer.networks.map(\.macs) == [107_295_200, 221_316_608, 300_774_272])
    #expect(answer.networks.map(\.parameters) == [2_636_424, 3_504_872, 3_504_872])
    #expect(answer.networks.map(\.accuracy) == ["66.4 top-1", "70.7 top-1", "72.9 top-1"])
    // A dialect has what its own source prints.
    #expect(answer.networks.last?.accuracySource == "timm")
  }

  @Test("the redesigned last stage of V3, as the totals of a range of rows")
  func range() throws {
    let text = try Program.output(
      [
        "diff", "v3-large@original-last-stage", "v3-large", "--rows", "last..classifier",
        "--format", "csv",
      ])
    #expect(text.contains("\ntotal,,2167080,2666600,499520,44352960,10035200,-34317760\n"))
  }

  private static let scaledName = "must be NAME, NAME:ALPHA, NAME:ALPHA/PIXELS or NAME:/PIXELS"

  @Test(
    "what is wrong, and what is possible",
    arguments: [
      UsageError("compare v2", "give two or more networks"),
      UsageError("compare v2 v2:", "'v2:' \(scaledName)"),
      UsageError("compare v2 v2:x/160", "'v2:x/160' \(scaledName)"),
      UsageError("compare v2 v2:1/2/3", "'v2:1/2/3' \(scaledName)"),
      UsageError(
        "diff v2 v1 --rows stem..bottleneck2",
        "'v1' has no row 'bottleneck2'; its rows are stem, dwconv1, conv2, dwconv2, conv3, dwconv3,"
          + " conv4, dwconv4, conv5, dwconv5, conv6, dwconv6, conv7, dwconv7, conv8, dwconv8, conv9,"
          + " dwconv9, conv10, avgpool1, classifier, softmax1"),
      UsageError(
        "diff v2 v2 --rows 5..2", "--rows '5..2': in 'v2' the first row comes after the second"),
      UsageError(
        "netadapt v2 --accuracy 70",
        "the reward needs --accuracy, --latency and --target, all above 0"),
    ])
  func errors(error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  @Test("what is wrong with rows that a dialect replaces")
  func replaced() throws {
    let folder = try Scratch()
    try folder.write(
      """
      dialect: mine
      title: Mine
      families:
        mobilenet-v2:
          replace:
            rows: lst..classifier
            with:
              - [ 7x7x320, conv2d 1x1, ~, 640, 1, 1 ]

      """, to: "Mine.yaml")
    let outcome = try Program.run(["cost", "v2@mine", "--tables", "."], in: folder)
    #expect(outcome.code == 1)
    #expect(outcome.complaint.contains("Mine.yaml:6:13: 'lst..classifier' is not a range of rows"))
  }
}
