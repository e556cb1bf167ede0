import Architecture
import Inference
import KernelInterface

/// Times of networks, each beside what the machine could do.
public struct BenchReport: Sendable {
  /// A network at a number of threads.
  public struct Entry: Sendable {
    /// The architecture, with its dialect.
    public var name: String
    /// The picture.
    public var input: Shape
    /// Threads.
    public var threads: Int
    /// Pictures in a call.
    public var batch: Int
    /// The timed calls.
    public var timing: Timing
    /// Two for each multiply-accumulate, by the median.
    public var gigaflops: Double
    /// Of what so many cores could do in registers, by the median.
    public var percentOfPeak: Double
    /// How the results compare with the reference.
    public var agreement: Agreement

    /// An entry from its measurements.
    public init(
      _ plan: Plan, macs: Int, threads: Int, batch: Int, timing: Timing, agreement: Agreement,
      machine: MachineSpeed
    ) {
      name = plan.graph.spec.name
      input = plan.graph.input
      self.threads = threads
      self.batch = batch
      self.timing = timing
      self.agreement = agreement
      gigaflops = 2e-9 * Double(macs * batch) / timing.median
      percentOfPeak = 100 * gigaflops / (machine.gigaflops * Double(threads))
    }
  }

  /// What one core does.
  public struct Machine: Sendable {
    /// The kernels.
    public var kernels: KernelSetName
    /// Multiply-adds in registers, and c = a + b over arrays.
    public var speed: MachineSpeed

    /// The speed of one core with a set of kernels.
    public init(_ speed: MachineSpeed, kernels: KernelTable) {
      self.kernels = kernels.name
      self.speed = speed
    }

    /// For programs; gigabytes in a second by how large the arrays are together.
    public var json: JSONValue {
      let bandwidth = speed.bandwidth.map { ($0.key.rawValue, JSONValue.number($0.value)) }
      return .object([
        "kernels": .text(kernels.rawValue), "gigaflopsPerCore": .number(speed.gigaflops),
        "bandwidth": .object(Dictionary(bandwidth) { first, _ in first }),
      ])
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
}
