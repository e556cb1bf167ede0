/// What a processor can do at most: the two roofs of a roofline (Williams, Waterman, Patterson 2009).
package struct Device: Hashable, Sendable {
  /// Its name on the command line.
  package var name: String
  /// Its name in headings.
  package var title: String
  /// The most floating-point operations in a nanosecond, 2 for a multiply-add.
  package var gigaflops: Double
  /// In what numbers that is.
  package var precision: Precision
  /// The same in other numbers than 32-bit floating point, where it has instructions for them.
  package var peaks: [Precision: Double]
  /// The most gigabytes (1e9) that memory gives and takes in a second.
  package var gigabytesPerSecond: Double
  /// Where the figures come from.
  package var source: String

  /// Possible figures of devices.
  package static let figures = 0.001...10_000_000.0

  /// A device from its parts.
  package init(
    name: String, title: String, gigaflops: Double, precision: Precision = .single,
    peaks: [Precision: Double] = [:], gigabytesPerSecond: Double, source: String
  ) {
    self.name = name
    self.title = title
    self.gigaflops = gigaflops
    self.precision = precision
    self.peaks = peaks
    self.gigabytesPerSecond = gigabytesPerSecond
    self.source = source
  }

  /// The device as it computes in a precision; nothing if no peak is known for it.
  package func computing(in precision: Precision) -> Device? {
    guard precision != .single else { return self }
    guard let peak = peaks[precision] else { return nil }
    return Device(
      name: name, title: title, gigaflops: peak, precision: precision,
      gigabytesPerSecond: gigabytesPerSecond, source: source)
  }

  /// FLOPs a byte at which both roofs meet: layers with fewer wait for memory.
  package var ridge: Double { gigaflops / gigabytesPerSecond }
}
