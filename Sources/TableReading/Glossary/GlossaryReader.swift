import Architecture

/// Reads a glossary: the terms of one theme.
struct GlossaryReader {
  let log: ProblemLog

  func read(_ document: YAMLValue) throws(TableError) -> [GlossaryEntry] {
    let fields = Fields(document, .glossary, log: log)
    let theme = text("glossary", in: fields) ?? ""
    _ = fields.required("terms")
    var owners: [String: String] = [:]
    let entries = fields.list("terms").compactMap { entry($0, theme, &owners) }
    try log.finish()
    return entries
  }

  /// An entry; `owners` has the term that each name stands for.
  private func entry(
    _ value: YAMLValue, _ theme: String, _ owners: inout [String: String]
  ) -> GlossaryEntry? {
    let fields = Fields(value, .term, log: log)
    let (term, english, chinese) = (
      text("term", in: fields), text("en", in: fields), text("zh", in: fields)
    )
    guard let term, let english, let chinese else { return nil }
    let aliases = fields.list("aliases")
    for name in [fields["term"], fields["term-zh"]].compactMap({ $0 }) + aliases {
      guard let text = name.text else { continue }
      if let owner = owners.updateValue(term, forKey: text) {
        log.report("'\(text)' is already a name of '\(owner)'", at: name.location)
      }
    }
    return GlossaryEntry(
      theme: theme, term: term, chineseTerm: fields.text("term-zh"),
      aliases: aliases.compactMap { $0.decodedText("an entry of 'aliases'", log) },
      english: english, chinese: chinese,
      formula: fields.text("formula"), command: fields.text("try"))
  }

  /// A text that must be there and say something.
  private func text(_ key: String, in fields: Fields) -> String? {
    guard let value = fields.required(key), let text = value.decodedText(key, log) else {
      return nil
    }
    guard !text.trimmed.isEmpty else {
      log.report("'\(key)' is empty", at: value.location)
      return nil
    }
    return text
  }
}
