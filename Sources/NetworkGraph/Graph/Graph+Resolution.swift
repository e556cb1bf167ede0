import Architecture

extension Graph {
  /// The same network on a picture of another height and width: rows mean the same nodes at every
  /// resolution, so only the shapes are inferred again. Throws if the resolution is out of range or
  /// the network does not fit it.
  public func resized(to resolution: Resolution) throws(ScalingError) -> Graph {
    try Scaling.check(resolution)
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
          scaling.input(of: spec).resolution, name: spec.name, reason: reason, nearest: nearest)
      }
    }
  }

  /// The graph for a picture of another height and width, without shapes.
  private func withPicture(of resolution: Resolution) -> Graph {
    var graph = self
    graph.scaling.resolution = resolution
    graph.nodes[0].operation = .input(graph.scaling.input(of: graph.spec))
    return graph
  }

  /// The nearest resolutions below and above the own one that the network fits, if they are near.
  /// Windows have the same size along both axes, so each side is looked for by itself, in a square.
  private func nearestResolutions() -> [Resolution] {
    let own = scaling.input(of: spec).resolution
    func fits(_ resolution: Resolution) -> Bool {
      (try? withPicture(of: resolution).inferringShapes()) != nil
    }
    func nearest(to side: Int, by step: Int) -> Int? {
      stride(from: side, through: side + 256 * step, by: step).first {
        Scaling.resolutions.contains($0) && fits(Resolution($0))
      }
    }
    return [-1, 1].compactMap { step in
      guard let height = nearest(to: own.height, by: step),
        let width = own.isSquare ? height : nearest(to: own.width, by: step)
      else { return nil }
      let resolution = Resolution(height: height, width: width)
      return fits(resolution) ? resolution : nil
    }
  }
}
