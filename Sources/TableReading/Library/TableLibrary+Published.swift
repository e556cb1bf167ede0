import Architecture

extension TableLibrary {
  /// All published figures, file by file in the order of the files' names.
  ///
  /// Throws `TableError` with everything that is wrong with the files.
  package func published() throws(TableError) -> [PublishedFigure] {
    try publishedContent().flatMap { $0.figures }
  }

  /// All claims about networks, file by file in the order of the files' names.
  ///
  /// Throws `TableError` with everything that is wrong with the files.
  package func claims() throws(TableError) -> [PublishedClaim] {
    try publishedContent().flatMap { $0.claims }
  }

  private func publishedContent() throws(TableError) -> [(
    figures: [PublishedFigure], claims: [PublishedClaim]
  )] {
    let log = ProblemLog()
    let reader = PublishedReader(library: self, log: log)
    var contents: [(figures: [PublishedFigure], claims: [PublishedClaim])] = []
    for file in publishedFiles { contents.append(reader.content(try file.parsed.document())) }
    try log.finish()
    return contents
  }
}
