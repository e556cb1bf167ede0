/// A network as a text names it: an architecture and its multipliers, where they are not its own.
public struct NetworkRequest: Hashable, Sendable {
  /// `NAME` or `NAME@DIALECT`.
  public var name: String
  /// The width multiplier alpha.
  public var width: Double?
  /// Height and width of the picture.
  public var resolution: Resolution?
  /// The number of classes, as the table's head counts them.
  public var classes: Int?

  /// A request from its parts.
  public init(
    _ name: String, width: Double? = nil, resolution: Resolution? = nil, classes: Int? = nil
  ) {
    self.name = name
    self.width = width
    self.resolution = resolution
    self.classes = classes
  }

  /// The architecture without its dialect.
  public var architecture: String {
    name.split(separator: "@", maxSplits: 1).first.map(String.init) ?? name
  }

  /// Whether a name asks for the network: without a dialect it asks for all of them.
  package func isNamed(_ asked: String) -> Bool {
    asked.contains("@") ? name == asked : architecture == asked
  }
}
