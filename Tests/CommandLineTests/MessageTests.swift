import Foundation
import TestSupport
import Testing

@Suite("Messages that name what is meant")
struct MessageTests {
  private static let scaled = TinyNet.table.replacing(
    "columns:", with: "rules: {width: {round: truncate}}\ncolumns:")

  /// The network of a width, with its checkpoint.
  private func scratch(channels: Int) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(Self.scaled, to: "t/tiny.yaml")
    func norm(_ part: String, _ value: Float) -> (String, [Int], [Float]) {
      ("stem.convolution.norm.\(part)", [channels], Array(repeating: value, count: channels))
    }
    try scratch.write(
      legacyCheckpoint([
        (
          "stem.convolution.weight", [channels, 3, 3, 3],
          Array(repeating: 1, count: channels * 27)
        ),
        norm("weight", 1), norm("bias", 0), norm("running_mean", 0), norm("running_var", 1),
        ("classifier.linear.weight", [4, channels], Array(repeating: 1, count: 4 * channels)),
        ("classifier.linear.bias", [4], [0, 1, 2, 3]),
      ]), to: "tiny.pth")
    return scratch
  }

  @Test(
    "the width of a checkpoint is said, asked for or not",
    arguments: [
      (2, [], "tiny", "tiny-net --width 0.5"), (3, [], "tiny-net", "tiny-net --width 0.75"),
      (4, ["--width", "0.5"], "tiny", "tiny-net --width 1.0"),
    ])
  func width(channels: Int, options: [String], name: String, origin: String) throws {
    let scratch = try scratch(channels: channels)
    let asked = ([name] + options).joined(separator: " ")
    try Program.expectFailure(
      ["run", name, "--tables", "t", "--weights", "tiny.pth"] + options, in: scratch, code: 1,
      "'tiny.pth' does not fit '\(asked)': it looks like a checkpoint of '\(origin)' (7 of its 7"
        + " tensors)")
  }

  @Test(
    "every format that help offers is one", arguments: ["text", "markdown", "csv", "latex", "json"])
  func formats(format: String) throws {
    let scratch = try TinyNet.scratch()
    for options in [[], ["--plan"]] {
      let text = try Program.output(
        ["run", "tiny", "--tables", "tables", "--format", format] + options, in: scratch)
      let sign = [
        "text": "tensor", "markdown": "| ", "csv": ",", "latex": "\\toprule", "json": "{",
      ]
      #expect(options == ["--plan"] || text.contains(sign[format] ?? "?"))
      #expect(!text.isEmpty)
    }
  }

  @Test("a list of class names of the wrong length", arguments: [3, 5])
  func labels(count: Int) throws {
    let scratch = try Scratch()
    try scratch.write(
      TinyNet.table.replacing("name: tiny-net", with: "name: tiny-net\nlabels: some"),
      to: "t/tiny.yaml")
    try scratch.write(
      (1...count).map { "class \($0)\n" }.joined(), to: "t/Labels/some.txt")
    try Program.expectFailure(
      ["run", "tiny-net", "--tables", "t"], in: scratch, code: 1,
      "the list 'some' has \(count) class names, but 'tiny-net' has 4 classes")
    // With other classes the list says nothing.
    _ = try Program.output(
      ["run", "tiny-net", "--tables", "t", "--classes", "\(count)"], in: scratch)
  }

  @Test("an error that several tables share is said once")
  func once() throws {
    let scratch = try Scratch()
    try scratch.write(TinyNet.table.replacing("NL, s", with: "NL, x"), to: "t/a.yaml")
    for name in ["b", "c"] {
      try scratch.write(
        "name: \(name)\ninput: {shape: [8, 8, 3]}\nextends: {table: tiny-net}\ncolumns: [operator]\n"
          + "rows: []\n", to: "t/\(name).yaml")
    }
    let outcome = try Program.run(["list", "--tables", "t"], in: scratch)
    #expect(outcome.code == 1)
    let messages = outcome.complaint.split(separator: "\n").filter { $0.contains(".yaml:") }
    #expect(!messages.isEmpty && Set(messages).count == messages.count)
  }

  /// A gray PNG of 1x9000 pixels: resized to a shorter side of 224 it would have 450 million.
  private static let strip =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAACMoCAAAAADkiOyqAAAAKUlEQVR42u3CAQkAAAACoKY3vR8hmgYAAAAAAAAA"
    + "AAAAAAAAAAAAgAMDniGVAG1eAh0AAAAASUVORK5CYII="

  @Test("a picture that cannot be prepared: its file, and the size that it has there")
  func picture() throws {
    let scratch = try Scratch()
    try scratch.write(try #require(Data(base64Encoded: Self.strip)), to: "strip.png")
    for command in [["run", "v2"], ["run", "v3-large@timm"]] {
      let outcome = try Program.run(command + ["--image", "strip.png"], in: scratch)
      #expect(outcome.code == 1)
      #expect(
        outcome.complaint.hasPrefix(
          "mobilenet: 'strip.png' with its 1×9000 pixels cannot be prepared for '"),
        "\(outcome.complaint)")
    }
  }
}
