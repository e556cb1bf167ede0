import Architecture
import NetworkGraph

/// What a network costs at one width and resolution.
public struct ScaledCost: Hashable, Sendable {
  /// The width multiplier alpha.
  public var width: Double
  /// Height and width of the picture in pixels.
  public var resolution: Int
  /// Trainable parameters.
  public var parameters: Int
  /// Multiply-accumulates.
  public var macs: WideCount
  /// The largest live set in bytes of 32-bit floating point.
  public var peakActivationBytes: WideCount

  /// The cost of a graph as it is scaled.
  public init(_ graph: Graph) {
    let total = graph.totalCost()
    width = graph.scaling.width ?? graph.spec.nominalWidth
    resolution = graph.input.height
    parameters = total.parameters.total
    macs = total.macs
    peakActivationBytes = graph.peakActivationBytes()
  }
}

extension ArchitectureSpec {
  /// The costs at every width and resolution, width by width. Rows are expanded once for each width.
  /// Throws the first that is not possible, and what expansion throws.
  public func sweep(
    widths: [Double], resolutions: [Int], classes: Int? = nil
  ) throws(GraphError) -> [ScaledCost] {
    var costs: [ScaledCost] = []
    costs.reserveCapacity(widths.count * resolutions.count)
    for width in widths {
      let graph = try Graph(
        expanding: self, scaling: Scaling(width: width, classes: classes))
      for resolution in resolutions {
        do { costs.append(ScaledCost(try graph.resized(to: resolution))) } catch {
          throw .scaling(error)
        }
      }
    }
    return costs
  }
}
