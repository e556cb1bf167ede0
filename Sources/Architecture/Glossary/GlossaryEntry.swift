/// A term of the field, and what it means.
package struct GlossaryEntry: Hashable, Sendable {
  /// A language that every term is explained in.
  package enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case chinese = "zh"
  }

  /// What the term belongs to, such as `Detection`.
  package var theme: String
  /// The term as texts write it.
  package var term: String
  /// The term in Chinese; nothing if Chinese texts use it as it is.
  package var chineseTerm: String?
  /// Other names and spellings.
  package var aliases: [String]
  /// What it means, in English.
  package var english: String
  /// What it means, in Chinese.
  package var chinese: String
  /// The formula, if there is one.
  package var formula: String?
  /// A command line that shows it.
  package var command: String?

  /// An entry from its parts.
  package init(
    theme: String, term: String, chineseTerm: String?, aliases: [String], english: String,
    chinese: String, formula: String?, command: String?
  ) {
    (self.theme, self.term, self.chineseTerm, self.aliases) = (theme, term, chineseTerm, aliases)
    (self.english, self.chinese) = (english, chinese)
    (self.formula, self.command) = (formula, command)
  }

  /// Everything that it is called.
  package var names: [String] { [term] + (chineseTerm.map { [$0] } ?? []) + aliases }

  /// What it means.
  package func meaning(in language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}
