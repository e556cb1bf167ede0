import ArgumentParser
import Architecture
import Inference
import KernelInterface
import TableReading

/// A device of the tables, one given by its two figures, or this machine.
struct DeviceOptions: ParsableArguments {
  @Option(
    name: .customLong("device"),
    help: "A device from Tables/Devices, or 'here' to measure one core of this machine.",
    completion: .names { $0.deviceNames + [here] })
  var name: String?

  @Option(name: .long, parsing: .unconditional, help: "Peak in GFLOP/s; needs --bandwidth.")
  var gflops: Double?

  @Option(name: .long, parsing: .unconditional, help: "Memory bandwidth in GB/s; needs --gflops.")
  var bandwidth: Double?

  /// Whether any is named.
  var isGiven: Bool { name != nil || gflops != nil || bandwidth != nil }

  /// What this machine is called.
  static let here = "here"

  /// The device as it computes in a precision. A peak that is given is that of the precision.
  func device(_ library: TableLibrary, computingIn precision: Precision) throws -> Device {
    let device = try device(library)
    guard gflops == nil else { return device }
    guard let device = device.computing(in: precision) else {
      let known = try library.deviceNames.filter {
        try library.device(named: $0).computing(in: precision) != nil
      }
      throw Failure.usage(
        "no peak in \(precision.rawValue) is known of '\(device.name)'; it is of"
          + " \(known.joined(separator: ", ")), or give --gflops and --bandwidth")
    }
    return device
  }

  func device(_ library: TableLibrary) throws -> Device {
    if let gflops, let bandwidth, name == nil {
      for (option, value) in [("--gflops", gflops), ("--bandwidth", bandwidth)]
      where !Device.figures.contains(value) {
        throw Failure.usage(
          "\(option) must be from \(Device.figures.lowerBound) to"
            + " \(Int(Device.figures.upperBound)), not \(value)")
      }
      return Device(
        name: "given", title: "The given device", gigaflops: gflops,
        gigabytesPerSecond: bandwidth, source: "command line")
    }
    guard name == nil || gflops == nil && bandwidth == nil else {
      throw Failure.usage("give --device, or --gflops and --bandwidth, not both")
    }
    guard let name else {
      throw Failure.usage(
        "give --device (\(library.deviceNames.joined(separator: ", ")) or here), or"
          + " --gflops and --bandwidth")
    }
    return name == Self.here ? Device(measuring: .best) : try library.device(named: name)
  }
}

extension Device {
  /// One core of this machine with a set of kernels.
  init(measuring kernels: KernelTable) { self.init(MachineSpeed(kernels), kernels) }

  /// One core of this machine, as it was measured with a set of kernels.
  init(_ speed: MachineSpeed, _ kernels: KernelTable) {
    self.init(
      name: DeviceOptions.here, title: "One core of this machine", gigaflops: speed.gigaflops,
      gigabytesPerSecond: speed.bandwidth[.mebibytes6] ?? 1,
      source: "measured now with \(kernels.name.rawValue) kernels, over 6 MiB")
  }
}
