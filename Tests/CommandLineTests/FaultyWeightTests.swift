import Foundation
import TestSupport
import Testing

@Suite("Weights with numbers that are none")
struct FaultyWeightTests {
  private static let tiny = ["tiny", "--tables", "tables", "--weights", "tiny.pth"]

  /// A folder with TinyNet's weights, some of them others.
  private static func scratch(_ changes: [String: [Float]]) throws -> Scratch {
    let scratch = try TinyNet.scratch()
    let tensors = TinyNet.tensors(weight: 0.5).map { tensor in
      (tensor.name, tensor.shape, changes[tensor.name] ?? tensor.values)
    }
    try scratch.write(legacyCheckpoint(tensors), to: "tiny.pth")
    return scratch
  }

  /// What is wrong, and how it is said.
  struct Fault: Sendable, CustomTestStringConvertible {
    var tensor: String
    var values: [Float]
    var words: String
    var testDescription: String { words }
    var list: String { "\(tensor) (\(words))" }
    var warning: String { "suspicious numbers in 'tiny.pth': \(list)" }
    var scratch: Scratch { get throws { try FaultyWeightTests.scratch([tensor: values]) } }
  }

  static let faults = [
    Fault(
      tensor: "stem.convolution.weight", values: Array(repeating: .nan, count: 108),
      words: "108 NaN of 108"),
    Fault(
      tensor: "classifier.linear.bias", values: [0, .infinity, -.infinity, .nan],
      words: "1 NaN, 2 infinite of 4"),
    Fault(
      tensor: "stem.convolution.norm.running_var", values: [1, -1, 1, -2],
      words: "2 negative of 4"),
  ]

  @Test("run names no class", arguments: faults, ["text", "json"])
  func run(fault: Fault, format: String) throws {
    try Program.expectFailure(
      ["run"] + Self.tiny + ["--format", format], in: fault.scratch, code: 1,
      "\(fault.warning)\nmobilenet: no class is named, because the weights of 'tiny.pth' make"
        + " scores infinite or NaN")
  }

  @Test("weights that are only too large name no class, either")
  func overflow() throws {
    let scratch = try TinyNet.scratch(weight: 1e38)
    try Program.expectFailure(
      TinyNet.run, in: scratch, code: 1,
      "no class is named, because the weights of 'tiny.pth' make scores infinite or NaN, though all"
        + " of them are finite: they are too large")
    for command in ["verify", "bench"] {
      let outcome = try Program.run([command] + Self.tiny, in: scratch)
      #expect(outcome.code == 1)
      #expect(
        outcome.complaint.hasSuffix(
          "the weights are to blame, not the engine: they are too large for single precision\n"))
    }
  }

  @Test("verify and bench blame the weights", arguments: faults)
  func blame(fault: Fault) throws {
    let scratch = try fault.scratch
    for command in ["verify", "bench"] {
      let outcome = try Program.run([command] + Self.tiny, in: scratch)
      #expect(outcome.code == 1)
      #expect(outcome.complaint.hasPrefix("mobilenet: \(fault.warning)\n"))
      #expect(
        outcome.complaint.hasSuffix("the weights are to blame, not the engine: \(fault.list)\n"))
      #expect(!outcome.complaint.contains("nan standard deviations"))
    }
    // Nothing runs, so it is enough to be told.
    let plan = try Program.run(["run"] + Self.tiny + ["--plan"], in: scratch)
    #expect(plan.code == 0 && plan.complaint == "mobilenet: \(fault.warning)\n")
  }

  @Test("export and fold write no such weights unless they are allowed", arguments: faults)
  func writing(fault: Fault) throws {
    let scratch = try fault.scratch
    let before = try scratch.names()
    for command in [["export"], ["export", "--folded"], ["fold"]] {
      let arguments = command + Self.tiny + ["--output", "out"]
      try Program.expectFailure(
        arguments, in: scratch, code: 1,
        "\(fault.warning); --allow-nonfinite writes them anyway")
      #expect(try scratch.names() == before)
      let outcome = try Program.run(arguments + ["--allow-nonfinite"], in: scratch)
      #expect(outcome.code == 0 && outcome.complaint == "mobilenet: \(fault.warning)\n")
      try FileManager.default.removeItem(at: scratch.url.appending(component: "out"))
    }
  }

  @Test("a scale of zero is named, but spoils nothing")
  func zero() throws {
    let scratch = try Self.scratch(["stem.convolution.norm.weight": [1, 0, 1, 0]])
    let warning = "mobilenet: suspicious numbers in 'tiny.pth': stem.convolution.norm.weight"
    for command in ["run", "verify", "export", "fold"] {
      let outcome = try Program.run([command] + Self.tiny, in: scratch)
      #expect(outcome.code == 0 && outcome.complaint == warning + " (2 zero of 4)\n")
    }
  }

  @Test("of many tensors the first three are named")
  func many() throws {
    let names = TinyNet.tensors(weight: 1).map(\.name)
    let scratch = try Self.scratch(
      Dictionary(
        uniqueKeysWithValues: TinyNet.tensors(weight: 1).map {
          ($0.name, $0.values.map { _ in .nan })
        }))
    let outcome = try Program.run(["export"] + Self.tiny, in: scratch)
    #expect(outcome.code == 1)
    #expect(
      outcome.complaint.hasPrefix(
        "mobilenet: suspicious numbers in 'tiny.pth': \(names[0]) (108 NaN of 108), \(names[1])"))
    #expect(outcome.complaint.contains(" and 4 more tensors; --allow-nonfinite"))
  }

  @Test(
    "detect and segment say which tensors",
    arguments: [("detect", "ssdlite", "257"), ("segment", "lraspp", "32")])
  func pictures(command: String, network: String, resolution: String) throws {
    let scratch = try Scratch()
    let scale = ["--resolution", resolution, "--classes", "3"]
    _ = try Program.output(
      ["fold", network, "--output", "a.safetensors"] + scale, in: scratch)
    // The last number of the file.
    var bytes = try scratch.bytes("a.safetensors")
    bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
    try scratch.write(bytes, to: "a.safetensors")
    let outcome = try Program.run(
      [command, network, "--weights", "a.safetensors"] + scale, in: scratch)
    let lines = outcome.complaint.split(separator: "\n")
    #expect(lines.first?.hasPrefix("mobilenet: suspicious numbers in 'a.safetensors': ") ?? false)
    #expect(lines.first?.contains("(1 NaN of ") ?? false)
  }
}
