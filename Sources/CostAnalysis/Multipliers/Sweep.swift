import Architecture
import NetworkGraph

/// What a network costs at one width and resolution.
package struct ScaledCost: Hashable, Sendable {
  /// The width multiplier alpha.
  package var width: Double
  /// Height and width of the picture.
  package var resolution: Resolution
  /// Trainable parameters.
  package var parameters: Int
  /// Multiply-accumulates.
  package var macs: WideCount
  /// The largest live set in bytes.
  package var peakActivationBytes: WideCount

  /// The cost of a graph as it is scaled.
  package init(_ graph: Graph) {
    let total = graph.totalCost()
    width = graph.scaling.width ?? graph.spec.nominalWidth
    resolution = graph.input.resolution
    parameters = total.parameters.total
    macs = total.macs
    peakActivationBytes = graph.peakActivationBytes()
  }
}

extension ArchitectureSpec {
  /// The costs at every width and resolution, width by width. Rows are expanded once for each width.
  /// Throws the first that is not possible, and what expansion throws.
  package func sweep(
    widths: [Double], resolutions: [Resolution], classes: Int? = nil,
    precision: Precision = .single
  ) throws(GraphError) -> [ScaledCost] {
    var costs: [ScaledCost] = []
    costs.reserveCapacity(widths.count * resolutions.count)
    for width in widths {
      var graph = try Graph(
        expanding: self, scaling: Scaling(width: width, classes: classes))
      graph.precision = precision
      for resolution in resolutions {
        do { costs.append(ScaledCost(try graph.resized(to: resolution))) } catch {
          throw .scaling(error)
        }
      }
    }
    return costs
  }
}
