import Architecture
import Inference
import KernelInterface

/// Times of networks, each beside what the machine could do.
package struct BenchReport: Sendable {
  /// A network at a number of threads.
  package struct Entry: Sendable {
    /// The architecture, with its dialect.
    package var name: String
    /// The numbers that it computes with.
    package var precision: Precision
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
    /// How the results compare with the reference.
    package var agreement: Agreement

    /// An entry from its measurements.
    package init(
      _ plan: Plan, macs: Int, threads: Int, batch: Int, timing: Timing, agreement: Agreement
    ) {
      precision = plan.precision
      name = plan.graph.spec.name
      input = plan.graph.input
      self.threads = threads
      self.batch = batch
      self.timing = timing
      self.agreement = agreement
      gigaflops = 2e-9 * Double(macs * batch) / timing.median
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

  /// A network compared with the first one, at a number of threads.
  package struct Comparison: Sendable {
    /// The first network.
    package var first: String
    /// The other.
    package var second: String
    /// Threads of both.
    package var threads: Int
    /// The result.
    package var result: PairedComparison

    /// A comparison from its parts.
    package init(first: String, second: String, threads: Int, result: PairedComparison) {
      self.first = first
      self.second = second
      self.threads = threads
      self.result = result
    }
  }

  /// What one core did in the same run: its best between the runs of the networks.
  package var machine: Machine
  /// The networks.
  package var networks: [Entry]
  /// Every other network compared with the first.
  package var comparisons: [Comparison]

  /// A report from its parts.
  package init(machine: Machine, networks: [Entry], comparisons: [Comparison] = []) {
    self.machine = machine
    self.networks = networks
    self.comparisons = comparisons
  }

  /// How much of what so many cores could do in registers a network did, by the median.
  func percentOfPeak(_ entry: Entry) -> Double {
    100 * entry.gigaflops / (machine.speed.gigaflops * Double(entry.threads))
  }
}
