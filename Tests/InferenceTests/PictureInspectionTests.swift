import Architecture
import Inference
import Kernels
import NetworkGraph
import Testing

@Suite("Networks at work on a picture")
struct PictureInspectionTests {
  @Test("maps are those of the interpreter, channel by channel, that which varies most first")
  func maps() throws {
    let network = seeded(try graph("mobilenet-v2", width: 0.5, resolution: Resolution(32)))
    let graph = network.graph
    let nodes = graph.blocks.filter { $0.kind.isFeature }.map(\.result)
    let picture = Tensor.seededPicture(graph.input)
    let inspection = try PictureInspection(network, picture, maps: nodes)
    var expected: [Int: Tensor<Float>] = [:]
    _ = try network.run(picture) { node, result in expected[node] = result }
    #expect(inspection.maps.map(\.node) == nodes)
    for map in inspection.maps {
      let tensor = try #require(expected[map.node])
      #expect(map.shape == tensor.shape)
      #expect(Set(map.channels.map(\.index)) == Set(0..<map.shape.channels))
      let deviations = map.channels.map(\.deviation)
      #expect(deviations == deviations.sorted(by: >))
      let most = max(map.largest, -map.least, 1)
      for channel in map.channels {
        #expect(channel.values.count == map.shape.places)
        #expect(channel.values.allSatisfy { $0 >= channel.least && $0 <= channel.largest })
        for (place, value) in channel.values.enumerated() {
          let other = tensor.values[place * map.shape.channels + channel.index]
          #expect(abs(value - other) < 1e-3 * most)
        }
      }
    }
    #expect(inspection.gates.isEmpty)
  }

  @Test(
    "a gate multiplies its map: the product over the map is the factor",
    arguments: ["mobilenet-v3-small", "mobilenet-v3-large", "mobilenet-v3-small@note-003"])
  func gates(name: String) throws {
    let network = seeded(try graph(name, resolution: Resolution(64)))
    let graph = network.graph
    let products = graph.gates.map(\.product)
    #expect(!products.isEmpty)
    let sources = products.map { product in
      graph.nodes[product].inputs.first { graph.nodes[$0].shape == graph.nodes[product].shape } ?? 0
    }
    let inspection = try PictureInspection(
      network, .seededPicture(graph.input), maps: products + sources)
    #expect(inspection.gates.map(\.node) == products)
    for (gate, source) in zip(inspection.gates, sources) {
      let map = try #require(inspection.maps.first { $0.node == source })
      let product = try #require(inspection.maps.first { $0.node == gate.node })
      #expect(gate.factors.count == map.shape.channels)
      #expect(gate.factors.allSatisfy { $0 >= 0 && $0 <= 1 })
      for channel in map.channels {
        let scaled = try #require(product.channels.first { $0.index == channel.index })
        for (before, after) in zip(channel.values, scaled.values) {
          #expect(abs(before * gate.factors[channel.index] - after) <= 1e-5 * abs(before))
        }
      }
      #expect(gate.nearlyOpen + gate.nearlyClosed <= gate.factors.count)
    }
  }

  @Test("infinite maps are refused")
  func infinite() throws {
    var network = seeded(try graph("mobilenet-v2", width: 0.35, resolution: Resolution(32)))
    let node = try #require(network.graph.nodes.firstIndex { $0.operation.isWeighted })
    network.weights.values[node]?[.weight]?[0] = .nan
    #expect(throws: NetworkError.self) {
      try PictureInspection(
        network, .seededPicture(network.graph.input), maps: [network.graph.blocks[1].result])
    }
  }
}
