import Architecture
import Inference

extension RunReport {
  /// For programs: the best classes, the answers, the result of every block.
  package func tables() -> [ReportTable] {
    [classTable(), tensorTable("outputs", outputs), tensorTable("taps", taps)]
  }

  /// The text: what ran, what came out of every block, the best classes.
  package func text(heading: [String], detail: Bool) -> String {
    var text = heading.map { $0.escapedForDisplay + "\n" }.joined()
    if detail || classes.isEmpty {
      text += tensorTable("tensors", taps + outputs).rendered(as: .text)
    }
    let names = classes.map { $0.name.escapedForDisplay }
    let width = names.map { $0.terminalColumns }.max() ?? 0
    for (entry, name) in zip(classes, names) {
      let name = name + String(repeating: " ", count: width - name.terminalColumns)
      let bar = String(repeating: "█", count: Int((entry.probability * 40).rounded()))
      text += "  \(name)  \(Numbers.fixed(Double(entry.probability), 4))  \(bar)\n"
    }
    return text
  }

  private func classTable() -> ReportTable {
    var facts: [String: JSONValue] = [
      "name": .text(name), "weights": .text(weights), "image": .text(image),
    ]
    facts["model"] = model.map { NetworkSummary.json($0) }
    return ReportTable(key: "classes", facts: facts, of: classes) {
      Column("index", key: "index") { .plain($0.index) }
      Column("class", .left, key: "name") { .text($0.name) }
      Column("probability", key: "probability") { .single($0.probability, decimals: 4) }
    }
  }

  private func tensorTable(_ key: String, _ tensors: [NamedTensor]) -> ReportTable {
    ReportTable(key: key, of: tensors) {
      Column("tensor", .left, key: "name") { .text($0.name) }
      Column("CxHxW", .left, key: "shape") { tensor in
        let sides = tensor.statistics.shape
        return .written(
          sides.map { "\($0)" }.joined(separator: "x"),
          value: .array(sides.map { .integer($0) }))
      }
      Column("mean", key: "mean") { .number($0.statistics.mean, decimals: 4) }
      Column("std", key: "std") { .number($0.statistics.standardDeviation, decimals: 4) }
      Column("min", key: "min") { .single($0.statistics.minimum, decimals: 4) }
      Column("max", key: "max") { .single($0.statistics.maximum, decimals: 4) }
      Column("row", key: "row", isForPrograms: true) { $0.row.map { .plain($0) } ?? .absent }
      Column("repeat", key: "repeat", isForPrograms: true) {
        $0.repetition.map { .plain($0) } ?? .absent
      }
      Column("first", .left, key: "first", isForPrograms: true) { .list($0.statistics.first) }
      Column("last", .left, key: "last", isForPrograms: true) { .list($0.statistics.last) }
      Column("sample", .left, key: "sample", isForPrograms: true) { .list($0.statistics.sample) }
    }
  }
}

extension ReportTable.Cell {
  /// Several scalars.
  fileprivate static func list(_ scalars: [Float]) -> Self {
    .written(
      scalars.map { "\($0)" }.joined(separator: " "),
      value: .array(scalars.map { .single($0) }))
  }
}
