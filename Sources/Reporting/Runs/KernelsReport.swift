import KernelInterface

/// The kernel sets of the program.
package enum KernelsReport {
  /// The table of all sets, the best first; a mark at the one in use.
  package static func table(
    _ sets: [(table: KernelTable, isSupported: Bool)], chosen: KernelSetName
  ) -> ReportTable {
    ReportTable(of: sets, footer: ["* in use"]) {
      Column("", .left) { $0.table.name == chosen ? "*" : "" }
      Column("kernels", .left) { .text($0.table.name.rawValue) }
      Column("this machine", .left) { $0.isSupported ? "runs" : "lacks" }
      Column("vectors", .left) { .text("\($0.table.name.lanes) floats") }
      Column("panels of a matrix", .left, priority: 1) { .text(panels(of: $0.table)) }
      Column("instructions", .left, priority: 2) { .text($0.table.name.instructions) }
    }
  }

  /// The widths into which columns are cut.
  private static func panels(of table: KernelTable) -> String {
    Set(stride(from: 8, through: 64, by: 8).map { table.panelWidth($0) }).sorted(by: >)
      .map { "\($0)" }.joined(separator: ", ") + " columns"
  }
}

extension KernelSetName {
  fileprivate var lanes: Int {
    switch self {
    case .reference: 1
    case .sse2, .neon: 4
    case .avx2: 8
    case .avx512: 16
    }
  }

  fileprivate var instructions: String {
    switch self {
    case .reference: "plain loops"
    case .sse2: "x86-64"
    case .avx2: "x86-64-v3: AVX2, FMA"
    case .avx512: "x86-64-v4: AVX-512 F, BW, CD, DQ, VL"
    case .neon: "arm64"
    }
  }
}
