import Architecture
import Kernels
import NetworkGraph

extension QuantizationStudy {
  /// A swish or an h-swish, and what it gets on the pictures.
  package struct GatedUnit: Hashable, Sendable {
    /// The activation, a node of the folded graph.
    package var node: Int
    /// Its inputs, rounded to the levels of their range.
    package var inputs: LevelCounts
  }

  /// The network's swishes and h-swishes with what they get in single precision, rounded to so many bits.
  package func gatedUnits(bits: Int) -> [GatedUnit] {
    let graph = network.graph
    var units: [GatedUnit] = []
    var unitsOfNode: [Int: [Int]] = [:]
    for (index, node) in graph.nodes.enumerated() {
      guard let activation = node.operation.activation, activation.isSwish,
        let range = ranges[node.inputs[0]]
      else { continue }
      unitsOfNode[node.inputs[0], default: []].append(units.count)
      units.append(
        GatedUnit(node: index, inputs: LevelCounts(Quantizer(range: range, bits: bits))))
    }
    for picture in pictures {
      _ = runner.memory(0).run(picture) { step in
        let map = step.output
        for unit in unitsOfNode[step.node] ?? [] {
          for place in 0..<map.shape.places {
            units[unit].inputs.add(map.place(place), count: map.shape.channels)
          }
        }
      }
    }
    return units
  }
}

extension Activation {
  fileprivate var isSwish: Bool { self == .swish || self == .hardSwish }
}
