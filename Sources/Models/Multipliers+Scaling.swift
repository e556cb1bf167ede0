import Architecture
import NetworkGraph

extension Multipliers {
  /// The scaling of a table; a resolution multiplier makes each side round(base x rho) pixels.
  ///
  /// Throws `ModelError.resolutionMultiplier` if rho gives an impossible number of pixels.
  public func scaling(of spec: ArchitectureSpec) throws(ModelError) -> Scaling {
    var scaling = Scaling(width: width, resolution: resolution, classes: classes, part: part)
    guard resolution == nil, let rho = resolutionMultiplier else { return scaling }
    guard rho > 0, let pixels = spec.input.resolution.scaled(by: rho) else {
      throw .resolutionMultiplier(rho)
    }
    scaling.resolution = pixels
    return scaling
  }
}
