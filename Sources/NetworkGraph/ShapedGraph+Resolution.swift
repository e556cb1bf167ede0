import Architecture

extension ShapedGraph {
  /// The same network on a picture of another height and width: rows mean the same nodes at every
  /// resolution, so only the shapes are inferred again. Throws `ScalingError` if the resolution is
  /// out of range or the network does not fit it.
  public func resized(to resolution: Int) throws -> ShapedGraph {
    guard Scaling.resolutions.contains(resolution) else {
      throw ScalingError.resolution(resolution)
    }
    return try ShapedGraph(fitting: graph.resized(to: resolution))
  }

  /// The shapes of a network whose table is right at its own size: if it does not fit, that is the
  /// fault of the multipliers. Throws `ScalingError`.
  init(fitting graph: Graph) throws {
    do {
      try self.init(graph)
    } catch let error as TableError {
      let (name, reason) = (graph.spec.name, error.problems.first?.message ?? "")
      let nearest = graph.nearestResolutions()
      throw nearest.isEmpty
        ? ScalingError.unfit(name, reason)
        : .unfitResolution(
          graph.nodes[0].inputExtent, name: name, reason: reason, nearest: nearest)
    }
  }
}

extension Graph {
  /// The graph for a picture of another height and width, without shapes.
  fileprivate func resized(to resolution: Int) -> Graph {
    var graph = self
    graph.scaling.resolution = resolution
    graph.nodes[0].operation = .input(graph.scaling.input(of: graph.spec))
    return graph
  }

  /// The nearest resolutions below and above the own one that the network fits, if they are near.
  fileprivate func nearestResolutions() -> [Int] {
    let own = nodes[0].inputExtent
    let fits = { (resolution: Int) in (try? ShapedGraph(resized(to: resolution))) != nil }
    let near = Scaling.resolutions.clamped(to: max(1, own - 256)...own + 256)
    let below = near.reversed().first { $0 < own && fits($0) }
    let above = near.first { $0 > own && fits($0) }
    return [below, above].compactMap(\.self)
  }
}
