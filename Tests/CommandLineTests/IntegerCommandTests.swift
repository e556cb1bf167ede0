import TestSupport
import Testing

@Suite("int8: quantize --output, --precision, --calibrate")
struct IntegerCommandTests {
  private static let tiny = ["tiny", "--tables", "tables"]

  private func probabilities(_ arguments: [String], in scratch: Scratch) throws -> [Double] {
    let answer = try Program.json(
      RunAnswer.self, ["run"] + Self.tiny + arguments + ["--format", "json"], in: scratch)
    return answer.classes.sorted { $0.index < $1.index }.map(\.probability)
  }

  /// A folder with the tiny network quantized.
  private func quantized(_ options: [String] = []) throws -> Scratch {
    let scratch = try TinyNet.scratch()
    let text = try Program.output(
      ["quantize"] + Self.tiny + [
        "--weights", "tiny.pth", "--image", "seeded", "--bits", "8", "--output", "q.safetensors",
      ] + options, in: scratch)
    #expect(text.contains("q.safetensors: ") && text.contains(" dB from single precision"))
    return scratch
  }

  @Test(
    "a file of integers gives the levels that calibration in memory gives; every command takes it")
  func roundTrip() throws {
    let scratch = try quantized()
    let file = ["--weights", "q.safetensors"]
    let read = try probabilities(file, in: scratch)
    let made = try probabilities(["--weights", "tiny.pth", "--precision", "int8"], in: scratch)
    #expect(read == made && !read.isEmpty)
    #expect(
      try probabilities(file + ["--kernels", "reference", "--threads", "3"], in: scratch) == read)
    // What the integers stand for, in single precision.
    let single = try probabilities(file + ["--precision", "fp32"], in: scratch)
    #expect(zip(single, read).allSatisfy { abs($0 - $1) < 0.02 })

