import TestSupport
import Testing

@Suite("fold, and checkpoints of every format")
struct FoldTests {
  private static let tiny = ["tiny", "--tables", "tables", "--weights"]

  /// The probabilities of a run with a file of weights.
  private func probabilities(_ path: String, in scratch: Scratch) throws -> [Double] {
    let answer = try Program.json(
      RunAnswer.self, ["run"] + Self.tiny + [path, "--format", "json"], in: scratch)
    return answer.classes.sorted { $0.index < $1.index }.map(\.probability)
  }

  private func expectEqual(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 }, "\(found) \(expected)")
  }

  /// Its tensors by name: with a norm that does something.
  private static let tensors: [(name: String, shape: [Int], values: [Float])] =
    TinyNet.tensors(weight: 0.5).map { tensor in
      switch tensor.name {
      case "stem.convolution.norm.weight": (tensor.name, [4], [1, 2, 3, 4])
      case "stem.convolution.norm.bias": (tensor.name, [4], [0.5, -1, 0, 1])
      case "stem.convolution.norm.running_mean": (tensor.name, [4], [0.1, 0.2, -0.3, 0.4])
      case "stem.convolution.norm.running_var": (tensor.name, [4], [4, 1, 0.25, 9])
      case "classifier.linear.weight": (tensor.name, [4, 4], (0..<16).map { 0.1 * Float($0 % 5) })
      default: tensor
      }
    }

  private static func scratch() throws -> Scratch {
    let scratch = try TinyNet.scratch()
    try scratch.write(legacyCheckpoint(tensors), to: "tiny.pth")
    return scratch
  }

  @Test("a folded checkpoint gives the same answer, and every command takes it")
  func folded() throws {
    let scratch = try Self.scratch()
    let text = try Program.output(
      ["fold"] + Self.tiny + ["tiny.pth", "--output", "folded.safetensors"], in: scratch)
    #expect(text.contains("weights tiny.pth   picture seeded   written folded.safetensors\n"))
    #expect(text.contains("w' = gamma w / sqrt(var + epsilon)"))
    #expect(text.contains("7 tensors with 144 numbers became 4 tensors with 132 numbers."))
    let line = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      .first { $0.first == "1" }
    #expect(line?.prefix(4) == ["1", "stem.convolution.weight", "4x4x4", "1e-05"])

    expectEqual(
      try probabilities("folded.safetensors", in: scratch),
      try probabilities("tiny.pth", in: scratch))
    let weights = Self.tiny + ["folded.safetensors"]
    let run = try Program.output(["run"] + weights, in: scratch)
    #expect(run.contains("weights folded.safetensors (norms folded)"))
    #expect(try Program.output(["verify"] + weights, in: scratch).contains("All 5 nodes pass"))
    #expect(try Program.output(["export"] + weights, in: scratch) == "tiny-net.onnx\n")
    #expect(
      try !scratch.bytes("tiny-net.onnx").contains(Array("BatchNormalization".utf8)))
    let bench = try Program.output(["bench"] + weights + ["--runs", "2"], in: scratch)
    #expect(bench.contains("tiny-net"))
    try Program.expectFailure(
      ["fold"] + weights, in: scratch, code: 1,
      "'folded.safetensors' has no batch norms: they are already folded")
  }

  @Test("a Caffe model gives the same answer, with norms and with merged ones")
  func caffe() throws {
    let scratch = try Self.scratch()
    let tensors = Dictionary(uniqueKeysWithValues: Self.tensors.map { ($0.name, $0) })
    func blob(_ name: String, times factor: Float = 1) throws -> CaffeLayer.Blob {
      let tensor = try #require(tensors[name])
      return (tensor.shape, tensor.values.map { factor * $0 })
    }
    let (stem, norm) = ("stem.convolution", "stem.convolution.norm")
    let classifier = CaffeLayer(
      "classifier.linear", "InnerProduct",
      [try blob("classifier.linear.weight"), try blob("classifier.linear.bias")])
    let plain = [
      CaffeLayer(stem, "Convolution", [try blob(stem + ".weight")]),
      CaffeLayer(
        norm, "BatchNorm",
        [
          try blob(norm + ".running_mean", times: 16), try blob(norm + ".running_var", times: 16),
          ([1], [16]),
        ]),
      CaffeLayer(norm, "Scale", [try blob(norm + ".weight"), try blob(norm + ".bias")]),
      CaffeLayer("relu", "ReLU", []), classifier,
    ]
    try scratch.write(caffeModel(plain), to: "plain.caffemodel")
    // s = gamma / sqrt(var + 1e-5) by hand.
    let scale: [Float] = [1, 2, 3, 4].enumerated().map { index, gamma in
      gamma / ([4, 1, 0.25, 9][index] + 1e-5 as Float).squareRoot()
    }
    let weight = try blob(stem + ".weight")
    let merged = CaffeLayer(
      stem, "Convolution",
      [
        (weight.shape, weight.values.indices.map { scale[$0 / 27] * weight.values[$0] }),
        (
          [4],
          (0..<4).map { ([0.5, -1, 0, 1] as [Float])[$0] - scale[$0] * [0.1, 0.2, -0.3, 0.4][$0] }
        ),
      ])
    try scratch.write(caffeModel([merged, classifier]), to: "merged.caffemodel")
    // A bias before the norm that the mean takes back.
    let bias: [Float] = [3, -2, 0.5, 1]
    let mean = zip(try blob(norm + ".running_mean").values, bias).map { 16 * ($0 + $1) }
    var biased = plain
    biased[0] = CaffeLayer(
      stem, "Convolution", [try blob(stem + ".weight"), ([4], bias)])
    biased[1] = CaffeLayer(
      norm, "BatchNorm", [([4], mean), try blob(norm + ".running_var", times: 16), ([1], [16])])
    try scratch.write(caffeModel(biased), to: "biased.caffemodel")
    let expected = try probabilities("tiny.pth", in: scratch)
    for name in ["plain", "merged", "biased"] {
      expectEqual(try probabilities("\(name).caffemodel", in: scratch), expected)
    }
    let run = Array(TinyNet.run.dropLast()) + ["biased.caffemodel"]
    #expect(
      try Program.output(run, in: scratch).contains(
        "weights biased.caffemodel (1 bias merged into its norm)   picture"))
    let identity = try Program.output(
      ["identify", "biased.caffemodel", "--tables", "tables"], in: scratch)
    #expect(
      identity.contains("\nbatch norms  not folded\nbiases       1 more than the network has"))
    #expect(identity.contains("\ncomplete     all 7 tensors that the network needs\n"))
  }

  @Test("without a checkpoint the weights are seeded, and the text says so")
  func seeded() throws {
    let scratch = try Scratch()
    let text = try Program.output(["fold", "v3-small", "--resolution", "32"], in: scratch)
    #expect(text.hasPrefix("Seeded weights (from a formula, not trained).\n"))
    #expect(text.contains("features.0.0.weight"))
    #expect(text.contains(" 0.001 "))
    #expect(try scratch.names() == ["mobilenet-v3-small.safetensors"])
  }

  @Test(
    "a checkpoint with other classes says how many it has, whatever network was asked for",
    arguments: [
      ("v3-small", "mobilenet-v3-small", 7, 32), ("lraspp", "lraspp-mobilenet-v3-large", 2, 32),
      ("ssdlite@paddle", "ssdlite-mobilenet-v3-large@paddle", 5, 257),
      ("yolov5-mobilenet-v3-small", "yolov5-mobilenet-v3-small", 20, 64),
    ])
  func otherClasses(network: String, name: String, classes: Int, resolution: Int) throws {
    let scratch = try Scratch()
    _ = try Program.output(
      [
        "fold", network, "--classes", "\(classes)", "--resolution", "\(resolution)", "--output",
        "a.safetensors",
      ], in: scratch)
    for asked in [[network], [network, "--classes", "3"], ["ssd-mobilenet-v1"]] {
      let outcome = try Program.run(["run"] + asked + ["--weights", "a.safetensors"], in: scratch)
      #expect(outcome.code == 1)
      #expect(
        outcome.complaint.hasPrefix(
          "mobilenet: 'a.safetensors' does not fit '\(asked.joined(separator: " "))': it looks"
            + " like a checkpoint of '\(name) --classes \(classes)' ("))
    }
  }

  @Test("a checkpoint of another network says which it looks like")
  func lookalike() throws {
    let scratch = try Scratch()
    _ = try Program.output(
      ["fold", "v3-small@timm", "--resolution", "32", "--output", "a.safetensors"], in: scratch)
    try Program.expectFailure(
      ["run", "v2", "--weights", "a.safetensors"], in: scratch, code: 1,
      "'a.safetensors' does not fit 'v2': it looks like a checkpoint of 'mobilenet-v3-small@timm'"
        + " (108 of its 108 tensors)")
    // Of the same network under another dialect's names, when one was given by hand.
    try Program.expectFailure(
      ["run", "v3-small@torchvision", "--weights", "a.safetensors"], in: scratch, code: 1,
      "'a.safetensors' does not fit 'v3-small@torchvision': it looks like a checkpoint of"
        + " 'mobilenet-v3-small@timm' (108 of its 108 tensors)")
    // Without a dialect the names choose it, and that others have the same ones is said.
    for asked in [["v3-small"], []] {
      let outcome = try Program.run(["run"] + asked + ["--weights", "a.safetensors"], in: scratch)
      #expect(outcome.code == 0 && outcome.output.contains("(names of timm, norms folded)"))
      #expect(
        outcome.complaint == """
          mobilenet: 'a.safetensors' is read as mobilenet-v3-small@timm; its tensors are also those of \
          mobilenet-v3-small@timm-tf: if it is that, name it

          """)
    }
    let named = ["run", "v3-small@timm-tf", "--weights", "a.safetensors"]
    #expect(try Program.output(named, in: scratch).contains("(names of timm-tf, norms folded)"))
    let identity = try Program.output(["identify", "a.safetensors"], in: scratch)
    #expect(identity.contains("\nsame tensors mobilenet-v3-small@timm-tf\n"))
  }

  @Test("weights are those of one network")
  func refusals() throws {
    let scratch = try Self.scratch()
    try Program.expectFailure(
      ["verify", "--all", "--weights", "tiny.pth"], in: scratch, code: 64,
      "--weights is for one architecture; it does not go with --all")
    try Program.expectFailure(
      ["bench", "v1", "v2", "--weights", "tiny.pth"], in: scratch, code: 64,
      "--weights is for one network, but 2 are given")
    try Program.expectFailure(
      ["fold"] + Self.tiny + ["tiny.pth", "--output", "none/a"], in: scratch, code: 1,
      "cannot write 'none/a': No such file or directory")
  }
}
