import Architecture

extension TableLibrary {
  /// The networks that a checkpoint may be of, by how the names of its tensors begin, the most likely first:
  /// tables of one's own, then MobileNets and their relatives, other classifiers and systems; of each kind
  /// those first whose families have the most dialects, each by its own names and then by those of dialects.
  ///
  /// A table is passed over without being read if neither its text nor that of its names has one of the
  /// words. A table whose names are made from its rows is not.
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
          let isOwn = file[.names].map { mentioned.contains($0) } ?? true || file.mentions(words)
          return (isOwn ? [name] : []) + dialects(of: name, file, among: mentioned)
        }
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

extension LabelledFile {
  /// Whether one of some words stands in the file, or, if it ends as a module's name does, is a prefix of
  /// names there.
  fileprivate func mentions(_ words: [String]) -> Bool {
    words.contains { word in
      file.text.contains(text: word)
        || (word.last == "." || word.last == "/")
          && file.text.contains(text: "prefix: \(word.dropLast())")
    }
  }
}
