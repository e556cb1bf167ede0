import Architecture
import CostAnalysis
import NetworkGraph
import ONNXImport
import ONNXSchema
import SwiftProtobuf
import TestSupport
import Testing
import WeightFiles

/// What cannot be read, and what is said of it.
@Suite("ONNX in: refusals")
struct RefusalTests {
  @Test("an operator that is not known is left out with what depends on it")
  func unknown() throws {
    var model = SmallModel()
    let layer = model.convolution("x")
    let unknown = model.add("NonMaxSuppression", [layer], name: "nms")
    let output = model.add("Relu", [unknown])
    let network = try model.network(output)
    #expect(network.operations.map(\.kind) == [.convolution])
    #expect(network.graph.outputs.count == 1)
    let imported = try #require(network.graph.spec.imported)
    #expect(imported.leftOut == ["NonMaxSuppression 'nms' (unknown operator)"])
    #expect(imported.dependents == 1)
    #expect(
      imported.omission
        == "Left out of all totals: NonMaxSuppression 'nms' (unknown operator), and 1 operations"
        + " that depend on them.")
  }

  @Test("what takes another input than the picture is named")
  func otherInput() throws {
    var model = SmallModel()
    let output = model.add("Sub", ["x", "mean"], name: "scaling")
    var proto = try Onnx_ModelProto(serializedBytes: model.bytes([output]))
    proto.graph.input.append(SmallModel.value("mean", [1, 4, 1, 1]))
    #expect(
      problem { _ = try read(proto.serializedBytes()) }
        == .nothingKnown("Sub 'scaling' (takes the input 'mean', which is no picture)"))
  }

  @Test("a quantized model is refused by the name of its first operation")
  func quantized() throws {
    var model = SmallModel()
    let output = model.add(
      "QuantizeLinear", ["x", model.constant([0.1]), model.constant([0])], name: "q")
    #expect(
      problem { _ = try model.network(output) }
        == .nothingKnown(
          "QuantizeLinear 'q' (an operation of a quantized model; give the model that it was made from)"
        ))
  }

  @Test("a model that ONNX Runtime has optimized is refused for what it is")
  func optimized() throws {
    var model = SmallModel()
    let output = model.add("FusedConv", ["x", model.constant([1])], name: "f")
    var proto = try Onnx_ModelProto(serializedBytes: model.bytes([output]))
    proto.graph.node[proto.graph.node.count - 1].domain = "com.microsoft"
    #expect(
      problem { _ = try read(proto.serializedBytes()) }
        == .nothingKnown(
          "com.microsoft.FusedConv 'f' (an operation of ONNX Runtime alone; give the model that it optimized)"
        ))
  }

  @Test("an open size is asked for")
  func openSize() throws {
    var model = SmallModel([0, 4, 0, 0])
    let output = model.convolution("x")
    #expect(
      problem { _ = try model.network(output) }
        == .openSize(input: "x", shape: "sizex4xsizexsize"))
    let network = try model.network(output, resolution: Resolution(height: 5, width: 7))
    #expect(network.graph.input == Shape(height: 5, width: 7, channels: 4))
  }

  @Test("a tensor that nothing gives, and a circle")
  func missing() throws {
    var model = SmallModel()
    let output = model.add("Relu", ["t3"], name: "a")
    _ = model.add("Relu", [output])
    _ = model.add("Relu", [output])
    #expect(
      problem { _ = try model.network("t2") } == .missingTensor("t3", node: "Relu 'a'"))
  }

  @Test("weights in another file cost, but do not load")
  func external() throws {
    var model = SmallModel()
    let output = model.convolution("x")
    var proto = try Onnx_ModelProto(serializedBytes: model.bytes([output]))
    proto.graph.initializer[0].rawData = .init()
    var entry = Onnx_StringStringEntryProto()
    (entry.key, entry.value) = ("location", "net.data")
    proto.graph.initializer[0].externalData = [entry]
    let network = try read(proto.serializedBytes())
    #expect(network.graph.totalCost().macs == 9 * 4 * 8 * 49)
    do {
      _ = try network.weights.values(1, .weight)
      Issue.record("loaded")
    } catch { #expect(error.description.contains("in another file, \"net.data\"")) }
  }

  @Test("weights in a file beside the model are read from there, if it is long enough")
  func joined() throws {
    var model = SmallModel()
    let output = model.convolution("x")
    let whole = try read(model.bytes([output]))
    var proto = try Onnx_ModelProto(serializedBytes: model.bytes([output]))
    let numbers = Array(proto.graph.initializer[0].rawData)
    proto.graph.initializer[0].rawData = .init()
    proto.graph.initializer[0].externalData = [
      ("location", "net.data"), ("offset", "64"), ("length", "\(numbers.count)"),
    ].map { key, value in
      var entry = Onnx_StringStringEntryProto()
      (entry.key, entry.value) = (key, value)
      return entry
    }
    let alone = try ONNXModel(reading: MemoryByteSource(proto.serializedBytes()))
    #expect(alone.externalFiles == ["net.data"])
    let file = [UInt8](repeating: 0xFF, count: 64) + numbers
    let network = try ONNXNetwork(
      alone.joining([("net.data", MemoryByteSource(file))]), named: "net", file: "net.onnx",
      resolution: nil)
    #expect(try network.weights.values(1, .weight) == whole.weights.values(1, .weight))
    let cut = try ONNXNetwork(
      alone.joining([("net.data", MemoryByteSource(file.dropLast()))]), named: "net",
      file: "net.onnx", resolution: nil)
    #expect(throws: (any Error).self) { try cut.weights.values(1, .weight) }
    proto.graph.initializer[0].externalData[0].value = "../net.data"
    #expect(
      try ONNXModel(reading: MemoryByteSource(proto.serializedBytes())).externalFiles.isEmpty)
  }

  @Test("other files are no models")
  func others() throws {
    #expect(problem { _ = try read([]) } == .reading(.empty))
    #expect(problem { _ = try read(Array("name: net\n".utf8)) } != nil)
    var model = SmallModel()
    let bytes = try model.bytes([model.convolution("x")])
    for count in [1, bytes.count / 2, bytes.count - 1] {
      #expect(problem { _ = try read(Array(bytes.prefix(count))) } != nil, "\(count)")
    }
  }

  @Test("shapes that do not fit and sizes that are too large")
  func shapes() throws {
    var model = SmallModel()
    let wrong = model.convolution("x", from: 5)
    #expect(
      "\(problem { _ = try model.network(wrong) }.map { "\($0)" } ?? "")"
        .hasSuffix("has weights of [8, 5, 3, 3] for 4 channels"))
    var large = SmallModel([1, 3, 1 << 40, 1 << 40])
    let output = large.add("Relu", ["x"])
    #expect(
      problem { _ = try large.network(output) }
        == .pictureSize(input: "x", shape: "1x3x1099511627776x1099511627776"))
  }

  @Test("2,000 mutants give a network or one line")
  func mutants() throws {
    var model = SmallModel()
    let layer = model.add("Relu", [model.convolution("x", ["pads": [1, 1, 1, 1]])])
    let deep = model.convolution(layer, from: 8, ["group": 8, "pads": [1, 1, 1, 1]])
    let shuffled = model.add("Reshape", [deep, model.integers([1, 2, 4, 9, 9])])
    let turned = model.add("Transpose", [shuffled], ["perm": [0, 2, 1, 3, 4]])
    let map = model.add("Reshape", [turned, model.integers([1, -1, 9, 9])])
    let sum = model.add("Add", [map, layer])
    let pooled = model.add(
      "MaxPool", [sum], ["kernel_shape": [2, 2], "strides": [2, 2], "ceil_mode": 1])
    let mean = model.add("GlobalAveragePool", [pooled])
    let shape = model.add("Shape", [mean])
    let size = model.add(
      "Concat",
      [
        model.add("Slice", [shape, model.integers([0]), model.integers([1])]),
        model.integers([-1]),
      ], ["axis": 0])
    let flat = model.add("Reshape", [mean, size])
    let output = model.add(
      "Gemm", [flat, model.weights([3, 8]), model.weights([3])], ["transB": 1])
    let bytes = try model.bytes([output])
    _ = try read(bytes).loaded()
    var (refused, same) = (0, 0)
    for seed in 0..<2000 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var mutant = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<mutant.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: mutant[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: mutant[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2: mutant.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        case 3 where mutant.count > 16: mutant.removeLast(Int.random(in: 1...8, using: &generator))
        default: mutant[place] = 0xFF
        }
      }
      do {
        let network = try read(mutant)
        _ = try? network.loaded()
        same += 1
      } catch let error as ONNXError {
        refused += 1
        #expect(!error.description.contains("\n") && error.description.count < 600)
      }
    }
    #expect(refused > 200 && same > 200, "\(refused) refused, \(same) read")
  }
}
