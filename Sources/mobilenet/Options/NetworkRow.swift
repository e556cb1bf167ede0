import CostAnalysis
import NetworkGraph
import TableReading

extension Graph {
  /// The layers of a row by number or name, of a block, or a layer by its name. Throws if there is none,
  /// with what is possible.
  func layers(ofRow row: String) throws -> [CostEntry] {
    let layers = layers(named: row)
    guard layers.isEmpty else { return layers }
    let names = rows.filter { $0.kind != .input }.map(\.name)
    let numbers = rows.compactMap(\.number)
    let hint =
      nearest(to: row, among: names + rows.flatMap(\.repeatNames) + blocks.map(\.name))
      .map { "; did you mean '\($0)'?" } ?? ""
    let range = numbers.min().map { "\($0) to \(numbers.max() ?? $0)" } ?? ""
    throw Failure.usage(
      "'\(spec.name)' has no row '\(row)'\(hint.isEmpty ? "; rows are numbers from \(range), or \(names.joined(separator: ", "))" : hint)"
    )
  }
}
