import Architecture
import NetworkGraph

/// What a network is scaled by, as people ask for it before they know the network.
public struct Multipliers: Hashable, Sendable {
  /// The width multiplier alpha; the table's own width unless given.
  public var width: Double?
  /// Height and width of the picture.
  public var resolution: Resolution?
  /// The resolution multiplier rho, of the table's own resolution; `resolution` goes before it.
  public var resolutionMultiplier: Double?
  /// The number of classes, as the table's head counts them.
  public var classes: Int?
  /// The part with which the network ends, such as the backbone; all parts unless given.
  public var part: Part?

  /// Multipliers, of which each may be left to the table.
  public init(
    width: Double? = nil, resolution: Resolution? = nil, resolutionMultiplier: Double? = nil,
    classes: Int? = nil, part: Part? = nil
  ) {
    self.width = width
    self.resolution = resolution
    self.resolutionMultiplier = resolutionMultiplier
    self.classes = classes
    self.part = part
  }
}
