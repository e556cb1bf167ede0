import Architecture

/// The multipliers and variables that a table is expanded with, and how much of it.
public struct Scaling: Hashable, Sendable {
  /// The width multiplier alpha; the table's own if absent.
  public var width: Double?
  /// Height and width of the picture; the table's own if absent.
  public var resolution: Resolution?
  /// The number of classes; the table's own if absent.
  public var classes: Int?
  /// The part with which the network ends; all parts if absent.
  public var part: Part?

  /// Multipliers from their values.
  public init(
    width: Double? = nil, resolution: Resolution? = nil, classes: Int? = nil,
    part: Part? = nil
  ) {
    self.width = width
    self.resolution = resolution
    self.classes = classes
    self.part = part
  }

  /// The widest multiplier that is sensible: the published ones end at 1.4.
  public static let widths = 0.01...16.0
  /// Heights and widths of the picture for which every count fits 64 bits with room to spare.
  public static let resolutions = 1...16_384
  /// Numbers of classes.
  public static let classCounts = 1...1_000_000

  /// Throws if a value is out of its range or the table has no such multiplier.
  func check(_ spec: ArchitectureSpec) throws(ScalingError) {
    if let width, !Self.widths.contains(width) { throw .width(width) }
    if let width, width != spec.nominalWidth, spec.rules.width.rounding == .undefined {
      throw .undefinedWidth(spec.name)
    }
    if let resolution { try Self.check(resolution) }
    if let classes, !Self.classCounts.contains(classes) { throw .classes(classes) }
    if classes != nil, spec.variables["classes"] == nil { throw .noClasses(spec.name) }
  }

  /// Throws if a resolution is out of range.
  static func check(_ resolution: Resolution) throws(ScalingError) {
    guard resolutions.contains(resolution.height), resolutions.contains(resolution.width) else {
      throw .resolution(resolution)
    }
  }

  /// The width multiplier in force.
  func width(of spec: ArchitectureSpec) -> Double { width ?? spec.nominalWidth }

  /// The picture in force.
  public func input(of spec: ArchitectureSpec) -> Shape {
    guard let resolution else { return spec.input }
    return Shape(resolution, channels: spec.input.channels)
  }

  /// The variables in force.
  public func variables(of spec: ArchitectureSpec) -> [String: Int] {
    var variables = spec.variables
    if let classes { variables["classes"] = classes }
    return variables
  }
}
