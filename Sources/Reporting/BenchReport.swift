import Architecture
import Inference
import KernelInterface

/// Times of networks, each beside what the machine could do.
public struct BenchReport: Codable, Sendable {
  /// A network at a number of threads.
  public struct Entry: Codable, Sendable {
    /// The architecture, with its dialect.
    public var name: String
    /// Height, width, channels.
    public var input: [Int]
    /// Threads.
    public var threads: Int
    /// Pictures in a call.
    public var batch: Int
    /// Timed calls.
    public var runs: Int
    /// Half of the calls took no longer.
    public var medianMilliseconds: Double
    /// The shortest call.
    public var minimumMilliseconds: Double
    /// The distance of the quartiles.
    public var spreadMilliseconds: Double
    /// Pictures in a second, by the median.
    public var imagesPerSecond: Double
    /// Two for each multiply-accumulate, by the median.
    public var gigaflops: Double
    /// Of what so many cores could do in registers, by the median.
    public var percentOfPeak: Double
    /// The largest difference from the reference, in standard deviations of its tensor.
    public var deviation: Double
    /// Tensors compared with the reference.
    public var comparedTensors: Int

    /// An entry from its measurements.
    public init(
      _ plan: Plan, macs: Int, threads: Int, batch: Int, timing: Timing, agreement: Agreement,
      machine: MachineSpeed
    ) {
      name = plan.graph.spec.name
      let shape = plan.graph.input
      input = [shape.height, shape.width, shape.channels]
      self.threads = threads
      self.batch = batch
      runs = timing.samples.count
      medianMilliseconds = timing.median * 1e3
      minimumMilliseconds = timing.minimum * 1e3
      spreadMilliseconds = timing.spread * 1e3
      imagesPerSecond = Double(batch) / timing.median
      gigaflops = 2e-9 * Double(macs * batch) / timing.median
      percentOfPeak = 100 * gigaflops / (machine.gigaflops * Double(threads))
      deviation = agreement.worst
      comparedTensors = agreement.compared
    }
  }

  /// What one core does.
  public struct Machine: Codable, Sendable {
    /// The kernels.
    public var kernels: String
    /// Multiply-adds in registers, one core.
    public var gigaflopsPerCore: Double
    /// Gigabytes in a second for c = a + b over arrays of so much together, one core.
    public var bandwidth: [String: Double]

    /// The speed of one core with a set of kernels.
    public init(_ speed: MachineSpeed, kernels: KernelTable) {
      self.kernels = kernels.name.rawValue
      gigaflopsPerCore = speed.gigaflops
      bandwidth = Dictionary(
        uniqueKeysWithValues: speed.bandwidth.map { ($0.key.rawValue, $0.value) })
    }
  }

  /// What one core did in the same run.
  public var machine: Machine
  /// The networks.
  public var networks: [Entry]

  /// A report from its parts.
  public init(machine: Machine, networks: [Entry]) {
    self.machine = machine
    self.networks = networks
  }

  /// The table.
  public func table() -> ReportTable {
    let isBatch = networks.contains { $0.batch > 1 }
    return ReportTable(
      heading: [],
      columns: [
        .init("network", .left), .init("input", .left, priority: 3), .init("threads"),
      ] + (isBatch ? [.init("images")] : []) + [
        .init("median ms"), .init("min ms"), .init("spread ms", priority: 2),
        .init("images/s", priority: 4), .init("GFLOP/s", priority: 1), .init("% of peak"),
        .init("largest error", priority: 5),
      ],
      lines: networks.map { entry in
        ReportTable.Line(
          [
            entry.name, entry.input.map(String.init).joined(separator: "x"), "\(entry.threads)",
          ] + (isBatch ? ["\(entry.batch)"] : []) + [
            Numbers.fixed(entry.medianMilliseconds, 3), Numbers.fixed(entry.minimumMilliseconds, 3),
            Numbers.fixed(entry.spreadMilliseconds, 3), Numbers.fixed(entry.imagesPerSecond, 1),
            Numbers.fixed(entry.gigaflops, 1), Numbers.fixed(entry.percentOfPeak, 1),
            Numbers.fixed(entry.deviation * 1e5, 1) + "e-5",
          ])
      },
      footer: [
        "\(machine.kernels) kernels. Of the machine, in this run, one core:"
          + " \(Numbers.fixed(machine.gigaflopsPerCore, 1)) GFLOP/s in registers; c = a + b over "
          + MachineSpeed.Level.allCases.compactMap { level in
            machine.bandwidth[level.rawValue].map { "\(level.rawValue) \(Numbers.fixed($0, 0))" }
          }.joined(separator: ", ") + " GB/s.",
        "min, spread: the shortest call, the distance of the quartiles; GFLOP/s and % of peak (of all"
          + " threads' cores) by the median, 2 for a MAC.",
        "Before it was timed, the results of all blocks were compared with the reference: largest error,"
          + " in standard deviations of the tensor.",
      ])
  }

  /// The table of activations: alone and as part of a convolution.
  public static func table(_ timings: [ActivationTiming], kernels: KernelTable) -> ReportTable {
    ReportTable(
      heading: [],
      columns: [
        .init("activation", .left), .init("alone ns/element"), .init("as epilogue ns/element"),
      ],
      lines: timings.map { timing in
        ReportTable.Line([
          timing.activation?.rawValue ?? "none", Numbers.fixed(timing.alone, 4),
          Numbers.fixed(timing.asEpilogue, 4),
        ])
      },
      footer: [
        "\(kernels.name.rawValue) kernels, one core, medians. alone: over 4,096 elements in the"
          + " first-level cache, without the copy that feeds it;",
        "as epilogue: what it adds to a 1x1 convolution of 28x28x32 into 64 channels, for each element"
          + " of the result.",
      ])
  }
}
