import Architecture

extension TableLibrary {
  /// All published figures, file by file in the order of the files' names.
  ///
  /// Throws `TableError` with everything that is wrong with the files.
  public func published() throws(TableError) -> [PublishedFigure] {
    let log = ProblemLog()
    let reader = PublishedReader(library: self, log: log)
    var figures: [PublishedFigure] = []
    for file in publishedFiles { figures += reader.figures(try YAMLValue.parse(file)) }
    try log.finish()
    return figures
  }
}
