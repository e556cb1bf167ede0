import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// The live set: peaks, and a slow simulation of the same.
@Suite struct LiveSetTests {
  @Test(
    "The peaks of the four networks, and where they are",
    arguments: [
      // 112x112x32 and 112x112x64.
      ("mobilenet-v1", 4_816_896, "4.59", "separable1", Role.pointwise),
      // 112x112x96 and 56x56x96.
      ("mobilenet-v2", 6_021_120, "5.74", "bottleneck2.1", .depthwise),
      // 112x112x16 and 112x112x64; then 112x112x64 and 56x56x64, which is as much.
      ("mobilenet-v3-large", 4_014_080, "3.83", "bneck2", .expand),
      // The picture and 112x112x16.
      ("mobilenet-v3-small", 1_404_928, "1.34", "stem", .convolution),
    ])
  func peak(name: String, bytes: Int, mebibytes: String, block: String, role: Role) throws {
    let graph = try Graph(named: name)
    let peak = graph.liveSet().peak
    #expect(peak.bytes == bytes)
    let hundredths = (Double(bytes) / 1_048_576 * 100).rounded() / 100
    #expect("\(hundredths)" == mebibytes)
    let origin = graph.nodes[peak.node].origin
    #expect(graph.blocks[origin.block].name == block)
    #expect(origin.role == role)
  }

  /// What lives at each step, found anew for each from all tensors before it: a tensor lives at a
  /// step if it is made there, or is taken there or later, or is an answer. Norm and activation
  /// write over their input if nobody takes it later.
  func simulation(_ graph: Graph) -> [Set<Int>] {
    let nodes = graph.nodes
    var lastTaken = [Int](repeating: -1, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for (position, input) in node.inputs.enumerated() {
        // The second input of an enlargement only says how large it shall be.
        if case .resize = node.operation, position == 1 { continue }
        lastTaken[input] = index
      }
    }
    for output in graph.outputs { lastTaken[output.node] = nodes.count }
    var buffers: [Int] = []
    for (index, node) in nodes.enumerated() {
      switch node.operation {
      case .batchNormalization, .activation, .parametricReLU, .scalarFunction:
        let input = node.inputs[0]
        buffers.append(lastTaken[input] > index ? index : buffers[input])
      case .input, .convolution, .transposedConvolution, .channelConvolution, .linear, .pool,
        .globalPool, .l2Normalization, .normalization, .softmax, .logSoftmax, .add, .multiply,
        .concatenate, .shuffle, .depthToSpace, .spaceToDepth, .slice, .resize, .resizeTo,
        .flatten, .stack:
        buffers.append(index)
      }
    }
    return nodes.indices.map { step in
      Set((0...step).filter { $0 == step || lastTaken[$0] >= step }.map { buffers[$0] })
    }
  }

  func check(_ graph: Graph) {
    let steps = graph.liveSet().steps
    let simulated = simulation(graph)
    #expect(steps.map(\.node) == Array(graph.nodes.indices))
    #expect(steps.map { Set($0.live) } == simulated)
    #expect(steps.allSatisfy { Set($0.live).count == $0.live.count })
    let bytes = simulated.map { live in live.reduce(0) { $0 + 4 * graph.nodes[$1].shape.count } }
    #expect(steps.map(\.bytes) == bytes)
    #expect(graph.liveSet().peak.bytes == steps.map(\.bytes).max())
    let first = steps.first { $0.bytes == graph.liveSet().peak.bytes }
    #expect(graph.liveSet().peak == first)
  }

  @Test(
    "Every table, step by step",
    arguments: [
      "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small", "lraspp",
      "ssdlite", "ssdlite@paddle", "yolov5-mobilenet-v3-large", "yolov5-mobilenet-v3-small",
    ])
  func tables(name: String) throws {
    check(try Graph(named: name))
  }

  /// A table of random sources: layers, activations, sums and concatenations of any rows before.
  func randomTable(seed: UInt64) -> TableFile {
    var random = SeededGenerator(seed: seed)
    var channels = [4]
    var taken: Set<Int> = []
    var text = """
      name: random
      input: {shape: [6, 5, 4]}
      columns: [ from, operator, out, NL ]
      rows:

      """
    for _ in 0..<Int.random(in: 3...14, using: &random) {
      // Position 0 is the picture, the others are rows, which count from 0.
      let source = Int.random(in: 0..<channels.count, using: &random)
      func name(_ position: Int) -> String {
        taken.insert(position)
        return position == 0 ? "input" : "\(position - 1)"
      }
      let equals = channels.indices.filter { channels[$0] == channels[source] }
      let other = equals.randomElement(using: &random) ?? source
      switch Int.random(in: 0...4, using: &random) {
      case 0, 1:
        let out = Int.random(in: 1...9, using: &random)
        let activation = Bool.random(using: &random) ? "RE" : "~"
        text += "  - [ \(name(source)), conv2d 3x3, \(out), \(activation) ]\n"
        channels.append(out)
      case 2:
        text += "  - [ \(name(source)), activation, ~, HS ]\n"
        channels.append(channels[source])
      case 3:
        text += "  - [ [\(name(source)), \(name(other))], add, ~, ~ ]\n"
        channels.append(channels[source])
      default:
        let any = Int.random(in: 0..<channels.count, using: &random)
        text += "  - [ [\(name(source)), \(name(any))], concat, ~, ~ ]\n"
        channels.append(channels[source] + channels[any])
      }
    }
    // What nothing has taken would reach no output.
    let rest = (1..<channels.count).filter { !taken.contains($0) }.map { "\($0 - 1)" }
    text += "  - [ [\(rest.joined(separator: ", "))], concat, ~, ~ ]\n"
    return TableFile(name: "Random\(seed).yaml", text: text)
  }

  @Test("Random tables, step by step")
  func randomTables() throws {
    for seed in 1...100 {
      check(try Graph(of: randomTable(seed: UInt64(seed)), named: "random"))
    }
  }

  @Test("A tensor that is taken again after its activation is not written over")
  func takenAgain() throws {
    let table = TableFile(
      name: "Tiny.yaml",
      text: """
        name: tiny
        input: {shape: [2, 2, 1]}
        columns: [ from, operator, out, NL, norm, bias ]
        rows:
          - linear: [ input, conv2d 1x1, 8, ~, no, no ]
          - active: [ linear, activation, ~, HS, ~, ~ ]
          -         [ [linear, active], add, ~, ~, ~, ~ ]

        """)
    let steps = try Graph(of: table, named: "tiny").liveSet().steps
    let map = 4 * 2 * 2 * 8
    #expect(steps.map(\.bytes) == [16, 16 + map, 2 * map, 3 * map])
  }
}
