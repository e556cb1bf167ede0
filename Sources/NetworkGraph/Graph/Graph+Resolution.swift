import Architecture

extension Graph {
  /// The same network on a picture of another height and width: rows mean the same nodes at every
  /// resolution, so only the shapes are inferred again. Throws if the resolution is out of range or
  /// the network does not fit it.
  public func resized(to resolution: Int) throws(ScalingError) -> Graph {
    guard Scaling.resolutions.contains(resolution) else { throw .resolution(resolution) }
    return try withPicture(of: resolution).fitting()
  }

  /// The graph with its shapes, for a table that is right at its own size: if it does not fit, that
  /// is the fault of the multipliers.
  func fitting() throws(ScalingError) -> Graph {
    do {
      return try inferringShapes()
    } catch {
      switch error {
      case .scaling(let error): throw error
      case .table(let error):
        let reason = error.problems.first?.message ?? ""
        let nearest = nearestResolutions()
        guard !nearest.isEmpty else { throw .unfit(spec.name, reason) }
        throw .unfitResolution(
          nodes[0].inputExtent, name: spec.name, reason: reason, nearest: nearest)
      }
    }
  }

  /// The graph for a picture of another height and width, without shapes.
  private func withPicture(of resolution: Int) -> Graph {
    var graph = self
    graph.scaling.resolution = resolution
    graph.nodes[0].operation = .input(graph.scaling.input(of: graph.spec))
    return graph
  }

  /// The nearest resolutions below and above the own one that the network fits, if they are near.
  private func nearestResolutions() -> [Int] {
    let own = nodes[0].inputExtent
    let fits = { (resolution: Int) in
      (try? withPicture(of: resolution).inferringShapes()) != nil
    }
    let near = Scaling.resolutions.clamped(to: max(1, own - 256)...own + 256)
    let below = near.reversed().first { $0 < own && fits($0) }
    let above = near.first { $0 > own && fits($0) }
    return [below, above].compactMap { $0 }
  }
}
