import Architecture

extension ShapedGraph {
  /// The same network on a picture of another height and width: rows mean the same nodes at every
  /// resolution, so only the shapes are inferred again. Throws `ScalingError` if the resolution is
  /// out of range or the network does not fit it.
  public func resized(to resolution: Int) throws -> ShapedGraph {
    guard Scaling.resolutions.contains(resolution) else {
      throw ScalingError.resolution(resolution)
    }
    var graph = graph
    graph.scaling.resolution = resolution
    graph.nodes[0].operation = .input(graph.scaling.input(of: graph.spec))
    do {
      return try ShapedGraph(graph)
    } catch let error as TableError {
      throw ScalingError.unfit(graph.spec.name, error.problems.first?.message ?? "")
    }
  }
}
