import CostAnalysis

extension ExplainReport {
  /// In words how a row stands in other networks of its table, one line for those that differ alike.
  static func lines(_ variants: [RowVariants]) -> [String] {
    variants.flatMap { variants -> [String] in
      switch variants {
      case .ofTable(let variant):
        let table = variant.networks[0]
        guard let differences = variant.differences else {
          return ["\(table) has no such row as \(variant.row)."]
        }
        return differences.isEmpty
          ? ["\(variant.row) is as in \(table)."]
          : ["\(variant.row), unlike \(table): \(words(differences))."]
      case .ofDialects(let variants):
        return variants.filter { $0.differences?.isEmpty != true }.map(line)
          + variants.filter { $0.differences?.isEmpty == true }.map(line)
      }
    }
  }

  /// The same for programs.
  static func json(_ variants: [RowVariants]) -> JSONValue {
    .array(
      variants.flatMap { variants -> [RowVariant] in
        switch variants {
        case .ofTable(let variant): [variant]
        case .ofDialects(let variants): variants
        }
      }.map { variant in
        .object([
          "row": .text(variant.row), "networks": .array(variant.networks.map { .text($0) }),
          "differences": variant.differences.map { .array($0.map { .text($0.words) }) } ?? .null,
        ])
      })
  }

  private static func line(_ variant: RowVariant) -> String {
    let dialects = variant.networks.map { "@" + ($0.split(separator: "@").last ?? "") }
      .joined(separator: ", ")
    guard let differences = variant.differences else {
      return "\(variant.row) is not in \(dialects)."
    }
    return differences.isEmpty
      ? "\(variant.row) is the same in \(dialects)."
      : "\(variant.row) in \(dialects): \(words(differences))."
  }

  private static func words(_ differences: [RowDifference]) -> String {
    differences.map { $0.words }.joined(separator: "; ")
  }
}
