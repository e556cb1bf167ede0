import Architecture

/// Terms of the field and what they mean.
package enum GlossaryReport {
  /// Many terms, or one with all that is said of it in a language.
  package static func table(
    _ entries: [GlossaryEntry], in language: GlossaryEntry.Language? = nil
  ) -> ReportTable {
    ReportTable(
      key: "terms", facts: [:], of: entries, groupedBy: Grouping("theme") { $0.theme }
    ) {
      Column("term", .left, key: "term") { .text($0.term) }
      Column("in Chinese", .left, priority: 1, key: "chineseTerm") {
        $0.chineseTerm.map { .text($0) } ?? .absent
      }
      Column("also", .left, priority: 2, key: "aliases") { entry in
        .written(
          entry.aliases.isEmpty ? "-" : entry.aliases.joined(separator: ", ").escapedForDisplay,
          value: .array(entry.aliases.map { .text($0) }))
      }
      Column("meaning", .left, key: "english", isForPrograms: language != .english) {
        .text($0.english)
      }
      Column("meaning in Chinese", .left, key: "chinese", isForPrograms: language != .chinese) {
        .text($0.chinese)
      }
      Column("formula", .left, key: "formula", isForPrograms: language == nil) {
        $0.formula.map { .text($0) } ?? .absent
      }
      Column("try", .left, key: "command", isForPrograms: language == nil) {
        $0.command.map { .text($0) } ?? .absent
      }
    }
  }

  /// One term for people, `width` columns wide.
  package static func text(
    _ entry: GlossaryEntry, in language: GlossaryEntry.Language, width: Int
  ) -> String {
    let labels = labels(language)
    let other: [String]
    let title: String
    switch language {
    case .english:
      title = entry.term
      other = (entry.chineseTerm.map { [$0] } ?? []) + entry.aliases
    case .chinese:
      title = entry.chineseTerm ?? entry.term
      other = entry.names.filter { $0 != title }
    }
    var lines = [(name: labels.term, value: title)]
    if !other.isEmpty { lines.append((labels.also, other.joined(separator: ", "))) }
    lines.append((labels.meaning, entry.meaning(in: language)))
    if let formula = entry.formula { lines.append((labels.formula, formula)) }
    if let command = entry.command { lines.append((labels.command, command)) }
    return LabelledLines(lines.map { ($0.name, $0.value.escapedForDisplay) }).text(width: width)
  }

  private static func labels(
    _ language: GlossaryEntry.Language
  ) -> (term: String, also: String, meaning: String, formula: String, command: String) {
    switch language {
    case .english: ("term", "also", "meaning", "formula", "try")
    case .chinese: ("术语", "又名", "含义", "公式", "试一试")
    }
  }
}
