import Architecture
import Inference
import KernelInterface

extension BenchReport {
  /// The table.
  package func table() -> ReportTable {
    let isBatch = networks.contains { $0.batch > 1 }
    var facts = ["machine": machine.json]
    if !comparisons.isEmpty {
      facts["comparisons"] = .array(
        comparisons.map { comparison in
          .object([
            "first": .text(comparison.first), "second": .text(comparison.second),
            "threads": .integer(comparison.threads), "result": comparison.result.json,
          ])
        })
    }
    return ReportTable(
      key: "networks", facts: facts, of: networks, footer: sentences() + notes()
    ) {
      Column("network", .left, key: "name") { .text($0.name) }
      if networks.contains(where: { $0.precision != .single }) {
        Column("numbers", .left, key: "precision") { .text($0.precision.rawValue) }
      }
      Column("input", .left, priority: 3, key: "input") { entry in
        let sides = [entry.input.height, entry.input.width, entry.input.channels]
        return .written("\(entry.input)", value: .array(sides.map { .integer($0) }))
      }
      Column("threads", key: "threads") { .plain($0.threads) }
      Column("images", key: "batch", isForPrograms: !isBatch) { .plain($0.batch) }
      Column("median ms", key: "medianMilliseconds") {
        .number($0.timing.median * 1e3, decimals: 3)
      }
      Column("min ms", key: "minimumMilliseconds") {
        .number($0.timing.minimum * 1e3, decimals: 3)
      }
      Column("spread ms", priority: 2, key: "spreadMilliseconds") {
        .number($0.timing.spread * 1e3, decimals: 3)
      }
      Column("images/s", priority: 4, key: "imagesPerSecond") {
        .number(Double($0.batch) / $0.timing.median, decimals: 1)
      }
      Column("GFLOP/s", priority: 1, key: "gigaflops") { .number($0.gigaflops, decimals: 1) }
      Column("% of peak", key: "percentOfPeak") { .number(percentOfPeak($0), decimals: 1) }
      Column("largest error", priority: 5, key: "deviation") { entry in
        let agreement = entry.agreement
        // `worst` leaves out what rounding explains: it alone would look like no error at all.
        let explained = agreement.explained == 0 ? "" : " +\(agreement.explained)"
        return .written(
          Numbers.fixed(agreement.worst * 1e5, 1) + "e-5" + explained,
          value: .number(agreement.worst))
      }
      Column("runs", key: "runs", isForPrograms: true) { .plain($0.timing.samples.count) }
      Column("compared", key: "comparedTensors", isForPrograms: true) {
        .plain($0.agreement.compared)
      }
      Column("explained", key: "explainedTensors", isForPrograms: true) {
        .plain($0.agreement.explained)
      }
    }
  }

  /// What the comparisons say, and what is wrong with the peak.
  private func sentences() -> [String] {
    let isThreaded = Set(comparisons.map { $0.threads }).count > 1
    let compared = comparisons.map { comparison in
      let threads =
        isThreaded ? " (\(comparison.threads) thread\(comparison.threads == 1 ? "" : "s"))" : ""
      return "\(comparison.second) against \(comparison.first)\(threads):"
        + " \(comparison.result.words); \(comparison.result.milliseconds)."
    }
    // Integers have a peak of their own.
    let above = networks.filter { $0.precision == .single && percentOfPeak($0) > 100 }
      .map { $0.name }
    return compared
      + (above.isEmpty ? [] : [BenchReport.underestimated(above.joined(separator: ", "))])
  }

  /// What is said of shares of the peak above the whole.
  static func underestimated(_ what: String) -> String {
    "More than 100 % of the peak at \(what): the peak was underestimated, because the processor was slower"
      + " whenever it was measured. Repeat the run on a machine at rest."
  }

  private func notes() -> [String] {
    let speed = machine.speed
    let bandwidth = MachineSpeed.Level.allCases.compactMap { level in
      speed.bandwidth[level].map { "\(level.rawValue) \(Numbers.fixed($0, 0))" }
    }
    return [
      "\(machine.kernels.rawValue) kernels. One core of this machine, the best between the runs:"
        + " \(Numbers.fixed(speed.gigaflops, 1)) GFLOP/s in registers; c = a + b over "
        + bandwidth.joined(separator: ", ") + " GB/s.",
      "min: the shortest run; spread: interquartile range; GFLOP/s and % of peak (of as many cores as"
        + " threads): by the median, 2 FLOPs per MAC.",
      "largest error: of any block's result against the reference kernels, before timing, in standard"
        + " deviations of the tensor; +n: so many results differ by more, but by no more than"
        + " \(Agreement.margin) times what rounding makes of them in the plain kernels, in the same numbers.",
    ] + (comparisons.isEmpty ? [] : [PairedComparison.method])
  }

  /// The table of activations: alone and as part of a convolution.
  package static func table(_ timings: ActivationTimings, kernels: KernelTable) -> ReportTable {
    let pairs: [(Activation, Activation)] = [(.hardSwish, .swish), (.relu, .hardSwish)]
    return ReportTable(
      key: "activations", of: timings.all,
      footer: pairs.map { second, first in
        "The convolution with \(second.rawValue) against the same with \(first.rawValue):"
          + " \(timings.comparison(of: second, with: first).words)."
      } + [
        "\(kernels.name.rawValue) kernels, one core. Medians of differences of neighboring runs. alone: over"
          + " 4,096 elements in the L1 cache, without copying them there; as epilogue: the time it adds to a"
          + " 1x1 convolution from 28x28x32 to 64 channels, per element of the result. < 0.01: within noise,"
          + " which hides no more than this.",
        PairedComparison.method,
      ]
    ) {
      Column("activation", .left, key: "activation") { .text($0.activation.rawValue) }
      columns("alone", key: "alone") { $0.alone }
      columns("as epilogue", key: "asEpilogue") { $0.asEpilogue }
    }
  }

  /// A difference of times for people, and its interval for programs.
  @ColumnBuilder<ActivationTiming>
  private static func columns(
    _ title: String, key: String, _ interval: @escaping (ActivationTiming) -> MedianInterval
  ) -> [Column<ActivationTiming>] {
    Column("\(title) ns/element", key: [key, "nanoseconds"]) { cost(interval($0)) }
    Column("\(title) least", key: [key, "least"], isForPrograms: true) {
      interval($0).range.map { .number($0.lowerBound, decimals: 4) } ?? .none
    }
    Column("\(title) most", key: [key, "most"], isForPrograms: true) {
      interval($0).range.map { .number($0.upperBound, decimals: 4) } ?? .none
    }
  }

  /// A time that was found as a difference: no number where the interval reaches zero.
  package static func cost(_ difference: MedianInterval) -> ReportTable.Cell {
    guard let range = difference.range else { return .none }
    if range.lowerBound > 0 { return .number(difference.median, decimals: 4) }
    let bound = Numbers.fixed(range.upperBound, 4)
    return .written(
      range.upperBound > 0 && Double(bound) ?? 0 > 0 ? "< \(bound)" : "within noise", value: .null)
  }
}
