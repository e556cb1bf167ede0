import Foundation
import TestSupport
import Testing

@Suite("netadapt and bench")
struct NetAdaptCommandTests {
  struct Trace: Decodable {
    struct Step: Decodable {
      var step: Int
      var macs: Int
      var proxy: Double
    }

    struct Reward: Decodable {
      var name: String
      var reward: Double
    }

    var steps: [Step]
    var complete: Bool
    var seeded: Bool
    var rewards: [Reward]?
  }

  private static let small = ["netadapt", "mobilenet-v3-small", "--resolution", "64"]

  @Test("a loop's files are what every command takes: the table, the weights, the figure")
  func files() throws {
    let folder = try Scratch()
    let outcome = try Program.run(
      Self.small + [
        "--reduce", "3%", "--steps", "3", "--output", "narrow.yaml", "--output-weights",
        "narrow.safetensors", "--figure", "narrow.svg", "--format", "json",
      ], in: folder)
    #expect(outcome.code == 0, "\(outcome.complaint)")
    let trace = try JSONDecoder().decode(Trace.self, from: Data(outcome.output.utf8))
    #expect(trace.steps.map(\.step) == [0, 1, 2, 3] && trace.complete && trace.seeded)
    #expect(zip(trace.steps, trace.steps.dropFirst()).allSatisfy { $0.macs > $1.macs })
    #expect(try folder.names() == ["narrow.safetensors", "narrow.svg", "narrow.yaml"])
    let table = try folder.text("narrow.yaml")
    #expect(table.contains("name: narrow\n") && table.contains("variant-of: mobilenet-v3-small\n"))
    #expect(
      table.hasPrefix(
        "# mobilenet netadapt mobilenet-v3-small --reduce 3% --steps 3 --resolution 64\n"))
    struct Costs: Decodable {
      struct Totals: Decodable { var macs: Int }
      var totals: Totals
    }
    let costs = try Program.run(
      ["cost", "narrow.yaml", "--resolution", "64", "--format", "json"], in: folder)
    #expect(
      try JSONDecoder().decode(Costs.self, from: Data(costs.output.utf8)).totals.macs
        == trace.steps[3].macs)
    for command in [
      "draw ./narrow.yaml --output n.svg", "show narrow.yaml", "verify narrow.yaml",
      "run ./narrow.yaml --weights narrow.safetensors", "explain narrow.yaml 3",
      "diff mobilenet-v3-small narrow.yaml", "compare mobilenet-v3-small narrow.yaml:/128",
      "cost narrow.yaml@timm", "netadapt narrow.yaml --steps 1 --output narrower.yaml",
      "cost narrower.yaml", "sweep narrow.yaml --width 0.5", "roofline narrow.yaml --device v100",
    ] {
      let outcome = try Program.run(command.split(separator: " ").map(String.init), in: folder)
      #expect(outcome.code == 0, "\(command): \(outcome.complaint)")
    }
    let same = try Program.run(
      ["netadapt", "narrow.yaml", "--steps", "1", "--output", "narrow.yaml"], in: folder)
    #expect(same.code == 64 && same.complaint.contains("to write over it, give --force"))
  }

  @Test(
    "times that are measured here: the work falls, times are times, and it is said how they came")
  func measured() throws {
    struct Timed: Decodable {
      struct Step: Decodable {
        var macs: Int
        var microseconds: Double
      }
      var counting: String
      var steps: [Step]
    }
    // A restless machine may find no width that saves as much as its layers promise.
    let arguments = [
      "netadapt", "mobilenet-v3-small", "--resolution", "32", "--reduce", "1%", "--steps", "1",
      "--device", "here", "--format",
    ]
    let outcome = try Program.run(arguments + ["json"])
    guard outcome.code == 0 else {
      #expect(outcome.code == 1, "\(outcome.complaint)")
      #expect(outcome.complaint.contains("saves 1% alone; the most that one saves is"))
      return
    }
    let timed = try JSONDecoder().decode(Timed.self, from: Data(outcome.output.utf8))
    #expect(timed.counting == "measured time" && timed.steps.count == 2)
    #expect(timed.steps.allSatisfy { $0.microseconds > 0 && $0.microseconds.isFinite })
    #expect(timed.steps[1].macs < timed.steps[0].macs)
    let text = try Program.run(arguments + ["text"])
    #expect(
      text.code == 1
        || text.output.replacing("\n  ", with: " ").contains(
          "time on one core of this machine, measured in turns with the network of the step before")
    )
  }

  @Test("a result of a result in another folder names its table as it is seen from there")
  func folders() throws {
    let folder = try Scratch()
    for path in ["in/t.txt", "out/deep/t.txt"] { try folder.write("", to: path) }
    try folder.write("name: a\nvariant-of: mobilenet-v3-small\n", to: "in/a.yaml")
    for (path, reference) in [
      ("in/b.yaml", "a.yaml"), ("out/deep/c.yaml", "../../in/a.yaml"), ("d.yaml", "in/a.yaml"),
      ("out/../e.yaml", "/in/a.yaml"),
    ] {
      let outcome = try Program.run(
        ["netadapt", "in/a.yaml", "--resolution", "64", "--steps", "1", "--output", path],
        in: folder)
      #expect(outcome.code == 0, "\(path): \(outcome.complaint)")
      let line = try folder.text(path).split(separator: "\n").first { $0.hasPrefix("variant-of") }
      #expect(line?.hasSuffix(reference) == true, "\(path): \(line ?? "")")
      #expect(try Program.run(["cost", path], in: folder).code == 0)
    }
  }

  @Test("a folder that is not there is told before the loop, and nothing is written")
  func noFolder() throws {
    let folder = try Scratch()
    let outcome = try Program.run(
      Self.small + ["--steps", "1", "--output", "n.yaml", "--figure", "no/n.svg"], in: folder)
    #expect(outcome.code == 1, "\(outcome.complaint)")
    #expect(outcome.complaint == "mobilenet: cannot write 'no/n.svg': there is no folder 'no/'\n")
    #expect(try folder.names().isEmpty)
  }

  @Test("figures that are published of a name are not those of a path's table of that name")
  func published() throws {
    let folder = try Scratch()
    try folder.write("name: mobilenet-v1\nvariant-of: mobilenet-v2\n", to: "a.yaml")
    let outcome = try Program.run(
      ["compare", "mobilenet-v1", "a.yaml", "mobilenet-v2", "--format", "csv"], in: folder)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 4 && lines[1].contains("70.6") && !lines[2].contains("70.6"))
    #expect(lines[2].contains("300774272") && lines[1].contains("568740352"), "\(lines)")
  }

  @Test("a table's path that has none is not taken for an ONNX model")
  func noTable() throws {
    let folder = try Scratch()
    for text in ["", "- a\n", "variant-of: mobilenet-v2\n"] {
      try folder.write(text, to: "n.yaml")
      let outcome = try Program.run(["cost", "./n.yaml"], in: folder)
      #expect(outcome.code == 64, "\(outcome.complaint)")
      #expect(
        outcome.complaint.hasPrefix("mobilenet: there is no file './n.yaml' with an architecture"))
    }
  }

  @Test("the reward under both exponents, in a table of its own")
  func rewards() throws {
    let trace = try Program.json(
      Trace.self,
      Self.small + [
        "--steps", "1", "--accuracy", "75", "--latency", "160", "--target", "80", "--within",
        "-1", "--beyond", "-2", "--format", "json",
      ])
    let rewards = try #require(trace.rewards)
    #expect(rewards.count == 4 && rewards[1].reward == 37.5 && rewards[3].reward == 18.75)
  }

  @Test("a reduction that becomes impossible ends the loop; one that is so from the start fails")
  func unreachable() throws {
    let text = try Program.output(Self.small + ["--reduce", "10%", "--steps", "30"])
    #expect(text.contains("Ended before step "))
    #expect(text.contains("no width is left that saves 10.00 %"))
    let outcome = try Program.run(Self.small + ["--reduce", "60%", "--steps", "2"])
    #expect(outcome.code == 1 && outcome.output.isEmpty)
    #expect(
      outcome.complaint.hasPrefix(
        "mobilenet: no width of 'mobilenet-v3-small' saves 60% alone; the most that one saves is"),
      "\(outcome.complaint)")
  }

  @Test(
    "impossible command lines",
    arguments: [
      UsageError("netadapt mobilenet-v2 --steps 0", "--steps must be from 1 to 1000, not 0"),
      UsageError("netadapt mobilenet-v2 --steps 1001", "--steps must be from 1 to 1000, not 1001"),
      UsageError(
        "netadapt mobilenet-v2 --output x.yaml",
        "--weights, --image, --output, --output-weights and --figure go with --steps"),
      UsageError(
        "netadapt mobilenet-v2 --steps 1 --weights x.pth", "give --image FILE, several times"),
      UsageError(
        "netadapt mobilenet-v2 --steps 1 --output-weights x.safetensors",
        "--output-weights needs --output"),
      UsageError("netadapt mobilenet-v2 --steps 1 --output x.txt", "must end with .yaml or .yml"),
      UsageError(
        "netadapt mobilenet-v2 --steps 1 --output 模型.yaml",
        "'模型.yaml': the table is called as its file is, by letters, digits,"),
      UsageError(
        "netadapt mobilenet-v2 --steps 1 --output mobilenet-v2.yaml",
        "'mobilenet-v2.yaml': the table is called as its file is, and 'mobilenet-v2' is the name of"
      ),
      UsageError("netadapt mobilenet-v2 --steps 1 --figure x.gif", "must end with .svg"),
      UsageError(
        "netadapt mobilenet-v2 --steps 1 --output x.yaml --output-weights x.yaml",
        "two outputs cannot be the same file"),
      UsageError("netadapt mobilenetv2_050 --steps 1", "--steps searches at a table's own width"),
      UsageError("netadapt nothing.yaml", "there is no file 'nothing.yaml' with an architecture"),
      UsageError(
        "netadapt mobilenet-v2 --accuracy 70 --latency 10",
        "needs --accuracy, --latency and --target"),
      UsageError(
        "netadapt mobilenet-v2 --accuracy 70 --latency 10 --target 9 --within -1",
        "give both --within and --beyond"),
      UsageError(
        "netadapt mobilenet-v2 --accuracy 70 --latency 10 --target 9 --exponent -1 --beyond -1",
        "give --exponent, or --within and --beyond, not both"),
      UsageError(
        "netadapt mobilenet-v2 --accuracy 70 --latency 10 --target 9 --exponent 1",
        "must not be above 0"),
      UsageError("netadapt mobilenet-v2 --device v10", "unknown device 'v10'"),
      UsageError("netadapt net.onnx", "'net.onnx': an ONNX file cannot stand here, only the name"),
      UsageError("sweep net.onnx", "'net.onnx': an ONNX file cannot stand here, only the name or"),
      UsageError("bench activations mobilenet-v2", "'activations' stands alone"),
      UsageError("bench mobilenet-v2 nothing.yaml", "there is no file 'nothing.yaml'"),
    ])
  func usage(error: UsageError) throws {
    let outcome = try Program.run(error.arguments)
    #expect(outcome.code == 64, "\(outcome.complaint)")
    #expect(outcome.complaint.contains(error.message), "\(outcome.complaint)")
    #expect(outcome.output.isEmpty)
  }

  @Test("a network with nothing to shrink")
  func nothing() throws {
    let folder = try Scratch()
    try folder.write(
      "name: flat\ninput: {shape: [8, 8, 3]}\nvariables: {classes: 5}\n"
        + "columns: [operator, out]\nrows: [[global-pool, ~], [fc, classes]]\n", to: "flat.yaml")
    for arguments in [[], ["--steps", "2"]] {
      let outcome = try Program.run(["netadapt", "flat.yaml"] + arguments, in: folder)
      #expect(outcome.code == 64)
      #expect(outcome.complaint.contains("'flat' has no widths to shrink"), "\(outcome.complaint)")
    }
  }

  @Test("bench compares every network with the first, in a sentence and for programs")
  func bench() throws {
    struct Bench: Decodable {
      struct Network: Decodable { var percentOfPeak: Double }
      struct Comparison: Decodable {
        struct Result: Decodable {
          var ratio: Double
          var pairs: Int
          var least: Double
          var most: Double
        }
        var first: String
        var second: String
        var result: Result
      }
      var networks: [Network]
      var comparisons: [Comparison]
    }
    let arguments = [
      "bench", "mobilenet-v3-small", "mobilenet-v3-small@head-1280", "mobilenet-v2", "--resolution",
      "32", "--threads", "1", "--runs", "8",
    ]
    let bench = try Program.json(Bench.self, arguments + ["--format", "json"])
    #expect(bench.networks.count == 3 && bench.comparisons.count == 2)
    #expect(bench.comparisons.map(\.second) == ["mobilenet-v3-small@head-1280", "mobilenet-v2"])
    for comparison in bench.comparisons {
      #expect(comparison.first == "mobilenet-v3-small" && comparison.result.pairs == 8)
      #expect(comparison.result.least <= comparison.result.ratio)
      #expect(comparison.result.ratio <= comparison.result.most)
    }
    let text = try Program.output(arguments)
    #expect(text.contains("mobilenet-v2 against mobilenet-v3-small: "))
    #expect(text.contains("8 pairs"))
  }

  @Test("bench activations has no negative time")
  func activations() throws {
    let text = try Program.output(["bench", "activations"])
    #expect(!text.contains(" -0.") && text.contains("h-swish against the same with swish"))
  }
}
