import Architecture
import Inference
import KernelInterface

/// Times of networks, each beside what the machine could do.
package struct BenchReport: Sendable {
  /// A network at a number of threads.
  package struct Entry: Sendable {
    /// The architecture, with its dialect.
    package var name: String
    /// The picture.
    package var input: Shape
    /// Threads.
    package var threads: Int
    /// Pictures in a call.
    package var batch: Int
    /// The timed calls.
    package var timing: Timing
    /// Two for each multiply-accumulate, by the median.
    package var gigaflops: Double
    /// Of what so many cores could do in registers, by the median.
    package var percentOfPeak: Double
    /// How the results compare with the reference.
    package var agreement: Agreement

    /// An entry from its measurements.
    package init(
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
  package struct Machine: Sendable {
    /// The kernels.
    package var kernels: KernelSetName
    /// Multiply-adds in registers, and c = a + b over arrays.
    package var speed: MachineSpeed

    /// The speed of one core with a set of kernels.
    package init(_ speed: MachineSpeed, kernels: KernelTable) {
      self.kernels = kernels.name
      self.speed = speed
    }

    /// For programs; gigabytes in a second by how large the arrays are together.
    package var json: JSONValue {
      let bandwidth = speed.bandwidth.map { ($0.key.rawValue, JSONValue.number($0.value)) }
      return .object([
        "kernels": .text(kernels.rawValue), "gigaflopsPerCore": .number(speed.gigaflops),
        "bandwidth": .object(Dictionary(bandwidth) { first, _ in first }),
      ])
    }
  }

  /// What one core did in the same run.
  package var machine: Machine
  /// The networks.
  package var networks: [Entry]

  /// A report from its parts.
  package init(machine: Machine, networks: [Entry]) {
    self.machine = machine
    self.networks = networks
  }
}
