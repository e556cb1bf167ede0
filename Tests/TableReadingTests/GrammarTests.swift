import Architecture
@testable import TableReading
import TestSupport
import Testing

/// What the grammar says of itself is what the tables of the repository are.
@Suite struct GrammarTests {
  /// Every value that is not of the kind that the grammar gives its key, with its place.
  private func misfits(_ value: YAMLValue, _ expected: GrammarValue) -> [String] {
    let wrong = ["\(value.location): '\(value.printed)' is no \(expected)"]
    if value.isAbsent { return [] }
    switch expected {
    case .text: return value.text == nil ? wrong : []
    case .cell: return value.mapping == nil ? [] : wrong
    case .integer: return value.text.flatMap(Int.init) == nil ? wrong : []
    case .number: return value.text.flatMap(Double.init) == nil ? wrong : []
    case .flag:
      return ["yes", "no", "1", "0", "true", "false", "True", "False"].contains(value.text)
        ? [] : wrong
    case .choice(let words): return words.contains(value.text ?? "") ? [] : wrong
    case .list(let element):
      return value.sequence.map { $0.flatMap { misfits($0, element) } } ?? wrong
    case .mapping(let element):
      return value.mapping.map { $0.flatMap { misfits($0.value, element) } } ?? wrong
    case .either(let values):
      return values.contains { misfits(value, $0).isEmpty } ? [] : wrong
    case .object(let object): return misfits(value, object)
    }
  }

  private func misfits(_ value: YAMLValue, _ object: GrammarObject) -> [String] {
    guard let mapping = value.mapping else { return ["\(value.location): no \(object.rawValue)"] }
    let keys = Dictionary(uniqueKeysWithValues: object.keys.map { ($0.name, $0.value) })
    let present = Set(mapping.compactMap { $0.key.text })
    let missing = object.requiredKeys.filter { !present.contains($0) }
      .map { "\(value.location): \(object.rawValue) without '\($0)'" }
    return missing
      + mapping.flatMap { key, value in
        keys[key.text ?? ""].map { misfits(value, $0) }
          ?? ["\(key.location): unknown key '\(key.printed)' in \(object.rawValue)"]
      }
  }

  @Test("Every table of the repository fits the grammar's own description")
  func repository() throws {
    let folders: [(String, GrammarObject)] = [
      ("Architectures", .architecture), ("Blocks", .blocks), ("Dialects", .dialect),
      ("Devices", .device), ("Glossary", .glossary),
    ]
    var checked = 0
    for file in try Repository.tables() {
      guard let object = folders.first(where: { file.name.contains("\($0.0)/") })?.1,
        file.name.hasSuffix(".yaml")
      else { continue }
      checked += 1
      #expect(try misfits(YAMLValue.parse(file), object) == [])
    }
    #expect(checked > 30)
  }

  @Test("No key is named twice, and what is required is a key")
  func keys() {
    for object in GrammarObject.allCases {
      let names = object.keys.map(\.name)
      #expect(Set(names).count == names.count)
      #expect(Set(object.requiredKeys).isSubset(of: names))
    }
  }
}
