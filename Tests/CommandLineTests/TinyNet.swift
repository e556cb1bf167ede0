import TestSupport

/// A network so small that its checkpoint can be written by hand: a 3x3 convolution from 8x8x3 to
/// 4x4x4, the mean, four classes.
enum TinyNet {
  static let table = """
    name: tiny-net
    aliases: [tiny]
    title: Tiny
    source: {paper: Nobody's}
    input: {shape: [8, 8, 3]}
    variables: {classes: 4}
    preprocessing: {crop-fraction: 1, mean: [0.5, 0.5, 0.5], standard-deviation: [0.5, 0.5, 0.5]}
    columns: [ input, operator, out, NL, s ]
    rows:
      - stem: [ 8x8x3, conv2d 3x3, 4, RE, 2 ]
      - [ 4x4x4, global-pool, ~, ~, ~ ]
      - classifier: [ 1x1x4, "conv2d 1x1, NBN", classes, ~, 1 ]

    """

  /// Its tensors: weights of one value, norms that change nothing but divide by sqrt(1 + 1e-5),
  /// biases 0, 1, 2, 3.
  static func tensors(weight: Float) -> [(name: String, shape: [Int], values: [Float])] {
    func norm(_ part: String, _ value: Float) -> (String, [Int], [Float]) {
      ("stem.convolution.norm.\(part)", [4], Array(repeating: value, count: 4))
    }
    return [
      ("stem.convolution.weight", [4, 3, 3, 3], Array(repeating: weight, count: 108)),
      norm("weight", 1), norm("bias", 0), norm("running_mean", 0), norm("running_var", 1),
      ("classifier.linear.weight", [4, 4], Array(repeating: weight, count: 16)),
      ("classifier.linear.bias", [4], [0, 1, 2, 3]),
    ]
  }

  /// A folder with its table in `tables/` and its checkpoint in `tiny.pth`.
  static func scratch(weight: Float = 0.5) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(table, to: "tables/tiny.yaml")
    try scratch.write(legacyCheckpoint(tensors(weight: weight)), to: "tiny.pth")
    return scratch
  }

  static let run = ["run", "tiny", "--tables", "tables", "--weights", "tiny.pth"]
}
