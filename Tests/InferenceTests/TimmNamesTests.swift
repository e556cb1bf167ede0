import Architecture
import NetworkGraph
import Testing

@Suite("Tensor names of timm")
struct TimmNamesTests {
  private func tensors(_ network: String, width: Double? = nil) throws -> [ParameterTensor] {
    let graph = try graph(network, width: width)
    return graph.parameterTensors(naming: graph.spec.naming)
  }

  /// Names and shapes of some tensors, the classifiers' ends and one block of each kind.
  @Test(
    "spot checks",
    arguments: [
      (
        "mobilenet-v1@timm",
        [
          "conv_stem.weight": [32, 3, 3, 3], "bn1.running_var": [32],
          "blocks.0.0.conv_dw.weight": [32, 1, 3, 3], "blocks.0.0.bn1.weight": [32],
          "blocks.0.0.conv_pw.weight": [64, 32, 1, 1], "blocks.0.0.bn2.bias": [64],
          "blocks.3.5.conv_pw.weight": [512, 512, 1, 1],
          "blocks.4.1.conv_dw.weight": [1024, 1, 3, 3], "classifier.weight": [1000, 1024],
          "classifier.bias": [1000],
        ]
      ),
      (
        "mobilenet-v2@timm",
        [
          "conv_stem.weight": [32, 3, 3, 3], "bn1.bias": [32],
          "blocks.0.0.conv_dw.weight": [32, 1, 3, 3], "blocks.0.0.bn1.bias": [32],
          "blocks.0.0.conv_pw.weight": [16, 32, 1, 1], "blocks.0.0.bn2.running_mean": [16],
          "blocks.1.0.conv_pw.weight": [96, 16, 1, 1], "blocks.1.0.bn1.weight": [96],
          "blocks.1.0.conv_dw.weight": [96, 1, 3, 3], "blocks.1.0.bn2.weight": [96],
          "blocks.1.0.conv_pwl.weight": [24, 96, 1, 1], "blocks.1.0.bn3.weight": [24],
          "blocks.6.0.conv_pwl.weight": [320, 960, 1, 1], "conv_head.weight": [1280, 320, 1, 1],
          "bn2.running_var": [1280], "classifier.weight": [1000, 1280],
        ]
      ),
      (
        "mobilenet-v3-large@timm",
        [
          "conv_stem.weight": [16, 3, 3, 3], "bn1.weight": [16],
          "blocks.0.0.conv_dw.weight": [16, 1, 3, 3], "blocks.0.0.conv_pw.weight": [16, 16, 1, 1],
          "blocks.1.0.conv_pw.weight": [64, 16, 1, 1], "blocks.1.0.bn3.running_var": [24],
          "blocks.2.0.conv_dw.weight": [72, 1, 5, 5],
          "blocks.2.0.se.conv_reduce.weight": [24, 72, 1, 1],
          "blocks.2.0.se.conv_reduce.bias": [24],
          "blocks.2.0.se.conv_expand.weight": [72, 24, 1, 1],
          "blocks.2.0.se.conv_expand.bias": [72], "blocks.2.0.conv_pwl.weight": [40, 72, 1, 1],
          "blocks.5.2.se.conv_reduce.weight": [240, 960, 1, 1],
          "blocks.6.0.conv.weight": [960, 160, 1, 1], "blocks.6.0.bn1.running_mean": [960],
          "conv_head.weight": [1280, 960, 1, 1], "conv_head.bias": [1280],
          "classifier.weight": [1000, 1280], "classifier.bias": [1000],
        ]
      ),
      (
        "mobilenet-v3-small@timm",
        [
          "blocks.0.0.conv_dw.weight": [16, 1, 3, 3],
          "blocks.0.0.se.conv_reduce.weight": [8, 16, 1, 1],
          "blocks.0.0.conv_pw.weight": [16, 16, 1, 1],
          "blocks.5.0.conv.weight": [576, 96, 1, 1], "conv_head.weight": [1024, 576, 1, 1],
          "classifier.weight": [1000, 1024],
        ]
      ),
    ] as [(String, [String: [Int]])])
  func spots(network: String, expected: [String: [Int]]) throws {
    let tensors = try tensors(network)
    for (name, shape) in expected {
      let found = try #require(tensors.first { $0.name == name }, "no tensor \(name)")
      #expect(found.shape == shape, "\(name)")
    }
    #expect(Set(tensors.map(\.name)).count == tensors.count)
    #expect(!tensors.contains { $0.name.contains("{") })
  }

  @Test(
    "stages hold blocks of equal width, whatever the width multiplier",
    arguments: [
      ("mobilenet-v1@timm", [1, 2, 2, 6, 2]), ("mobilenet-v2@timm", [1, 2, 3, 4, 3, 3, 1]),
      ("mobilenet-v3-large@timm", [1, 2, 3, 4, 2, 3, 1]),
      ("mobilenet-v3-small@timm", [1, 2, 3, 2, 3, 1]),
    ], [1, 0.35])
  func stages(stages: (network: String, sizes: [Int]), width: Double) throws {
    let tensors = try tensors(stages.network, width: width)
    let found = Set(
      tensors.compactMap { tensor -> String? in
        let parts = tensor.name.split(separator: ".")
        return parts.first == "blocks" ? parts.prefix(3).joined(separator: ".") : nil
      })
    let expected = Set(
      stages.sizes.enumerated().flatMap { stage, size in
        (0..<size).map { "blocks.\(stage).\($0)" }
      })
    #expect(found == expected)
  }

  @Test(
    "the same tensors as torchvision's, under other names",
    arguments: ["mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"])
  func torchvision(network: String) throws {
    /// Without the 1s that a fully connected layer has as a 1x1 convolution.
    func shapes(_ dialect: String) throws -> [[Int]] {
      try tensors("\(network)@\(dialect)").map { tensor in
        tensor.shape.count == 4 && tensor.shape.suffix(2) == [1, 1]
          ? Array(tensor.shape.prefix(2)) : tensor.shape
      }
    }
    #expect(try shapes("timm") == shapes("torchvision"))
  }

  @Test("a dialect's epsilon is in its norms")
  func epsilon() throws {
    for (network, expected) in [
      ("mobilenet-v3-large@timm", 1e-5), ("mobilenet-v3-large@torchvision", 1e-3),
      ("mobilenet-v3-large@paper", 1e-3), ("mobilenet-v2@timm", 1e-5), ("mobilenet-v1@paper", 1e-3),
    ] {
      let graph = try graph(network)
      for node in graph.nodes {
        if case .batchNormalization(let epsilon, _) = node.operation {
          #expect(epsilon == expected)
        }
      }
    }
  }
}
