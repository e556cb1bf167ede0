import Architecture
import func Foundation.log2
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Dialects with other attention, or with another beginning, than their tables have.
@Suite struct AttentionDialectTests {
  static let tables = [
    "mobilenet-v3-large", "mobilenet-v3-small", "yolov5-mobilenet-v3-large",
    "yolov5-mobilenet-v3-small",
  ]

  @Test("ECA's kernel is the odd number that its formula gives")
  func kernel() {
    for channels in 1...4096 {
      let number = Int(abs(log2(Double(channels)) / 2 + 0.5))
      let odd = number % 2 == 1 ? number : number + 1
      #expect(Rules.SqueezeExcite.channelKernel(of: channels) == odd, "\(channels)")
    }
    #expect(Rules.SqueezeExcite.channelKernel(of: 64) == 3)
    #expect(Rules.SqueezeExcite.channelKernel(of: 512) == 5)
  }

  @Test("with ECA every gate stands where it stood and is one convolution", arguments: tables)
  func eca(name: String) throws {
    let (table, other) = (try Graph(named: name), try Graph(named: "\(name)@eca"))
    func gates(_ graph: Graph) -> [Int] {
      graph.nodes.filter { $0.origin.role == .gate }.map { $0.shape.channels }
    }
    #expect(gates(table) == gates(other) && !gates(table).isEmpty)
    let layers = other.nodes.filter { $0.origin.role.isInGate && $0.operation.isWeighted }
    #expect(
      layers.map(\.operation)
        == gates(other).map {
          .channelConvolution(kernel: Rules.SqueezeExcite.channelKernel(of: $0))
        })
    #expect(!other.nodes.contains { $0.operation.activation == .hardSigmoid })
    let names = other.parameterTensors(naming: other.spec.naming).map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test("without gates all other layers stay", arguments: tables)
  func none(name: String) throws {
    let (table, other) = (try Graph(named: name), try Graph(named: "\(name)@no-gate"))
    #expect(!other.nodes.contains { $0.origin.role.isInGate })
    func rest(_ graph: Graph) -> [Operation] {
      graph.nodes.filter { !$0.origin.role.isInGate && $0.operation.isWeighted }.map(\.operation)
    }
    #expect(rest(table) == rest(other))
  }

  @Test(
    "a StemBlock halves the picture twice, and every later map keeps its size",
    arguments: ["yolov5-mobilenet-v3-large", "yolov5-mobilenet-v3-small"])
  func stem(name: String) throws {
    let (table, other) = (try Graph(named: name), try Graph(named: "\(name)@stem-block"))
    #expect(other.rows[1].number == 0 && other.rows[1].operatorText == "StemBlock")
    #expect(other.rows.map(\.number) == table.rows.map(\.number))
    func shapes(_ graph: Graph) -> [Shape] {
      graph.blocks.map { graph.nodes[$0.result].shape }
    }
    let changed = zip(shapes(table), shapes(other)).enumerated().filter {
      $0.element.0 != $0.element.1
    }
    // The stem, and in the larger network the block at its stride.
    #expect(changed.map(\.offset).allSatisfy { $0 <= 2 } && !changed.isEmpty)
    #expect(shapes(table).suffix(3) == shapes(other).suffix(3))
  }
}
