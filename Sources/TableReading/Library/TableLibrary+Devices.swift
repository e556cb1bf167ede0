import Architecture

extension TableLibrary {
  /// The names of all devices, in alphabetical order.
  public var deviceNames: [String] { Set(files.compactMap { $0[.device] }).sorted() }

  /// The device of a name. Throws for unknown names and for everything wrong with the file.
  package func device(named name: String) throws(LibraryError) -> Device {
    guard let file = files.last(where: { $0[.device] == name }) else {
      throw .lookup(
        .unknownDevice(
          name, nearest: nearest(to: name, among: deviceNames), known: deviceNames))
    }
    let log = ProblemLog()
    let fields = Fields(
      try file.document(),
      .device, log: log)
    _ = fields.required("gigaflops")
    _ = fields.required("gigabytes-per-second")
    var peaks: [Precision: Double] = [:]
    peaks[.brain] = fields.number("gigaflops-bf16", in: Device.figures)
    peaks[.integers] = fields.number("gigaops-int8", in: Device.figures)
    let device = Device(
      name: name, title: fields.requiredText("title") ?? name,
      gigaflops: fields.number("gigaflops", in: Device.figures) ?? 1, peaks: peaks,
      gigabytesPerSecond: fields.number("gigabytes-per-second", in: Device.figures) ?? 1,
      source: fields.requiredText("source") ?? "")
    try LibraryError.reading(log.finish)
    return device
  }
}
