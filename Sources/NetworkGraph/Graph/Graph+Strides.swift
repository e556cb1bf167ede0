import Architecture

extension Graph {
  /// The product of the strides on the way to the deepest map: pictures of a multiple of it are
  /// halved without remainder everywhere.
  package var strideProduct: Int { reductions.map { $0.largest }.max() ?? 1 }

  /// The longer side of the smallest picture in which every stride still finds more than one place.
  package var smallestResolution: Int {
    let reductions = reductions
    return nodes.reduce(1) { smallest, node in
      guard needsPlaces(node), let input = node.inputs.first else { return smallest }
      return Axis.allCases.reduce(smallest) {
        node.operation.stride[$1] > 1 ? max($0, reductions[input][$1] + 1) : $0
      }
    }
  }

  /// Whether a node has a stride that must find more than one place: over a single one it would
  /// make the map no smaller, for the network was built for larger pictures. Extras go down to one
  /// place, and stay there.
  func needsPlaces(_ node: Node) -> Bool {
    node.operation.stride.largest > 1 && rows[node.origin.row].part != .extras
  }

  /// By how much each node's map is smaller than the picture.
  private var reductions: [PerAxis<Int>] {
    var reductions: [PerAxis<Int>] = []
    for node in nodes {
      switch node.operation.relation {
      // What follows an enlargement or a pooled vector is no deeper than what came before.
      case .resized, .resizedTo, .transposed, .wholeMap: reductions.append(1)
      case .picture, .placewise, .standardized, .window, .list:
        func along(_ axis: Axis) -> Int {
          let inherited = node.inputs.map { reductions[$0][axis] }.max() ?? 1
          // No picture is larger than this, so no product needs to be.
          return min(inherited * node.operation.stride[axis], Scaling.resolutions.upperBound)
        }
        reductions.append(PerAxis(height: along(.vertical), width: along(.horizontal)))
      }
    }
    return reductions
  }
}
