/// What a processor can do at most: the two roofs of a roofline (Williams, Waterman, Patterson 2009).
public struct Device: Hashable, Sendable {
  /// Its name on the command line.
  public var name: String
  /// Its name in headings.
  public var title: String
  /// The most floating-point operations in a nanosecond, 2 for a multiply-add.
  public var gigaflops: Double
  /// The most gigabytes (1e9) that memory gives and takes in a second.
  public var gigabytesPerSecond: Double
  /// Where the figures come from.
  public var source: String

  /// Possible figures of devices.
  public static let figures = 0.001...10_000_000.0

  /// A device from its parts.
  public init(
    name: String, title: String, gigaflops: Double, gigabytesPerSecond: Double, source: String
  ) {
    self.name = name
    self.title = title
    self.gigaflops = gigaflops
    self.gigabytesPerSecond = gigabytesPerSecond
    self.source = source
  }

  /// FLOPs a byte at which both roofs meet: layers with fewer wait for memory.
  public var ridge: Double { gigaflops / gigabytesPerSecond }
}
