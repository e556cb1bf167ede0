import Architecture
import Inference
import KernelInterface

extension BenchReport {
  /// The table.
  package func table() -> ReportTable {
    let isBatch = networks.contains { $0.batch > 1 }
    return ReportTable(
      key: "networks", facts: ["machine": machine.json], of: networks, footer: notes()
    ) {
      Column("network", .left, key: "name") { .text($0.name) }
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
      Column("% of peak", key: "percentOfPeak") { .number($0.percentOfPeak, decimals: 1) }
      Column("largest error", priority: 5, key: "deviation") { entry in
        let worst = entry.agreement.worst
        return .written(Numbers.fixed(worst * 1e5, 1) + "e-5", value: .number(worst))
      }
      Column("runs", key: "runs", isForPrograms: true) { .plain($0.timing.samples.count) }
      Column("compared", key: "comparedTensors", isForPrograms: true) {
        .plain($0.agreement.compared)
      }
    }
  }

  private func notes() -> [String] {
    let speed = machine.speed
    let bandwidth = MachineSpeed.Level.allCases.compactMap { level in
      speed.bandwidth[level].map { "\(level.rawValue) \(Numbers.fixed($0, 0))" }
    }
    return [
      "\(machine.kernels.rawValue) kernels. One core of this machine, measured in this run:"
        + " \(Numbers.fixed(speed.gigaflops, 1)) GFLOP/s in registers; c = a + b over "
        + bandwidth.joined(separator: ", ") + " GB/s.",
      "min: the shortest run; spread: interquartile range; GFLOP/s and % of peak (of as many cores as"
        + " threads): by the median, 2 FLOPs per MAC.",
      "largest error: of any block's result against the reference kernels, before timing, in standard"
        + " deviations of the tensor.",
    ]
  }

  /// The table of activations: alone and as part of a convolution.
  package static func table(_ timings: [ActivationTiming], kernels: KernelTable) -> ReportTable {
    ReportTable(
      of: timings,
      footer: [
        "\(kernels.name.rawValue) kernels, one core, medians. alone: over 4,096 elements in the L1 cache,"
          + " without copying them there;",
        "as epilogue: the time it adds to a 1x1 convolution from 28x28x32 to 64 channels, per element of"
          + " the result.",
      ]
    ) {
      Column("activation", .left) { .text($0.activation?.rawValue ?? "none") }
      Column("alone ns/element") { .number($0.alone, decimals: 4) }
      Column("as epilogue ns/element") { .number($0.asEpilogue, decimals: 4) }
    }
  }
}
