import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import Testing
import WeightFiles

@testable import Models

@Suite("Dialects of networks that frameworks build in sizes of their own")
struct DialectTests {
  /// The shapes of a network's tensors under its own names for them.
  private static func shapes(_ graph: Graph) -> [String: [Int]] {
    Dictionary(
      graph.parameterTensors(naming: graph.spec.naming).map { ($0.name, $0.storedShape) }
    ) { $1 }
  }

  private static func parameters(_ graph: Graph) -> Int {
    graph.parameterTensors(naming: nil)
      .filter { $0.role != .normMean && $0.role != .normVariance }.reduce(0) { $0 + $1.count }
  }

  @Test(
    "torchvision's MnasNets have the parameters that torchvision states",
    arguments: [(0.5, 2_218_512), (0.75, 3_170_208), (1, 4_383_312), (1.3, 6_282_256)])
  func torchvision(width: Double, parameters: Int) throws {
    let graph = try TableLibrary.builtIn.graph(
      named: "mnasnet-b1@torchvision", at: Multipliers(width: width))
    #expect(Self.parameters(graph) == parameters)
    let shapes = Self.shapes(graph)
    #expect(shapes.count == 262)
    for name in [
      "layers.0.weight", "layers.3.weight", "layers.6.weight", "layers.7.running_var",
      "layers.8.0.layers.0.weight", "layers.10.2.layers.6.weight", "layers.12.3.layers.4.bias",
      "layers.13.0.layers.7.weight", "layers.14.weight", "layers.15.bias", "classifier.1.weight",
    ] { #expect(shapes[name] != nil, "\(name)") }
    #expect(shapes["classifier.1.weight"] == [1000, 1280])
  }

  @Test("timm's MobileNetV4 of half the width, and its pictures")
  func half() throws {
    let graph = try TableLibrary.builtIn.graph(named: "mobilenet-v4-conv-small@timm-050")
    let shapes = Self.shapes(graph)
    #expect(shapes["conv_stem.weight"] == [32, 3, 3, 3])
    #expect(shapes["blocks.0.0.conv.weight"] == [16, 32, 3, 3])
    #expect(shapes["blocks.2.0.dw_start.conv.weight"] == [32, 1, 5, 5])
    #expect(shapes["blocks.3.0.pw_exp.conv.weight"] == [288, 48, 1, 1])
    #expect(shapes["conv_head.weight"] == [1280, 480, 1, 1])
    #expect(Self.parameters(graph) == 2_238_952)
    #expect(graph.spec.preprocessing?.mean == [0.5, 0.5, 0.5])
  }

  @Test(
    "variants that have the same tensors and no table are named",
    arguments: [
      ("mobilenet-v4-conv-medium", "mobilenetv4_conv_blur_medium"),
      ("mobilenet-v4-conv-large", "mobilenetv4_conv_aa_large"),
    ])
  func variants(name: String, variant: String) throws {
    let graph = try TableLibrary.builtIn.graph(named: name)
    #expect(graph.spec.naming?.variants.contains { $0.contains(variant) } == true)
  }
}