    let run = try Program.output(["run"] + Self.tiny + file, in: scratch)
    #expect(run.contains("(norms folded, integers)") || run.contains("integers)"))
    #expect(run.contains("int8: levels of the file"))
    let plan = try Program.output(["run"] + Self.tiny + file + ["--plan"], in: scratch)
    #expect(plan.contains("int8") && plan.contains("quantize"))
    let verify = try Program.output(["verify"] + Self.tiny + file, in: scratch)
    #expect(verify.contains("nodes pass"))
    let bench = try Program.output(["bench"] + Self.tiny + file + ["--runs", "2"], in: scratch)
    #expect(bench.contains("int8"))
    let profile = try Program.output(
      ["run"] + Self.tiny + file + ["--profile", "--runs", "2"], in: scratch)
    #expect(profile.contains("tiny-net"))
    try Program.expectFailure(
      ["quantize"] + Self.tiny + file + ["--image", "seeded"], in: scratch, code: 1,
      "'q.safetensors' is quantized already")
    try Program.expectFailure(
      ["run"] + Self.tiny + file + ["--precision", "int8", "--calibrate", "seeded"], in: scratch,
      code: 64, "the weights have levels; leave --calibrate out")
  }

  @Test("options change the file; one that is read is not written over")
  func options() throws {
    let scratch = try quantized(["--no-bias-correction", "--equalize"])
    try Program.expectFailure(
      ["quantize"] + Self.tiny + [
        "--weights", "tiny.pth", "--image", "seeded", "--output", "tiny.pth",
      ], in: scratch, code: 64, "'tiny.pth' is read as 'tiny.pth'; to write over it, give --force")
  }

  @Test("an ONNX file has integers between nodes that go there and back")
  func onnx() throws {
    let scratch = try TinyNet.scratch()
    _ = try Program.output(
      ["quantize"] + Self.tiny + ["--image", "seeded", "--bits", "8", "--output", "q.onnx"],
      in: scratch)
    let bytes = try scratch.bytes("q.onnx")
    #expect(bytes.contains(Array("QuantizeLinear".utf8)))
    #expect(bytes.contains(Array("DequantizeLinear".utf8)))
  }

  @Test("detectors and masks in integers", arguments: ["ssdlite-mobilenet-v2", "lraspp"])
  func systems(name: String) throws {
    let command = name == "lraspp" ? "segment" : "detect"
    let text = try Program.output([
      command, name, "--resolution", "96", "--precision", "int8", "--image", "drawn",
    ])
    #expect(text.contains("int8: levels of drawn"))
  }

  @Test("bfloat16: run, detect, segment and bench", arguments: ["run", "detect", "segment"])
  func bfloat16(command: String) throws {
    let name = ["run": "mobilenet-v3-small", "detect": "ssdlite-mobilenet-v2", "segment": "lraspp"]
    let network = [command, name[command] ?? "", "--resolution", "96", "--precision", "bf16"]
    let text = try Program.output(network + (command == "run" ? [] : ["--image", "drawn"]))
    #expect(text.contains("bf16: weights and inputs of convolutions that are not depthwise"))
    guard command == "run" else { return }
    // The stem has three channels, so it stays as it is.
    let plan = try Program.output(network + ["--plan"])
    #expect(plan.contains(" convolution 3x3") && plan.contains(" matrix bf16"))
    let profile = try Program.output(network + ["--profile", "--runs", "2"])
    #expect(profile.contains("bf16 beside fp32, in turns: "))
    let bench = try Program.output(["bench"] + network.dropFirst() + ["--runs", "1"])
    #expect(bench.contains("bf16"))
    // What rounding to 16 bits explains is no agreement to the last bits.
    #expect(bench.contains("e-5 +"))
  }

  /// What a profile says for programs.
  private struct Profile: Decodable {
    struct Line: Decodable {
      var macs: Int?
      var microseconds: Double
      var singleMicroseconds: Double?
      var speedup: Double?
    }
    var kindsTotals: Line
    var layers: [Line]
    var microseconds: Double
    var singleMicroseconds: Double
  }

  @Test("a profile stands beside single precision, every layer once", arguments: ["int8", "bf16"])
  func profile(precision: String) throws {
    let network = ["mobilenet-v3-small", "--resolution", "96"]
    let macs = try Program.json(CostAnswer.self, ["cost"] + network + ["--format", "json"]).totals
      .macs
    let profile = try Program.json(
      Profile.self,
      ["run"] + network + [
        "--precision", precision, "--profile", "--runs", "2", "--format", "json",
      ])
    #expect(profile.kindsTotals.macs == macs)
    for line in profile.layers where (line.macs ?? 0) > 0 {
      let single = try #require(line.singleMicroseconds)
      #expect(abs((line.speedup ?? 0) - single / line.microseconds) < 1e-9)
    }
    let sum = profile.layers.reduce(0) { $0 + ($1.singleMicroseconds ?? 0) }
    #expect(abs(sum - (profile.kindsTotals.singleMicroseconds ?? 0)) < 1e-6 * sum)
    #expect(profile.microseconds > 0 && profile.singleMicroseconds > 0)
  }

  /// A file of quantized weights with one tensor changed.
  private func damaged(
    _ scratch: Scratch, _ find: String, _ replace: (inout [UInt8]) -> Void
  ) throws -> [String] {
    var bytes = try scratch.bytes("q.safetensors")
    let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    let entry = try #require(header.range(of: "\"\(find)\":"))
    let numbers = header[entry.upperBound...].split(separator: "[")[2].split(separator: "]")[0]
      .split(separator: ",").compactMap { Int($0) }
    let range = 8 + length + numbers[0]..<8 + length + numbers[1]
    var content = Array(bytes[range])
    replace(&content)
    bytes.replaceSubrange(range, with: content)
    try scratch.write(bytes, to: "bad.safetensors")
    return ["run"] + Self.tiny + ["--weights", "bad.safetensors"]
  }

  @Test("scales of zero and NaN, impossible levels and biases are refused with one sentence")
  func refusals() throws {
    let scratch = try quantized()
    let cases: [(String, [UInt8], String)] = [
      ("levels.scale", [0, 0, 0, 0], "'levels.scale' has a scale of 0.0, which is none"),
      ("levels.scale", [0, 0, 0xC0, 0x7F], "'levels.scale' has a scale of nan, which is none"),
      ("levels.scale", [0, 0, 0x80, 0xBF], "'levels.scale' has a scale of -1.0, which is none"),
      (
        "classifier.linear.weight.scale", [0, 0, 0x80, 0x7F],
        "'classifier.linear.weight.scale' has a scale of inf, which is none"
      ),
      (
        "classifier.linear.bias.scale", [0, 0, 0x80, 0x3F],
        "'classifier.linear.bias.scale' has a scale of 1.0, but input and weights give"
      ),
      (
        "classifier.linear.bias", [0, 0, 0, 0x7F],
        "'classifier.linear.bias' has 2.1307064e+09, which is no integer of its range"
      ),
      (
        "classifier.linear.weight", [0x80],
        "'classifier.linear.weight' has -128.0, which is no integer of its range"
      ),
    ]
    for (name, bytes, message) in cases {
      let command = try damaged(scratch, name) {
        $0.replaceSubrange(0..<bytes.count, with: bytes)
      }
      let outcome = try Program.run(command, in: scratch)
      #expect(outcome.code == 1 && outcome.output.isEmpty)
      #expect(
        outcome.complaint.hasPrefix("mobilenet: 'bad.safetensors': "), "\(outcome.complaint)")
      #expect(outcome.complaint.contains(message), "\(outcome.complaint)")
    }
  }

  @Test(
    "impossible command lines",
    arguments: [
      UsageError("run mobilenet-v2 --precision int4", "'--precision <precision>'"),
      UsageError(
        "run mobilenet-v2 --precision bf16 --calibrate seeded",
        "--calibrate goes with --precision int8"),
      UsageError(
        "run mobilenet-v2 --calibrate seeded", "--calibrate goes with --precision int8"),
      UsageError(
        "run mobilenet-v2 --precision fp32 --calibrate seeded",
        "--calibrate goes with --precision int8"),
      UsageError(
        "quantize mobilenet-v2 --image seeded --no-bias-correction",
        "--no-bias-correction goes with --output"),
    ])
  func usage(error: UsageError) throws {
    let outcome = try Program.run(error.arguments)
    #expect(outcome.code == 64)
    #expect(outcome.complaint.contains(error.message), "\(outcome.complaint)")
    #expect(outcome.output.isEmpty)
  }
}
