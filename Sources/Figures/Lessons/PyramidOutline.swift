import Architecture
import CostAnalysis
import NetworkGraph

/// The maps of a detector by level: what the backbone gives at each size, what is added to it from
/// above, and which of them the heads answer from.
struct PyramidOutline {
  /// A path through the levels.
  enum Tower: Int, CaseIterable, Comparable {
    /// From the picture up: backbone and extra layers.
    case bottomUp
    /// From the smallest map down, by enlarging: the neck of FPN.
    case topDown
    /// And up again: PANet.
    case secondBottomUp

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    var title: String {
      switch self {
      case .bottomUp: "bottom-up"
      case .topDown: "top-down"
      case .secondBottomUp: "up again"
      }
    }
  }

  /// A map.
  struct Map {
    var tower: Tower
    var shape: Shape
    var name: String
    var node: Int
    /// Boxes a place, if heads answer from it.
    var boxes: Int?
  }

  /// Sizes of maps, the largest first.
  var sides: [Int] = []
  var maps: [Map] = []
  /// From a map to one of another tower at the same size.
  var laterals: [(from: Int, to: Int)] = []

  /// The outline of a network; nothing if it has no heads over maps.
  init?(_ graph: Graph) {
    guard !graph.headMaps.isEmpty else { return nil }
    func boxes(_ node: Int) -> Int? { graph.headMaps.first { $0.node == node }?.boxes }
    sides = Set(graph.headMaps.map { graph.nodes[$0.node].shape.height }).sorted(by: >)
    var towers: [Int: Tower] = [:]
    for index in graph.nodes.indices {
      towers[index] = Self.tower(of: index, in: graph, towers)
    }
    for side in sides {
      for tower in Tower.allCases {
        let own = graph.nodes.indices.filter {
          towers[$0] == tower && graph.nodes[$0].shape.height == side
            && graph.rows[graph.nodes[$0].origin.row].part != .head
        }
        let head = own.last { boxes($0) != nil }
        guard let node = head ?? own.last else { continue }
        let block = graph.blocks[graph.nodes[node].origin.block]
        maps.append(
          Map(
            tower: tower, shape: graph.nodes[node].shape, name: block.name, node: node,
            boxes: boxes(node)))
      }
    }
    // Towers without a head, and above which nothing is, are not shown.
    for (to, map) in maps.enumerated() where map.tower != .bottomUp {
      let from = maps.indices.last {
        maps[$0].shape.height == map.shape.height && maps[$0].tower < map.tower
      }
      if let from { laterals.append((from, to)) }
    }
  }

  /// The tower of a node by those before it: enlarging begins the second, halving after that the third.
  private static func tower(of index: Int, in graph: Graph, _ towers: [Int: Tower]) -> Tower {
    let node = graph.nodes[index]
    let before = node.inputs.compactMap { towers[$0] }.max() ?? .bottomUp
    let isNeck = graph.rows[node.origin.row].part != .backbone
    switch before {
    case .bottomUp:
      if case .resize = node.operation, isNeck { return .topDown }
      return .bottomUp
    case .topDown: return node.operation.stride.area > 1 ? .secondBottomUp : .topDown
    case .secondBottomUp: return .secondBottomUp
    }
  }
}
