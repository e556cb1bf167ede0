import Architecture

extension TableLibrary {
  /// All terms, in the order of their tables. A later entry replaces that of the same term, and terms
  /// that it does not explain stay.
  ///
  /// Throws for everything wrong with the tables.
  package func glossary() throws(LibraryError) -> [GlossaryEntry] {
    var entries: [GlossaryEntry] = []
    var places: [String: Int] = [:]
    for file in files where file[.glossary] != nil {
      let document = try file.document()
      let own = try LibraryError.reading { () throws(TableError) in
        try GlossaryReader(log: ProblemLog()).read(document)
      }
      for entry in own {
        if let place = places[entry.term] {
          entries[place] = entry
        } else {
          places[entry.term] = entries.count
          entries.append(entry)
        }
      }
    }
    return entries
  }

  /// The entry of a term or of one of its other names, in any case, with `_`, `-`, a blank or nothing
  /// between words.
  ///
  /// Throws for unknown terms and for everything wrong with the tables.
  package func glossaryEntry(of name: String) throws(LibraryError) -> GlossaryEntry {
    let entries = try glossary()
    let spelling = Spelling(phrase: name)
    // As it is written goes before other spellings, a term before an alias, a later table before others.
    let readings: [(GlossaryEntry) -> Bool] = [
      { $0.term == name }, { $0.names.contains(name) },
      { Spelling(phrase: $0.term) == spelling },
      { $0.names.contains { Spelling(phrase: $0) == spelling } },
    ]
    for isMeant in readings {
      if let entry = entries.last(where: isMeant) { return entry }
    }
    let known = entries.flatMap { $0.names }
    throw .lookup(.unknownTerm(name, nearest: nearest(to: name, among: known)))
  }
}
