extension TableLibrary {
  /// The networks that a checkpoint may be of, by how the names of its tensors begin, the most likely first:
  /// tables of one's own, then MobileNets and their relatives, other classifiers and systems; of each kind
  /// the tables by their own names, then by those of dialects.
  ///
  /// A table is passed over without being read if neither its text nor that of its names has one of the
  /// words. A table whose names are made from its rows is not.
  package func networks(mentioning words: [String]) -> [String] {
    let mentioned = dialects(mentioning: words)
    let tables = architectureNames.compactMap { name in labelledFile(name).map { (name, $0) } }
    return Self.kinds.flatMap { kind in
      let group = tables.filter { $0.1[.kind] == kind }
      let own = group.filter { _, file in
        file[.names].map { mentioned.contains($0) } ?? true || file.mentions(words)
      }
      return own.map { $0.0 } + group.flatMap { dialects(of: $0.0, $0.1, among: mentioned) }
    }
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

extension LabelledFile {
  /// Whether one of some words stands in the file.
  fileprivate func mentions(_ words: [String]) -> Bool {
    words.contains { file.text.contains(text: $0) }
  }
}
