import Architecture
import CostAnalysis
import NetworkGraph

extension RooflineReport {
  /// Which networks have fewer MACs than others but take longer.
  static func surprises(_ entries: [Entry]) -> [String] {
    entries.flatMap { first in
      entries.compactMap { second in
        let (own, other) = (first.roofline, second.roofline)
        guard own.cost.macs < other.cost.macs, own.seconds > other.seconds else { return nil }
        let fewer = 100 * (1 - ratio(own.cost.macs, other.cost.macs))
        let moved = ratio(own.cost.bytesMoved, other.cost.bytesMoved)
        let longer = own.seconds / other.seconds
        return "Fewer MACs, yet slower: \(first.name) has \(Numbers.fixed(fewer, 1))"
          + " % fewer MACs than \(second.name), but moves \(Numbers.fixed(moved, 2))"
          + " times the bytes, and its least time is"
          + " \(Numbers.fixed(longer, 2)) times as long (roofline, not measured)."
      }
    }
  }

  private static func ratio(_ left: WideCount, _ right: WideCount) -> Double {
    Double(left) / Double(max(right, 1))
  }

  /// How the time splits by kind of operation, beside the MACs.
  static func kinds(_ roofline: Roofline, _ graph: Graph) -> [String] {
    var seconds: [OperationKind: Double] = [:]
    var macs: [OperationKind: WideCount] = [:]
    for entry in roofline.layers {
      let kind = graph.nodes[entry.layer.nodes[0]].kind
      seconds[kind, default: 0] += entry.seconds
      macs[kind, default: 0] += entry.layer.cost.macs
    }
    let parts = OperationKind.allCases.filter { (seconds[$0] ?? 0) > 0 }
      .sorted { (seconds[$0] ?? 0) > (seconds[$1] ?? 0) }
      .map { kind in
        let share = 100 * (seconds[kind] ?? 0) / roofline.seconds
        let count = Numbers.percent(macs[kind] ?? 0, of: roofline.cost.macs)
        return "\(kind.rawValue) \(Numbers.fixed(share, 1)) (\(count))"
      }
    return [
      "time by kind, % (MACs, %)   \(parts.joined(separator: "   "))",
      "\(Numbers.fixed(100 * roofline.memoryBoundShare, 1)) % of the time is spent in memory-bound layers:"
        + " those with less than \(Numbers.fixed(roofline.device.ridge, 2)) FLOP/B.",
    ]
  }

  private static func unit(of device: Device) -> String {
    switch device.precision {
    case .single: "GFLOP/s"
    case .brain: "GFLOP/s in bf16"
    case .integers: "GOP/s in int8"
    }
  }

  static func deviceLine(_ device: Device) -> String {
    "\(device.title): \(Numbers.fixed(device.gigaflops, 1)) \(unit(of: device)),"
      + " \(Numbers.fixed(device.gigabytesPerSecond, 1)) GB/s (\(device.source)). least us: no layer"
      + " can take less; real layers reach only part of either roof, and caches may save traffic."
  }
}
