import Architecture
import CostAnalysis
import Inference
import NetworkGraph

extension ProfileReport {
  /// Arithmetic, time, and what the roofs allow.
  @ColumnBuilder<Entry>
  func measures<Entry>(
    of total: Double, _ measured: @escaping (Entry) -> Measured
  ) -> [Column<Entry>] {
    Column("MACs", priority: 1, key: "macs") { entry in
      let macs = measured(entry).cost.macs
      return macs == 0 ? .none : .count(macs)
    }
    Column("us", key: "microseconds") { .number(measured($0).seconds * 1e6, decimals: 2) }
    if single != nil {
      Column("fp32 us", key: "singleMicroseconds") { entry in
        measured(entry).single.map { .number($0 * 1e6, decimals: 2) } ?? .none
      }
      Column("speed-up", key: "speedup") { entry in
        measured(entry).speedup.map { .number($0, decimals: 2) } ?? .none
      }
    }
    Column("% of time", key: "percentOfTime") {
      .number(100 * measured($0).seconds / max(total, .leastNonzeroMagnitude), decimals: 1)
    }
    Column("least us", priority: 3, key: "leastMicroseconds") {
      .number(least(measured($0).cost) * 1e6, decimals: 2)
    }
    Column("GFLOP/s", priority: 2, key: "gigaflops") { entry in
      let work = measured(entry)
      return work.isWork
        ? .number(Double(work.cost.flops) / work.seconds * 1e-9, decimals: 1) : .none
    }
    Column("% of peak", key: "percentOfPeak") { entry in
      let work = measured(entry)
      return work.isWork
        ? .number(percentOfPeak(work.cost.macs, work.seconds), decimals: 1) : .none
    }
  }

  /// What is said below the table by kind; `layers` are all of them.
  func notes(_ total: Double, _ entries: [Entry]) -> [String] {
    let macs = plan.graph.totalCost().macs
    let layers = entries.map { $0.measured }
    let above = layers.count { $0.isWork && percentOfPeak($0.cost.macs, $0.seconds) > 100 }
    let warning =
      above > 0 ? [BenchReport.underestimated("\(above) layer\(above == 1 ? "" : "s")")] : []
    return warning + comparison(entries) + [
      "Layer by layer \(microseconds(total)) us, with layers fused as in 'mobilenet run' \(microseconds(whole.median))"
        + " us (\(Numbers.fixed(2e-9 * Double(macs) / whole.median, 1)) GFLOP/s,"
        + " \(Numbers.fixed(percentOfPeak(macs, whole.median), 1)) % of peak); medians of"
        + " \(whole.samples.count) runs, \(threads == 1 ? "one thread" : "\(threads) threads").",
      "least us: by the roofline of \(threads == 1 ? "one core" : "\(threads) cores"), the best measured"
        + " between the runs: \(Numbers.fixed(device.gigaflops, 1)) GFLOP/s and"
        + " \(Numbers.fixed(device.gigabytesPerSecond, 1)) GB/s per core over 6 MiB; data in nearer caches"
        + " may be faster. A layer is a convolution with its norm, activation, sum or gate.",
    ]
  }

  /// Which layers gain from numbers other than those of single precision, and which do not.
  private func comparison(_ entries: [Entry]) -> [String] {
    guard let single else { return [] }
    let compared = entries.filter { $0.measured.speedup != nil }
    let gains = compared.count { ($0.measured.speedup ?? 0) > 1 }
    let kinds = OperationKind.allCases.compactMap { kind -> String? in
      let all = sum(compared.filter { $0.kind == kind })
      return all.speedup.map { "\(kind.rawValue) \(Numbers.fixed($0, 2))" }
    }
    let ordered = compared.sorted { ($0.measured.speedup ?? 0) > ($1.measured.speedup ?? 0) }
    var words =
      "\(plan.precision.rawValue) beside fp32, in turns: \(gains) of \(compared.count) layers gain"
    if let best = ordered.first, let worst = ordered.last {
      words += ", most \(times(best)), least \(times(worst))"
    }
    let whole = Numbers.fixed(single.whole.median / self.whole.median, 2)
    return [
      words + ".",
      "By kind, how many times as fast: \(kinds.joined(separator: ", ")). With layers fused the network is \(whole)"
        + " times as fast as in fp32, which takes \(microseconds(single.whole.median)) us. A layer in fp32 may be"
        + " several steps in \(plan.precision.rawValue); they are one line.",
    ]
  }

  private func times(_ entry: Entry) -> String {
    "\(entry.block) \(entry.layer) (\(Numbers.fixed(entry.measured.speedup ?? 0, 2)) times as fast)"
  }

  /// Seconds that the roofs allow.
  private func least(_ cost: Cost) -> Double {
    let cores = Double(threads)
    return max(
      Double(cost.flops) / (device.gigaflops * 1e9 * cores),
      Double(cost.bytesMoved) / (device.gigabytesPerSecond * 1e9 * cores))
  }

  private func percentOfPeak(_ macs: Int, _ seconds: Double) -> Double {
    200e-9 * Double(macs) / seconds / (device.gigaflops * Double(threads))
  }

  private func microseconds(_ seconds: Double) -> String { Numbers.fixed(seconds * 1e6, 1) }
}

extension ProfileReport.Measured {
  /// Whether there is arithmetic whose speed can be told.
  fileprivate var isWork: Bool { cost.macs > 0 && seconds > 0 }

  /// How many times as fast as in single precision.
  fileprivate var speedup: Double? { seconds > 0 ? single.map { $0 / seconds } : nil }
}
