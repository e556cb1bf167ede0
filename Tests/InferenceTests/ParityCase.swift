import Architecture
import Foundation
import Inference
import NetworkGraph
import TestSupport
import Testing

/// What a public PyTorch definition of a network computes from seeded weights and picture.
struct ParityCase: Decodable {
  struct Statistics: Decodable {
    var shape: [Int]
    var mean: Double
    var std: Double
    var min: Float
    var max: Float
    var first: [Float]
    var last: [Float]
    var sample: [Float]

    /// The same as this package has it, where a vector has a height and a width too.
    var tensor: TensorStatistics {
      var statistics = TensorStatistics(.init(shape: .init(height: 1, width: 1, channels: 1)))
      statistics.shape = shape.count == 1 ? shape + [1, 1] : shape
      (statistics.mean, statistics.standardDeviation) = (mean, std)
      (statistics.minimum, statistics.maximum) = (min, max)
      (statistics.first, statistics.last, statistics.sample) = (first, last, sample)
      return statistics
    }
  }

  var input: [Int]
  var tensors: [String: [Int]]
  var parameters: Int
  var taps: [String: Statistics]
  var outputs: [String: Statistics]

  /// A network and the file of its case.
  struct Name: CustomTestStringConvertible {
    var network: String
    var file: String
    /// Whether every block has a tap; a case of a system may tap its backbone alone.
    var tapsAll = true
    /// The modules of the weights of layers inside blocks that have taps too, where the tap has
    /// another name.
    var layers: [String: String] = [:]

    var testDescription: String { file }

    /// The graph at the size of the case.
    func graph(_ reference: ParityCase) throws -> Graph {
      let graph = try InferenceTests.graph(network, resolution: Resolution(reference.input[1]))
      let input = graph.input
      #expect(reference.input == [input.channels, input.height, input.width])
      return graph
    }

    /// The nodes with the results of layers inside blocks that the case taps, by tap.
    func innerTaps(_ reference: ParityCase, _ graph: Graph) throws -> [String: Int] {
      let naming = graph.spec.naming
      let modules = Set(graph.blocks.indices.map { graph.moduleName(ofBlock: $0, naming: naming) })
      let inner = reference.taps.keys.filter { !modules.contains($0) }
      guard !inner.isEmpty else { return [:] }
      let weights = Dictionary(
        graph.parameterTensors(naming: naming).map { ($0.name, $0.node) }
      ) { first, _ in first }
      var nodes: [String: Int] = [:]
      for tap in inner {
        let weight = try #require(
          weights["\(layers[tap] ?? tap).weight"], "no layer for tap \(tap)")
        let origin = graph.nodes[weight].origin
        nodes[tap] = weight + graph.nodes[weight...].prefix { $0.origin == origin }.count - 1
      }
      return nodes
    }
  }

  /// All cases.
  static let names = [
    Name(network: "mobilenet-v1", file: "mobilenet_v1_1.0_224"),
    Name(network: "mobilenet-v2", file: "mobilenet_v2_1.0_224"),
    Name(network: "mobilenet-v3-large", file: "mobilenet_v3_large_1.0_224"),
    Name(network: "mobilenet-v3-small", file: "mobilenet_v3_small_1.0_224"),
    Name(network: "yolov5-mobilenet-v3-small", file: "yolov5_mobilenet_v3_small_320"),
    Name(
      network: "ssdlite-mobilenet-v3-large", file: "ssdlite320_mobilenet_v3_large", tapsAll: false),
    Name(
      network: "lraspp-mobilenet-v3-large", file: "lraspp_mobilenet_v3_large_256", tapsAll: false),
    Name(
      network: "lraspp-mobilenet-v3-small", file: "lraspp_mobilenet_v3_small_128", tapsAll: false),
    Name(network: "mnasnet-a1", file: "mnasnet_a1_96"),
    Name(network: "mnasnet-b1", file: "mnasnet_b1_96"),
    Name(network: "mobilenet-v4-conv-small", file: "mobilenetv4_conv_small_96"),
    Name(network: "mobilenet-v4-conv-medium", file: "mobilenetv4_conv_medium_96"),
    Name(network: "mobilenet-v4-conv-large", file: "mobilenetv4_conv_large_96"),
    Name(network: "mobilenet-edgetpu@timm", file: "mobilenet_edgetpu_96"),
    Name(network: "efficientnet-lite0", file: "efficientnet_lite0_100"),
    Name(network: "efficientnet-lite1", file: "efficientnet_lite1_100"),
    Name(network: "efficientnet-lite2", file: "efficientnet_lite2_80"),
    Name(network: "efficientnet-lite3", file: "efficientnet_lite3_64"),
    Name(network: "efficientnet-lite4", file: "efficientnet_lite4_64", tapsAll: false),
    Name(network: "ghostnet", file: "ghostnet_1.0_96", tapsAll: false),
    Name(network: "resnet-18", file: "resnet_18_96", tapsAll: false),
    Name(network: "resnet-50", file: "resnet_50_96", tapsAll: false),
    Name(network: "squeezenet-1.0", file: "squeezenet_1.0_96", tapsAll: false),
    Name(network: "squeezenet-1.1", file: "squeezenet_1.1_96", tapsAll: false),
    Name(network: "shufflenet-v2", file: "shufflenet_v2_1.0_96", tapsAll: false),
    Name(network: "shufflenet-v2-0.5x", file: "shufflenet_v2_0.5_96", tapsAll: false),
    Name(network: "shufflenet-v2-1.5x", file: "shufflenet_v2_1.5_96", tapsAll: false),
    Name(network: "shufflenet-v2-2.0x", file: "shufflenet_v2_2.0_96", tapsAll: false),
    Name(network: "ssd-mobilenet-v1", file: "ssd_mobilenet_v1_300", tapsAll: false),
    Name(
      network: "yolov3-mobilenet-v3-large", file: "yolov3_mobilenet_v3_large_voc_320",
      tapsAll: false,
      layers: Dictionary(
        uniqueKeysWithValues: (0..<3).map {
          ("route\($0)", "neck.yolo_block.\($0).conv_module.route.conv")
        })),
  ]

  /// VGG-16, which plain loops would take a minute for.
  static let vgg = Name(network: "vgg-16", file: "vgg_16_224", tapsAll: false)

  /// The witnesses, whose files stand beside the tables.
  static let folder = Repository.root.appending(components: "Tables", "Witnesses")

  /// The case of a file; a missing file is an error, so that no comparison passes unmade.
  init(_ name: String) throws {
    let file = Self.folder.appending(component: name + ".json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}

/// The tensors of a framework's definition without what it computes.
struct ParityNames: Decodable {
  var tensors: [String: [Int]]
  var parameters: Int

  /// The list of a file; a missing file is an error.
  init(_ name: String) throws {
    let file = ParityCase.folder.appending(component: name + ".json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}
