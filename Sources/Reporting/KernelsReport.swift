import KernelInterface

/// The kernel sets of the program.
public enum KernelsReport {
  /// The table of all sets, the best first; a mark at the one in use.
  public static func table(
    _ sets: [(table: KernelTable, isSupported: Bool)], chosen: KernelSetName
  ) -> ReportTable {
    ReportTable(
      heading: [],
      columns: [
        .init("", .left), .init("kernels", .left), .init("this machine", .left),
        .init("vectors", .left), .init("panels of a matrix", .left, priority: 1),
        .init("instructions", .left, priority: 2),
      ],
      lines: sets.map { set in
        ReportTable.Line([
          set.table.name == chosen ? "*" : "", set.table.name.rawValue,
          set.isSupported ? "runs" : "lacks", "\(set.table.name.lanes) floats",
          panels(of: set.table), set.table.name.instructions,
        ])
      }, footer: ["* in use"])
  }

  /// The widths into which columns are cut.
  private static func panels(of table: KernelTable) -> String {
    Set(stride(from: 8, through: 64, by: 8).map(table.panelWidth)).sorted(by: >)
      .map(String.init).joined(separator: ", ") + " columns"
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
