import Testing

@testable import WeightFiles

@Suite("What training puts in place of a weight")
struct TrainingFormTests {
  private typealias Named = (name: String, shape: [Int], values: [Float])

  private static func open(_ tensors: [Named]) throws(CheckpointError) -> Checkpoint {
    try Checkpoint(reading: MemoryByteSource(SafetensorsWriter.file(tensors)))
  }

  private static let bias: Named = ("a.bias", [2], [7, 8])

  @Test("pruning's masks are multiplied")
  func pruned() throws {
    let checkpoint = try Self.open([
      Self.bias, ("a.weight_orig", [2, 2], [1, 2, 3, 4]), ("a.weight_mask", [2, 2], [1, 0, 0, 1]),
    ])
    #expect(checkpoint.names == ["a.bias", "a.weight"])
    #expect(
      try checkpoint.contents()["a.weight"] == TensorContent(shape: [2, 2], values: [1, 0, 0, 4]))
    #expect(checkpoint.undone == ["1 weight computed with pruning's masks"])
  }

  @Test(
    "weight normalization gives each filter its length, by both of PyTorch's names",
    arguments: [
      ("a.weight_v", "a.weight_g"),
      ("a.parametrizations.weight.original1", "a.parametrizations.weight.original0"),
    ])
  func lengths(directions: String, lengths: String) throws {
    let values: [Float] = [3, 4, 0, 5]
    let filters = try Self.open([(lengths, [2, 1], [10, 2]), (directions, [2, 2], values)])
    #expect(try filters.contents()["a.weight"]?.values == [6, 8, 0, 2])
    let columns = try Self.open([(lengths, [1, 2], [6, 1]), (directions, [2, 2], [3, 0, 0, 5])])
    #expect(try columns.contents()["a.weight"]?.values == [6, 0, 0, 1])
    let whole = try Self.open([(lengths, [], [10]), (directions, [2, 1], [3, 4])])
    #expect(try whole.contents()["a.weight"]?.values == [6, 8])
  }

  @Test(
    "spectral normalization divides by the largest singular value",
    arguments: [
      ("a.weight_orig", "a.weight_u", "a.weight_v"),
      (
        "a.parametrizations.weight.original", "a.parametrizations.weight.0._u",
        "a.parametrizations.weight.0._v"
      ),
    ])
  func spectral(weight: String, left: String, right: String) throws {
    let checkpoint = try Self.open([
      (weight, [2, 2], [4, 0, 0, 2]), (left, [2], [1, 0]), (right, [2], [1, 0]),
    ])
    #expect(try checkpoint.contents()["a.weight"]?.values == [1, 0, 0, 0.5])
  }

  @Test("shapes that do not belong together, and unknown parametrizations, are refused by name")
  func refused() {
    for tensors: [Named] in [
      [("a.weight_orig", [2], [1, 2]), ("a.weight_mask", [1], [1])],
      [("a.weight_v", [2, 2], [1, 2, 3, 4]), ("a.weight_g", [3, 1], [1, 2, 3])],
      [
        ("a.parametrizations.weight.original", [1], [1]),
        ("a.parametrizations.weight.0.base", [1], [1]),
      ],
      [("a.weight_orig", [1], [1])],
    ] {
      let names = tensors.map { $0.name }.sorted()
      #expect(throws: CheckpointError.tensor(name: "a.weight", .parametrization(names))) {
        try Self.open(tensors)
      }
    }
  }

  @Test("tensors that are only called alike stay")
  func others() throws {
    let tensors: [Named] = [
      ("a.rel_v", [1], [1]), ("a.mask_mask", [1], [2]), ("a.weight", [1], [3]),
      ("a.weight_mask", [1], [4]),
    ]
    #expect(try Self.open(tensors).names == tensors.map { $0.name })
  }

  @Test("observers are left aside, and norms inside of numbered layers follow them")
  func observers() throws {
    let checkpoint = try Self.open([
      ("f.0.0.weight", [1], [1]), ("f.0.0.bn.weight", [1], [2]), ("f.0.0.bn.bias", [1], [3]),
      ("f.0.0.weight_fake_quant.scale", [1], [4]),
      ("f.0.0.activation_post_process.activation_post_process.min_val", [1], [5]),
      ("activation_post_process_12.scale", [1], [6]),
      ("quant.activation_post_process.eps", [1], [7]),
      ("c.bn.weight", [1], [8]),
    ])
    #expect(checkpoint.names == ["f.0.0.weight", "f.0.1.weight", "f.0.1.bias", "c.bn.weight"])
    #expect(checkpoint.undone.first?.hasPrefix("4 tensors of quantization-aware training") == true)
    // Without observers, a norm of that name is one.
    let plain = try Self.open([("f.0.0.bn.weight", [1], [2])])
    #expect(plain.names == ["f.0.0.bn.weight"] && plain.undone.isEmpty)
  }
}
