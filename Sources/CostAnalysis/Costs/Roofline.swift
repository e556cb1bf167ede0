import Architecture
import NetworkGraph

/// A layer under the two roofs of a device: it takes no less time than its arithmetic at the
/// device's peak, and no less than its bytes at the device's bandwidth.
package struct RooflineLayer: Sendable {
  /// The layer.
  package var layer: CostEntry
  /// Seconds that its arithmetic takes at least.
  package var computeSeconds: Double
  /// Seconds that its bytes take at least.
  package var memorySeconds: Double

  /// The longer of both.
  package var seconds: Double { max(computeSeconds, memorySeconds) }
  /// Whether it waits for memory.
  package var isMemoryBound: Bool { memorySeconds > computeSeconds }
}

/// A network under the roofs of a device, layer by layer.
package struct Roofline: Sendable {
  /// The device.
  package var device: Device
  /// The layers.
  package var layers: [RooflineLayer]
  /// The whole network.
  package var cost: Cost

  /// Layers that come one after the other: the sum.
  package var seconds: Double { layers.reduce(0) { $0 + $1.seconds } }
  /// The share of that time in layers that wait for memory.
  package var memoryBoundShare: Double {
    let bound = layers.filter { $0.isMemoryBound }.reduce(0) { $0 + $1.seconds }
    return seconds > 0 ? bound / seconds : 0
  }

  /// A network on a device.
  package init(_ graph: Graph, on device: Device) {
    self.device = device
    cost = graph.totalCost()
    layers = graph.layers().map { layer in
      RooflineLayer(
        layer: layer, computeSeconds: Double(layer.cost.flops) / (device.gigaflops * 1e9),
        memorySeconds: Double(layer.cost.bytesMoved) / (device.gigabytesPerSecond * 1e9))
    }
  }
}
