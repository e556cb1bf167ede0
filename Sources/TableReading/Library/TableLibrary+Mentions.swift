import Architecture

extension TableLibrary {
  /// The networks that a checkpoint may be of, by how the names of its tensors begin, the most likely first:
  /// tables of one's own, then MobileNets and their relatives, other classifiers and systems; of each kind
  /// those first whose families have the most dialects, each by its own names and then by those of dialects.
  ///
  /// A table is passed over without being read if neither its text nor that of its names has one of the
  /// words; `#` at the end of one stands for a number. A system whose names are made from its rows is left
  /// to `unnamedSystems`, another such table is not passed over.
  package func networks(mentioning words: [String]) -> [String] {
    let mentioned = dialects(mentioning: words)
    let dialectCounts = dialectCounts()
    let tables = architectureNames.compactMap { name in labelledFile(name).map { (name, $0) } }
    return Self.kinds.flatMap { kind in
      tables.filter { $0.1[.kind] == kind }
        .map { name, file in
          (name, file, dialectCounts[file[.family] ?? name] ?? 0)
        }
        .sorted { ($1.2, $0.0) < ($0.2, $1.0) }
        .flatMap { name, file, _ in
          let names = names(of: file)
          let isOwn = names.map { mentioned.contains($0) } ?? true || file.mentions(words)
          // Nobody but this program makes the names of a system from its rows.
          let isOthers = names == nil && kind == "system"
          return (isOwn && !isOthers ? [name] : []) + dialects(of: name, file, among: mentioned)
        }
    }
  }

  /// The systems whose tensors no framework has named, so that their names are made from their rows.
  package var unnamedSystems: [String] {
    architectureNames.filter { name in
      labelledFile(name).map { $0[.kind] == "system" && names(of: $0) == nil } ?? false
    }
  }

  /// The dialect by whose names the tensors of a table go: what the table or its family states.
  private func names(of file: LabelledFile) -> String? {
    if let own = file[.names] { return own }
    let family =
      file[.family] ?? (file[.moduleLists] == nil ? file.architectureName : familyOfModuleLists)
    return family.flatMap { blocks(for: $0)?[.names] }
  }

  /// The dialects of a table that change what it computes at some width, or for how many classes, and not only
  /// names, preprocessing, or the epsilons of norms.
  package func dialectsThatComputeOtherwise(than spec: ArchitectureSpec) -> [String] {
    dialects(of: spec.family).filter { dialect in
      let log = ProblemLog()
      let reader = DialectReader(log: log)
      let documents = dialectFiles(dialect).compactMap { try? $0.document() }
      let patches = [
        documents.compactMap { reader.family(spec.family, in: $0) }.last,
        documents.compactMap { reader.family(spec.name, in: $0, under: "tables") }.last,
      ].compactMap { $0 }
      return patches.contains { $0.changesResults(under: spec.rules) } || !log.problems.isEmpty
    }
  }

  /// How many dialects each family has: their files have its name in a line that stands two blanks in.
  private func dialectCounts() -> [String: Int] {
    let blank = UInt8(ascii: " ")
    var counts: [String: Int] = [:]
    for file in files where file[.dialect] != nil {
      for line in file.file.text.utf8.split(separator: UInt8(ascii: "\n")) {
        guard line.starts(with: [blank, blank]), line.dropFirst(2).first != blank else { continue }
        let key = line.dropFirst(2).prefix { $0 != UInt8(ascii: ":") }
        counts[String(decoding: key, as: UTF8.self), default: 0] += 1
      }
    }
    return counts
  }

  private static let kinds: [String?] = [nil, "family", "yardstick", "system"]

  /// A table under the names of some dialects that are not its own.
  private func dialects(
    of name: String, _ file: LabelledFile, among mentioned: Set<String>
  ) -> [String] {
    guard !mentioned.isEmpty,
      let family = file[.family] ?? (try? architecture(named: name))?.family
    else { return [] }
    return mentioned.sorted().filter { $0 != file[.names] && has($0, family: family) }
      .map { "\(name)@\($0)" }
  }

  /// The dialects whose files have one of some words.
  private func dialects(mentioning words: [String]) -> Set<String> {
    Set(files.compactMap { file in file.mentions(words) ? file[.dialect] : nil })
  }
}

extension DialectReader.Family {
  /// Whether it changes what a table with these rules computes.
  fileprivate func changesResults(under rules: Rules) -> Bool {
    guard input == nil, variables.isEmpty, override == nil, replace == nil, blocks == nil,
      heads == nil
    else { return true }
    guard let value = self.rules else { return false }
    var own = RulesReader(log: ProblemLog()).rules(value, over: rules)
    (own.normEpsilon, own.implementation) = (rules.normEpsilon, rules.implementation)
    return own != rules
  }
}

extension LabelledFile {
  /// Whether one of some words stands in the file, or, if it ends as a module's name does, is a prefix of
  /// names there. One that ends in `#` must have a number behind it, or a variable; where names begin with
  /// those of rows, that is not known.
  fileprivate func mentions(_ words: [String]) -> Bool {
    words.contains { word in
      if word.last == "#" {
        return file.text.containsNumbered(String(word.dropLast()))
          || file.text.contains(text: "\"{name}")
      }
      return file.text.contains(text: word)
        || (word.last == "." || word.last == "/")
          && file.text.contains(text: "prefix: \(word.dropLast())")
    }
  }
}

extension String {
  /// Whether a word stands somewhere with a digit or a brace behind it.
  fileprivate func containsNumbered(_ word: String) -> Bool {
    var rest = self[...]
    while let range = rest.firstRange(ofText: word) {
      rest = rest[range.upperBound...]
      guard let next = rest.utf8.first else { return false }
      if next == UInt8(ascii: "{") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) {
        return true
      }
    }
    return false
  }
}
