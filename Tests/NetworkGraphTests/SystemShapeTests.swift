import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Shapes of the systems that stand on MobileNetV3.
@Suite struct SystemShapeTests {
  func shape(_ graph: Graph, _ block: String) -> String? {
    graph.blocks.first { $0.name == block }.map { graph.nodes[$0.result].shape.description }
  }

  @Test("LR-ASPP at 520: output stride 16 by dilation, the first map of stride 8, full size out")
  func segmentation() throws {
    let graph = try Graph(named: "lraspp")
    let expected = [
      "stem": "260x260x16", "bneck1": "260x260x16", "bneck2": "130x130x24", "bneck4": "65x65x40",
      "bneck6": "65x65x40", "bneck7": "33x33x80", "bneck12": "33x33x112", "bneck13": "33x33x160",
      "bneck15": "33x33x160", "last": "33x33x960", "cbr": "33x33x128", "pool": "1x1x960",
      "scale": "1x1x128", "gated": "33x33x128", "up": "65x65x128", "high": "65x65x21",
      "low": "65x65x21", "sum": "65x65x21", "out": "520x520x21",
    ]
    for (block, shape) in expected { #expect(self.shape(graph, block) == shape, "\(block)") }
    #expect(graph.outputs.map(\.name) == ["output"])
    #expect(graph.strideProduct == 16)
    let dilated = graph.nodes.compactMap { node -> String? in
      guard case .convolution(let convolution) = node.operation, convolution.dilation > 1 else {
        return nil
      }
      #expect(convolution.dilation == 2)
      #expect(convolution.kernel == 5)
      #expect(convolution.stride == 1)
      return graph.blocks[node.origin.block].name
    }
    #expect(dilated == ["bneck13", "bneck14", "bneck15"])
  }

  @Test("LR-ASPP takes what the paper takes: the last layer, and the first block of stride 8")
  func segmentationSources() throws {
    let graph = try Graph(named: "lraspp")
    func source(_ row: String) -> String? {
      let row = graph.rows.firstIndex { $0.name == row }
      let node = graph.nodes.first { $0.origin.row == row }
      return node.map { graph.blocks[graph.nodes[$0.inputs[0]].origin.block].name }
    }
    #expect(source("cbr") == "last")
    #expect(source("pool") == "last")
    #expect(source("low") == "bneck4")
    #expect(source("high") == "up")
  }

  @Test("SSDLite at 320: six maps, 3234 boxes")
  func detection() throws {
    let graph = try Graph(named: "ssdlite")
    #expect(
      ["last", "extra1", "extra2", "extra3", "extra4"].map { shape(graph, $0) } == [
        "10x10x480", "5x5x512", "3x3x256", "2x2x256", "1x1x128",
      ])
    // Six maps and their list, for each of the two branches.
    let heads = graph.blocks.filter { $0.kind == .head && $0.name.contains(".") }
    #expect(heads.count == 12)
    #expect(graph.blocks.count { $0.kind == .head } == 14)
    let maps = heads.map { head in
      let first = graph.nodes.first { graph.blocks[$0.origin.block] == head }
      return first.map { graph.nodes[$0.inputs[0]].shape.description }
    }
    let expected = ["20x20x672", "10x10x480", "5x5x512", "3x3x256", "2x2x256", "1x1x128"]
    #expect(maps == expected + expected)
    #expect(graph.outputs.map(\.name) == ["bbox_regression", "cls_logits"])
    #expect(
      graph.outputs.map { graph.nodes[$0.node].shape.description } == ["3234x1x4", "3234x1x91"])
  }

  @Test("PaddleDetection's SSDLite at 320: fewer boxes on the first map, 2434 in all, no bias")
  func paddleDetection() throws {
    let graph = try Graph(named: "ssdlite@paddle")
    #expect(
      ["bneck12", "bneck15", "last", "extra1", "extra2", "extra3", "extra4"].map {
        shape(graph, $0)
      } == [
        "20x20x112", "10x10x80", "10x10x480", "5x5x512", "3x3x256", "2x2x256", "1x1x128",
      ])
    #expect(
      graph.outputs.map { graph.nodes[$0.node].shape.description } == ["2434x1x4", "2434x1x81"])
    // The depthwise convolution of an extra block makes two channels of each.
    let doubled = graph.nodes.compactMap { node -> Convolution? in
      guard case .convolution(let convolution) = node.operation, convolution.groups > 1,
        convolution.outputChannels == 2 * convolution.inputChannels
      else { return nil }
      return convolution
    }
    #expect(doubled.map(\.groups) == [256, 128, 128, 64])
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    #expect(!tensors.contains { $0.name.hasPrefix("ssd_head") && $0.name.hasSuffix("conv.bias") })
    let shapes = Dictionary(tensors.map { ($0.name, $0.shape) }) { first, _ in first }
    for (name, expected) in [
      "backbone.conv1.bn._mean": [16], "backbone.conv2.expand_conv.conv.weight": [16, 16, 1, 1],
      "backbone.conv5.mid_se.conv1.weight": [18, 72, 1, 1],
      "backbone.conv14.expand_conv.bn._variance": [672],
      "backbone.conv17.conv.weight": [480, 80, 1, 1],
      "backbone.conv18.depthwise_conv.conv.weight": [512, 1, 3, 3],
      "ssd_head.boxes0.pw_conv.weight": [16, 672, 1, 1], "ssd_head.scores5.bn.weight": [128],
    ] { #expect(shapes[name] == expected, "\(name)") }
    #expect(shapes.count == tensors.count)
  }

  @Test("SSDLite taps the expansion of the thirteenth bottleneck, after its activation")
  func tap() throws {
    let graph = try Graph(named: "ssdlite")
    let head = try #require(graph.blocks.firstIndex { $0.kind == .head })
    let first = try #require(graph.nodes.first { $0.origin.block == head })
    let tap = graph.nodes[first.inputs[0]]
    #expect(graph.blocks[tap.origin.block].name == "bneck13")
    #expect(tap.origin.role == .expand)
    #expect(tap.operation == .activation(.hardSwish))
  }

  @Test("SSDLite's reduced tail: channels after the tap are halved")
  func tail() throws {
    let graph = try Graph(named: "ssdlite")
    #expect(
      ["bneck12", "bneck13", "bneck14", "bneck15"].map { shape(graph, $0) } == [
        "20x20x112", "10x10x80", "10x10x80", "10x10x80",
      ])
    let full = try Graph(named: "mobilenet-v3-large", resolution: 320)
    #expect(
      ["bneck12", "bneck13", "bneck14", "bneck15"].map { shape(full, $0) } == [
        "20x20x112", "10x10x160", "10x10x160", "10x10x160",
      ])
  }

  @Test(
    "YOLOv5 with MobileNetV3-Small: three maps of answers at every size", arguments: [320, 640])
  func yolo(resolution: Int) throws {
    for (classes, channels) in [(80, 255), (20, 75)] {
      let graph = try Graph(
        named: "yolov5-mobilenet-v3-small", resolution: Resolution(resolution), classes: classes)
      let outputs = graph.outputs.map { graph.nodes[$0.node].shape }
      #expect(outputs.map(\.height) == [8, 16, 32].map { resolution / $0 })
      #expect(outputs.allSatisfy { $0.width == $0.height && $0.channels == channels })
      let boxes = outputs.reduce(0) { $0 + 3 * $1.places }
      #expect(boxes == (resolution == 640 ? 25_200 : 6_300))
    }
  }

  @Test("YOLOv5 joins equal sizes: a picture of no multiple of 32 is refused, naming what it fits")
  func yoloOdd() throws {
    let name = "yolov5-mobilenet-v3-small"
    let expected = ScalingError.unfitResolution(
      200, name: name,
      reason: "row 'Concat1': a concatenation of different shapes 14x14x96 and 13x13x48",
      nearest: [192, 217])
    #expect(throws: expected) { try Graph(named: name, resolution: 200) }
    #expect(throws: expected) { try Graph(named: name).resized(to: 200) }
    #expect(
      expected.description.hasSuffix("13x13x48; the nearest that work: 192 and 217"))
    let vgg = #expect(throws: ScalingError.self) {
      try Graph(named: "ssd-vgg16", resolution: 256)
    }
    guard case .unfitResolution(256, _, _, let nearest) = vgg else {
      Issue.record("\(String(describing: vgg))")
      return
    }
    #expect(nearest.count == 1 && nearest[0].shorter > 256)
    #expect(throws: Never.self) { try Graph(named: "ssd-vgg16", resolution: nearest[0]) }
    #expect(try Graph(named: "yolov5-mobilenet-v3-small").strideProduct == 32)
  }
}
