import TestSupport
import Testing

@Suite("run with weights as trainings and libraries leave them")
struct WrappedWeightTests {
  /// What `run` says of the weights, and what it makes of them.
  private func run(
    _ file: String, in scratch: Scratch
  ) throws -> (weights: Substring, classes: [Substring]) {
    let lines = try Program.output(
      ["run", "tiny", "--tables", "tables", "--weights", file], in: scratch
    ).split(separator: "\n")
    let words = try #require(lines.dropFirst().first).split(separator: "   ")
    return (words[0].dropFirst("weights ".count), Array(lines.dropFirst(2)))
  }

  private static func tensors(
    prefix: String
  ) -> [(name: String, shape: [Int], values: [Float])] {
    TinyNet.tensors(weight: 0.5).map { (prefix + $0.name, $0.shape, $0.values) }
  }

  @Test(
    "prefixes are taken off, and said",
    arguments: ["module.", "model.", "backbone.", "_orig_mod.", "module._orig_mod.", "net.0."])
  func prefix(prefix: String) throws {
    let scratch = try TinyNet.scratch()
    var tensors = Self.tensors(prefix: prefix)
    try scratch.write(legacyCheckpoint(tensors), to: "all.pth")
    // What a loss has of its own.
    tensors.append(("criterion.weight", [2], [1, 2]))
    try scratch.write(legacyCheckpoint(tensors, under: "state_dict"), to: "some.pth")
    let plain = try run("tiny.pth", in: scratch)
    let all = try run("all.pth", in: scratch)
    #expect(all.weights == "all.pth (prefix '\(prefix)' taken off)")
    #expect(all.classes == plain.classes)
    let some = try run("some.pth", in: scratch)
    #expect(
      some.weights
        == "some.pth (state_dict, prefix '\(prefix)' taken off, 'criterion.weight' left aside)")
    #expect(some.classes == plain.classes)
  }

  @Test("of a network and its running average side by side, the network is taken")
  func averageBeside() throws {
    let scratch = try TinyNet.scratch()
    let average = TinyNet.tensors(weight: 0.25).map {
      ("ema_model." + $0.name, $0.shape, $0.values)
    }
    let own = Self.tensors(prefix: "model.")
    let plain = try run("tiny.pth", in: scratch)
    for tensors in [own + average, average + own] {
      try scratch.write(legacyCheckpoint(tensors, under: "state_dict"), to: "both.pth")
      let both = try run("both.pth", in: scratch)
      #expect(
        both.weights.contains(
          "prefix 'model.' taken off, 7 tensors left aside, such as 'ema_model."))
      #expect(both.classes == plain.classes)
    }
  }

  @Test("the key of the weights is said")
  func key() throws {
    let scratch = try TinyNet.scratch()
    try scratch.write(legacyCheckpoint(Self.tensors(prefix: ""), under: "net"), to: "a.pth")
    #expect(try run("a.pth", in: scratch).weights == "a.pth (net)")
  }

  @Test("behind a prefix, too, weights of another width say theirs")
  func width() throws {
    let scratch = try TinyNet.scratch()
    try scratch.write(
      TinyNet.table.replacing("columns:", with: "rules: {width: {round: truncate}}\ncolumns:"),
      to: "tables/tiny.yaml")
    let tensors = Self.tensors(prefix: "module.").map { tensor in
      let shape = tensor.name.hasSuffix("linear.bias") ? [4] : tensor.shape.map { $0 == 4 ? 2 : $0 }
      let isSquare = tensor.name.hasSuffix("linear.weight")
      let sizes = isSquare ? [4, 2] : shape
      return (tensor.name, sizes, [Float](repeating: 1, count: sizes.reduce(1, *)))
    }
    try scratch.write(legacyCheckpoint(tensors), to: "half.pth")
    try Program.expectFailure(
      ["run", "tiny", "--tables", "tables", "--weights", "half.pth"], in: scratch, code: 1,
      "'half.pth' does not fit 'tiny': it looks like a checkpoint of 'tiny-net --width 0.5' (7 of its 7"
        + " tensors)")
  }

  @Test("shards beside their list are read; one that is missing is named")
  func shards() throws {
    let scratch = try TinyNet.scratch()
    let tensors = Self.tensors(prefix: "")
    let (first, second) = (Array(tensors.prefix(3)), Array(tensors.dropFirst(3)))
    try scratch.write(legacyCheckpoint(first), to: "m/1.bin")
    try scratch.write(legacyCheckpoint(second), to: "m/2.bin")
    let map =
      first.map { "\"\($0.name)\": \"1.bin\"" } + second.map { "\"\($0.name)\": \"2.bin\"" }
    let list = "m/pytorch_model.bin.index.json"
    try scratch.write("{\"weight_map\": {\(map.joined(separator: ", "))}}", to: list)
    let answer = try run(list, in: scratch)
    #expect(answer.weights == list)
    #expect(try answer.classes == run("tiny.pth", in: scratch).classes)
    try scratch.write([], to: "m/2.bin")
    try Program.expectFailure(
      ["run", "tiny", "--tables", "tables", "--weights", list], in: scratch, code: 1,
      "'\(list)': the shard \"2.bin\": the file is empty")
    try scratch.write("{\"weight_map\": {\"a\": \"3.bin\"}}", to: list)
    try Program.expectFailure(
      ["run", "tiny", "--tables", "tables", "--weights", list], in: scratch, code: 1,
      "no file 'm/3.bin'")
  }
}
