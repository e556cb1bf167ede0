import Architecture

extension Graph {
  /// The product of the strides on the way to the deepest map: pictures of a multiple of it are
  /// halved without remainder everywhere.
  package var strideProduct: Int { reductions.max() ?? 1 }

  /// The longer side of the smallest picture in which every stride still finds more than one place.
  package var smallestResolution: Int {
    let reductions = reductions
    return nodes.reduce(1) { smallest, node in
      guard needsPlaces(node), let input = node.inputs.first else { return smallest }
      return max(smallest, reductions[input] + 1)
    }
  }

  /// Whether a node has a stride that must find more than one place: over a single one it would
  /// make the map no smaller, for the network was built for larger pictures. Extras go down to one
  /// place, and stay there.
  func needsPlaces(_ node: Node) -> Bool {
    node.operation.stride > 1 && rows[node.origin.row].part != .extras
  }

  /// By how much each node's map is smaller than the picture, along one axis.
  private var reductions: [Int] {
    var reductions: [Int] = []
    for node in nodes {
      let inherited = node.inputs.map { reductions[$0] }.max() ?? 1
      switch node.operation.relation {
      // What follows an enlargement or a pooled vector is no deeper than what came before.
      case .resized, .wholeMap: reductions.append(1)
      case .picture, .placewise, .window, .list:
        // No picture is larger than this, so no product needs to be.
        reductions.append(min(inherited * node.operation.stride, Scaling.resolutions.upperBound))
      }
    }
    return reductions
  }
}
