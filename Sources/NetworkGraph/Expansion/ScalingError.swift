import Architecture

/// A multiplier that cannot be applied.
public enum ScalingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The width multiplier is out of range or not a number.
  case width(Double)
  /// No source defines a width multiplier for the architecture.
  case undefinedWidth(String)
  /// The resolution is out of range.
  case resolution(Resolution)
  /// The number of classes is out of range.
  case classes(Int)
  /// The architecture has no classes.
  case noClasses(String)
  /// The network has no such part; with those that it has.
  case noPart(Part, name: String, known: [Part])
  /// The part takes maps of other parts.
  case dependentPart(Part, name: String)
  /// The table is right at its own size, but not with these multipliers.
  case unfit(String, String)
  /// The network does not fit a picture of this resolution, for a reason; the nearest ones that it fits.
  case unfitResolution(Resolution, name: String, reason: String, nearest: [Resolution])
  /// The picture is so small that a stride finds nothing to step over; its longer side must have so
  /// many pixels.
  case tooSmall(resolution: Resolution, row: String, smallest: Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .width(let width):
      "invalid width multiplier \(width); it must be from \(Scaling.widths.lowerBound) to"
        + " \(Scaling.widths.upperBound)"
    case .undefinedWidth(let name):
      "'\(name)' has no width multiplier: its table has no rule 'width'"
    case .resolution(let resolution):
      "invalid resolution \(resolution); \(resolution.isSquare ? "it" : "each side") must be from \(Scaling.resolutions.lowerBound)"
        + " to \(Scaling.resolutions.upperBound)"
    case .classes(let classes):
      "invalid number of classes \(classes); it must be from \(Scaling.classCounts.lowerBound) to"
        + " \(Scaling.classCounts.upperBound)"
    case .noClasses(let name): "'\(name)' has no classes"
    case .noPart(let part, let name, let known):
      "'\(name)' has no part '\(part.rawValue)'; it has"
        + " \(known.map { $0.rawValue }.joined(separator: ", "))"
    case .dependentPart(let part, let name):
      "the part '\(part.rawValue)' of '\(name)' takes the maps of other parts, so it does not stand"
        + " alone; 'cost --by part' says what it costs"
    case .unfit(let name, let reason):
      "'\(name)' does not work with these multipliers: \(reason)"
    case .unfitResolution(let resolution, let name, let reason, let nearest):
      "'\(name)' does not work at resolution \(resolution): \(reason); the nearest that work:"
        + " \(nearest.map { "\($0)" }.joined(separator: " and "))"
    case .tooSmall(let resolution, let row, let smallest):
      "resolution \(resolution) is too small: row \(row) has a stride but its input is already"
        + " 1x1; the smallest \(resolution.isSquare ? "resolution" : "longer side") for all strides"
        + " is \(smallest)"
    }
  }
}
