import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// The products in numbers are what the cost rules count.
@Suite struct LayerArithmeticTests {
  static let names: [String] = (try? TableLibrary.repository().architectureNames) ?? []

  @Test("Factors multiply to the layer's counts, in every network", arguments: names)
  func products(name: String) throws {
    let graph = try Graph(named: name)
    for layer in graph.layers() {
      let arithmetic = graph.arithmetic(of: layer)
      #expect((arithmetic.macs?.value ?? 0) == layer.cost.macs, "\(layer.name)")
      #expect((arithmetic.weights?.value ?? 0) == layer.cost.parameters.weights, "\(layer.name)")
      #expect(
        arithmetic.extras.total + (arithmetic.weights?.value ?? 0) == layer.cost.parameters.total)
      for axis in Axis.allCases {
        guard let extent = arithmetic.extents?[axis], layer.nodes.count > 0 else { continue }
        #expect(extent.output == graph.nodes[layer.nodes[0]].shape[axis], "\(layer.name)")
        if case .convolution = graph.nodes[layer.nodes[0]].operation {
          let room = extent.input + extent.padding - extent.reach
          #expect(room / extent.stride + 1 == extent.output, "\(layer.name)")
        }
      }
    }
  }

  @Test("Of a rectangle, height and width are computed each by itself")
  func rectangle() throws {
    let graph = try Graph(named: "v2", resolution: Resolution(height: 97, width: 640))
    let stem = try #require(graph.layers(named: "stem").first)
    let extents = try #require(graph.arithmetic(of: stem).extents)
    #expect(extents.map { $0.input } == PerAxis(height: 97, width: 640))
    #expect(extents.map { $0.output } == PerAxis(height: 49, width: 320))
  }

  @Test("The letters of the paper")
  func letters() throws {
    let graph = try Graph(named: "mobilenet-v1")
    func symbols(_ name: String) -> [[String]] {
      graph.layers(named: name).map {
        graph.arithmetic(of: $0).macs?.factors.map(\.symbol) ?? []
      }
    }
    #expect(symbols("stem") == [["Dk", "Dk", "M", "N", "DF", "DF"]])
    #expect(symbols("separable1") == [["Dk", "Dk", "M", "DF", "DF"], ["M", "N", "DF", "DF"]])
    #expect(symbols("classifier") == [["M", "N"]])
    #expect(symbols("20") == [[]])
  }

  @Test("A name may be a row's number or name, a block's or a layer's")
  func meanings() throws {
    let graph = try Graph(named: "mobilenet-v2")
    func found(_ name: String) -> [String] { graph.layers(named: name).map(\.name) }
    #expect(found("3").count == 7)
    #expect(found("3") == found("bottleneck2"))
    #expect(
      found("bottleneck2.1")
        == ["bottleneck2.1.expand", "bottleneck2.1.depthwise", "bottleneck2.1.project"])
    #expect(found("bottleneck2.1.project") == ["bottleneck2.1.project"])
    #expect(found("bottleneck99").isEmpty && found("0").isEmpty && found("").isEmpty)
  }
}
